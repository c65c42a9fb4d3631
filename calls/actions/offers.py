"""The offer ledger: what became of each promotion in a call."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction

from calls.actions.lease import check_holds, lock_card
from calls.actions.order import add_quantities
from calls.models import Call, Offer
from calls.rules.offers import GIVEN, CallIsSaved, NotOnOffer, QuantityMissing
from calls.rules.vocabulary import OfferState
from customers.rules.card_numbers import refuse_card_numbers
from orders.models import OrderLine
from orders.reports.eligible import eligible_pitches
from orders.rules import OrderState
from orders.rules.order import Typed
from promotions.models import PromotionVersion
from staff.models import User

NOTHING: Mapping[int, int] = MappingProxyType({})


@transaction.atomic
def answer_offer(
    *,
    call_id: int,
    promotion_version_id: int,
    state: OfferState,
    reason: str,
    by: User,
    at: dt.datetime,
    product_id: int | None = None,
    quantity: int = 0,
    besides: Mapping[int, int] = NOTHING,
) -> Offer:
    """Keep the answer; a later one for the same promotion and call, whatever its version, takes its place.

    Accepted with a product, so many packs more of it go onto the draft, and of what goes `besides`, once: the same
    answer again adds nothing. Locks the card. Raises CallIsSaved, NotOnOffer, QuantityMissing, LeaseLost and what
    `set_quantity` refuses.
    """
    refuse_card_numbers(reason, field="words")
    card = lock_card(call_id)
    call, version = card.call, PromotionVersion.objects.select_related("promotion").get(pk=promotion_version_id)
    known = call.offers.filter(promotion_version__promotion=version.promotion).first()
    if known is not None and known.state == state and reason in ("", known.reason):
        return known
    if call.saved_at is not None:
        raise CallIsSaved
    check_holds(card, token=call.lease_token, by=by, at=at)
    packs = {} if product_id is None else {**besides, product_id: quantity}
    _check_on_offer(call, version, packs, is_known=known is not None, at=at)
    if state == OfferState.ACCEPTED and packs:
        if not quantity:
            raise QuantityMissing
        _add(call, packs, by, at)
    answer = known or Offer(call=call)
    answer.promotion_version, answer.state, answer.reason, answer.answered_at = version, state, reason, at
    if known is None:
        return Offer.objects.bulk_create([answer])[0]
    answer.save(update_fields=["promotion_version", "state", "reason", "answered_at"])
    return answer


@transaction.atomic
def take_back_answer(*, call_id: int, promotion_id: int, by: User, at: dt.datetime) -> None:
    """As if nobody had answered this promotion in the call; packs that came with a yes stay on the draft.

    Twice is once. Locks the card. Raises CallIsSaved, LeaseLost.
    """
    card = lock_card(call_id)
    if card.call.saved_at is not None:
        raise CallIsSaved
    check_holds(card, token=card.call.lease_token, by=by, at=at)
    card.call.offers.filter(promotion_version__promotion=promotion_id, state__in=GIVEN).delete()


def _check_on_offer(
    call: Call, version: PromotionVersion, packs: Mapping[int, int], *, is_known: bool, at: dt.datetime
) -> None:
    """What was answered before may be answered otherwise, though nothing is left of it by now."""
    could_have = {pitch.promotion.id: pitch for pitch in eligible_pitches(call.customer, at)}
    pitch = could_have.get(version.promotion_id)
    if pitch is None and not is_known:
        raise NotOnOffer(version.promotion.name)
    products = pitch.promotion.terms.products if pitch else frozenset()
    if products and not packs.keys() <= products:
        raise NotOnOffer(version.promotion.name, product=True)


def _add(call: Call, packs: Mapping[int, int], by: User, at: dt.datetime) -> None:
    drafted = OrderLine.objects.filter(
        order__customer=call.customer_id, order__state=OrderState.DRAFT, product__in=packs, is_gift=False
    )
    stands = dict(drafted.values_list("product_id", "quantity"))
    typed = [Typed(product, stands.get(product, 0) + more, stands.get(product, 0)) for product, more in packs.items()]
    add_quantities(call_id=call.pk, token=call.lease_token, typed=typed, by=by, at=at)
