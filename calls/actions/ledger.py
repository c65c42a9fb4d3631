"""Closes the offer ledger of a call: every promotion that the customer could have gets exactly one state."""

import datetime as dt
from collections.abc import Iterable

from calls.models import Call, Offer
from calls.rules.offers import PUT_OFF, TAKEN, Eligible, settled
from calls.rules.vocabulary import OfferState, Outcome
from customers.rules.vocabulary import Purpose
from orders.actions.pricing import pitches_for
from orders.models import OrderPromotion
from promotions.models import Product
from promotions.rules.promotion import LivePromotion, why_not_now
from promotions.rules.spend import SpendReward


def settle_offers(call: Call, outcome: Outcome, *, at: dt.datetime) -> None:
    """Writes what nobody answered, and accepts what the order takes after it was put off or refused.

    For use where the card is locked, in the transaction that saves the outcome. Half a dozen statements, whatever the
    number of promotions; the same again changes nothing.
    """
    used = _used(call)
    answers = dict(call.offers.values_list("promotion_version__promotion", "state"))
    if answers.keys() & used.keys():
        after_all = call.offers.filter(promotion_version__promotion__in=used, state__in=PUT_OFF)
        after_all.update(state=OfferState.ACCEPTED, answered_at=at)
    used = {promotion: version for promotion, version in used.items() if promotion not in answers}
    live = [pitch.promotion for pitch in pitches_for(call.customer, at)]
    open_ones = [promotion for promotion in live if promotion.id not in answers]
    is_service = call.purpose == Purpose.SERVICE
    said = sum(state != OfferState.BOUGHT_UNPROMPTED for state in answers.values())
    rows = []
    for promotion in _eligible(call, open_ones, used, at):
        state, reason = settled(promotion, outcome, is_service=is_service, answered=said)
        row = Offer(call=call, promotion_version_id=promotion.version_id, state=state, reason=reason, answered_at=at)
        rows.append(row)
    Offer.objects.bulk_create(rows, ignore_conflicts=True)


def _used(call: Call) -> dict[int, int]:
    """The versions that the order of the call uses, by promotion; not what an earlier call has taken with it."""
    earlier = Offer.objects.filter(call__order=call.order_id, state__in=TAKEN).exclude(call=call)
    uses = OrderPromotion.objects.filter(order=call.order_id, uses__gt=0)
    uses = uses.exclude(version__in=earlier.values("promotion_version"))
    return dict(uses.values_list("version__promotion", "version")) if call.order_id else {}


def _eligible(call: Call, promotions: Iterable[LivePromotion], used: dict[int, int], at: dt.datetime) -> list[Eligible]:
    """Those that stand for the customer at this moment; one that the order uses stood when it was taken."""
    open_ones = [p for p in promotions if p.id not in used and not why_not_now(p, at)]
    products = {product for p in open_ones for product in p.terms.products}
    sold = Product.objects.on_sale().filter(pk__in=products, stock_free__gt=0)
    in_stock = set(sold.values_list("pk", flat=True))
    refused = set(
        Offer.objects.refused_by(call.customer_id, at)
        .exclude(call=call)
        .values_list("promotion_version__promotion", flat=True)
    )
    found = [
        Eligible(
            version_id=p.version_id,
            is_refused_lately=p.id in refused,
            is_by_itself=isinstance(p.terms, SpendReward),
            is_in_stock=not p.terms.products or bool(in_stock & p.terms.products),
        )
        for p in open_ones
    ]
    return found + [Eligible(version_id=version, is_used=True) for version in used.values()]
