"""Prices a revision from scratch: by hand, as held by the revision before it, or as of today with its promotions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orders.actions.delivery import delivery_terms
from orders.actions.pricing import priced, terms_for
from orders.actions.quoted import agreed_prices
from orders.models import QuoteLine, QuoteRevision
from orders.rules.delivery import Charges
from orders.rules.order import check_worth
from orders.rules.quote import each_price, is_expired, line_total, lowers_prices, quote_remarks, quote_sums
from promotions.rules import AgreedPrice, HandPrice, PricedLine, VatRate
from promotions.rules.promotion import london_day


@dataclass(frozen=True, slots=True)
class Asked:
    """How many packs of a product, and the price set by hand if there is one."""

    quantity: int
    hand: HandPrice | None = None


def asked_of(revision: QuoteRevision) -> dict[int, Asked]:
    """What the revision holds, by product."""
    return {
        line.product_id: Asked(
            line.quantity, HandPrice(line.unit_price, line.hand_reason) if line.hand_reason else None
        )
        for line in revision.lines.order_by("position", "pk")
    }


def write_prices(revision: QuoteRevision, asked: Mapping[int, Asked], at: datetime) -> None:
    """Make the revision hold these lines at the prices of `at`; its quote must be locked.

    Raises PriceRefused, and OrderRefused when it would come to more than an order can hold.
    """
    terms = terms_for(revision.quote.customer, asked, at, address_id=revision.quote.address_id)
    quotable = replace(terms, pitches=[pitch for pitch in terms.pitches if lowers_prices(pitch.promotion)])
    quantities = {product: each.quantity for product, each in asked.items()}
    by_hand = {product: each.hand for product, each in asked.items() if each.hand}
    agreed = held_prices(revision, at)
    ordered, quoted = (priced(quantities, of, at, agreed=agreed, by_hand=by_hand) for of in (terms, quotable))
    check_worth(quoted.gross + quoted.saving)
    rows = [_line(revision, position, line, asked) for position, line in enumerate(quoted.lines, 1)]
    revision.lines.all().delete()
    QuoteLine.objects.bulk_create(rows)
    names = {product: known.name for product, known in terms.book.products.items()}
    told = quote_remarks(ordered=ordered, quoted=quoted, promotions=terms.promotions, names=names)
    revision.remarks = list(told)
    # Whatever was decided was decided about other prices.
    revision.save(update_fields=["remarks", *undecided(revision)])
    _write_totals(revision, rows, terms.charges)


def charge_delivery(revision: QuoteRevision, at: datetime) -> bool:
    """Charge the delivery of `at` where it was another when the revision was priced; whether it was.

    Its quote must be locked.
    """
    quote, rows = revision.quote, list(revision.lines.all())
    charges = delivery_terms(quote.customer, at, address_id=quote.address_id).charges
    if not rows or charges.for_goods(revision.net_total) == revision.delivery_total:
        return False
    _write_totals(revision, rows, charges)
    return True


def held_prices(revision: QuoteRevision, at: datetime) -> dict[int, AgreedPrice]:
    """What the revision before promised and still holds; nothing once its time is over or it was given up."""
    before = revision.quote.revisions.filter(sent_at__isnull=False, number__lt=revision.number).last()
    if before is None or revision.priced_again_at or is_expired(before.valid_until, london_day(at)):
        return {}
    return agreed_prices(before.lines.select_related("revision__quote"))


def _line(revision: QuoteRevision, position: int, priced: PricedLine, asked: Mapping[int, Asked]) -> QuoteLine:
    unit_price = each_price(priced.net, priced.quantity) if priced.saving else priced.unit_price
    hand = asked[priced.product_id].hand
    return QuoteLine(
        revision=revision,
        product_id=priced.product_id,
        position=position,
        quantity=priced.quantity,
        unit_price=unit_price,
        net_total=line_total(unit_price, priced.quantity),
        vat_rate=priced.vat_rate,
        hand_reason=hand.reason if hand else "",
        is_below_floor=priced.needs_price_approval,
        trace=list(priced.trace),
    )


def undecided(revision: QuoteRevision) -> list[str]:
    """Takes what was decided about its prices back; the fields to be saved."""
    revision.decision, revision.decided_by, revision.decided_at, revision.decision_reason = "", None, None, ""
    return ["decision", "decided_by", "decided_at", "decision_reason"]


def _write_totals(revision: QuoteRevision, rows: list[QuoteLine], charges: Charges) -> None:
    sums = quote_sums(((VatRate(row.vat_rate), row.net_total) for row in rows), charges)
    revision.net_total, revision.delivery_total = sums.goods, sums.delivery
    revision.vat_total, revision.gross_total = sums.vat, sums.gross
    revision.version += 1
    revision.save(update_fields=["net_total", "delivery_total", "vat_total", "gross_total", "version"])
