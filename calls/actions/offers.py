"""The offer ledger: what became of each promotion in a call."""

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction

from calls.actions.lease import lock_card
from calls.actions.order import type_quantities
from calls.models import Call, Offer
from calls.rules.offers import CallIsSaved, QuantityMissing
from calls.rules.vocabulary import OfferState
from customers.rules.card_numbers import refuse_card_numbers
from orders.models import OrderLine
from orders.rules import OrderState
from orders.rules.order import Typed
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
    """Keep the answer; a later one for the same promotion and call takes its place.

    Accepted with a product, so many packs more of it go onto the draft, and of what goes `besides`, once: the same
    answer again adds nothing.
    Locks the card. Raises CallIsSaved, QuantityMissing, LeaseLost and what `set_quantity` refuses.
    """
    refuse_card_numbers(reason, field="reason")
    call = lock_card(call_id).call
    known = Offer.objects.filter(call=call, promotion_version=promotion_version_id).first()
    if known is not None and known.state == state:
        return known
    if call.saved_at is not None:
        raise CallIsSaved
    if state == OfferState.ACCEPTED and product_id is not None:
        if not quantity:
            raise QuantityMissing
        _add(call, {**besides, product_id: quantity}, by, at)
    offer, _ = Offer.objects.update_or_create(
        call=call,
        promotion_version_id=promotion_version_id,
        defaults={"state": state, "reason": reason, "answered_at": at},
    )
    return offer


def _add(call: Call, packs: Mapping[int, int], by: User, at: dt.datetime) -> None:
    drafted = OrderLine.objects.filter(
        order__customer=call.customer_id, order__state=OrderState.DRAFT, product__in=packs, is_gift=False
    )
    stands = dict(drafted.values_list("product_id", "quantity"))
    typed = [Typed(product, stands.get(product, 0) + more, stands.get(product, 0)) for product, more in packs.items()]
    type_quantities(call_id=call.pk, token=call.lease_token, typed=typed, by=by, at=at)
