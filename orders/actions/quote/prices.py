"""Prices a revision from scratch: by hand, as held by the revision before it, or as of today with its promotions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from orders.actions.pricing import terms_for
from orders.actions.quoted import agreed_prices
from orders.models import QuoteLine, QuoteRevision
from orders.rules.quote import each_price, is_expired, line_total, quote_sums
from promotions.rules import AgreedPrice, BasketLine, HandPrice, PricedLine, VatRate, price_basket
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
    """Make the revision hold these lines at the prices of `at`; its quote must be locked. Raises PriceRefused."""
    held = held_prices(revision, at)
    lines = [
        BasketLine(str(product), product, each.quantity, hand=each.hand, agreed=held.get(product))
        for product, each in asked.items()
    ]
    terms = terms_for(revision.quote.customer, asked, at)
    basket = price_basket(lines, terms.book, terms.promotions, at=at)
    rows = [_line(revision, position, priced, asked) for position, priced in enumerate(basket.lines, 1)]
    revision.lines.all().delete()
    QuoteLine.objects.bulk_create(rows)
    _write_totals(revision, rows)


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


def _write_totals(revision: QuoteRevision, rows: list[QuoteLine]) -> None:
    """A change of the prices takes an approval away: it was given for others."""
    sums = quote_sums((VatRate(row.vat_rate), row.net_total) for row in rows)
    revision.net_total, revision.vat_total, revision.gross_total = sums.net, sums.vat, sums.gross
    revision.version += 1
    revision.approved_by = revision.approved_at = None
    revision.save(
        update_fields=["net_total", "vat_total", "gross_total", "version", "approved_by", "approved_at"],
    )
