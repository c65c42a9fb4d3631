"""Closes the offer ledger of a call: every promotion that the customer could have gets exactly one state."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Exists, OuterRef, Q

from calls.models import Call, Offer
from calls.models.call import OfferQuerySet
from calls.rules.offers import PUT_OFF, TAKEN, TAKEN_OFF, Eligible, settled
from calls.rules.vocabulary import OfferState, Outcome
from customers.rules.vocabulary import Purpose
from orders.models import OrderLine, OrderPromotion
from orders.reports.eligible import eligible_pitches
from orders.rules import OrderState
from promotions.models import PromotionVersion
from promotions.reports import Pitch
from promotions.rules.spend import SpendReward


def settle_offers(call: Call, outcome: Outcome, *, at: dt.datetime) -> None:
    """Writes what nobody answered, accepts what the order takes after it was put off or refused, and declines what was
    accepted and then taken off it.

    For use where the card is locked, in the transaction that saves the outcome. Half a dozen statements, whatever the
    number of promotions; the same again changes nothing.
    """
    used = _used(call)
    answers = dict(call.offers.values_list("promotion_version__promotion", "state"))
    if answers.keys() & used.keys():
        after_all = call.offers.filter(promotion_version__promotion__in=used, state__in=PUT_OFF)
        after_all.update(state=OfferState.ACCEPTED, answered_at=at)
    if OfferState.ACCEPTED in answers.values():
        _taken_off(call, used).update(state=OfferState.DECLINED, reason=TAKEN_OFF, answered_at=at)
    used = {promotion: version for promotion, version in used.items() if promotion not in answers}
    could_have = eligible_pitches(call.customer, at, besides=call.order_id)
    open_ones = [pitch for pitch in could_have if pitch.promotion.id not in answers]
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


def _taken_off(call: Call, used: Collection[int]) -> OfferQuerySet:
    """What was accepted and is not used, none of whose products is on the call's order or on what is still typed."""
    theirs = Q(order=call.order_id) | Q(order__customer=call.customer_id, order__state=OrderState.DRAFT)
    held = OrderLine.objects.filter(theirs, is_gift=False).values("product")
    products = PromotionVersion.products.through.objects.filter(promotionversion_id=OuterRef("promotion_version"))
    accepted = call.offers.filter(state=OfferState.ACCEPTED).exclude(promotion_version__promotion__in=used)
    return accepted.filter(Exists(products), ~Exists(products.filter(product__in=held)))


def _eligible(call: Call, pitches: Iterable[Pitch], used: dict[int, int], at: dt.datetime) -> list[Eligible]:
    """Those that the customer could have at this moment; one that the order uses was theirs when it was taken."""
    refused = set(
        Offer.objects.refused_by(call.customer_id, at)
        .exclude(call=call)
        .values_list("promotion_version__promotion", flat=True)
    )
    found = [
        Eligible(
            version_id=pitch.promotion.version_id,
            is_refused_lately=pitch.promotion.id in refused,
            is_by_itself=isinstance(pitch.promotion.terms, SpendReward),
            is_in_stock=not pitch.promotion.terms.products or bool(pitch.in_stock),
        )
        for pitch in pitches
        if pitch.promotion.id not in used
    ]
    return found + [Eligible(version_id=version, is_used=True) for version in used.values()]
