"""What is done on the order pad of a call besides typing quantities, by whoever holds the customer."""

import datetime as dt
from functools import partial
from uuid import UUID

from django.db import transaction

from calls.actions.goes_to import address_of
from calls.actions.lease import renew
from calls.models import Call, DeskSettings
from calls.rules.price import PriceAsked
from orders.actions import open_draft
from orders.actions.copy import Copied, copy_order
from orders.actions.demand import give_up_item, record_lost_demand
from orders.actions.desk_price import clear_desk_price, set_hand_price, take_todays_price
from orders.actions.draft import set_quantity
from orders.actions.substitute import take_substitute
from orders.models import GivenUp, LostDemand, Order
from orders.rules.pack import packs_down
from orders.rules.substitute import Swap
from orders.rules.vocabulary import GivenUpReason, UnsoldReason
from promotions.models import Product
from staff.models import User


@transaction.atomic
def sell_instead(*, call_id: int, token: int, swap: Swap, by: User, at: dt.datetime) -> Order:
    """Sell a substitute. Raises LeaseLost and what `take_substitute` refuses."""
    order = _draft(call_id, token, by, at)
    return take_substitute(order_id=order.pk, swap=swap, by=by, at=at)


@transaction.atomic
def lose_demand(
    *,
    call_id: int,
    token: int,
    product_id: int | None,
    words: str,
    quantity: int | None,
    was: int,
    reason: UnsoldReason,
    key: UUID,
    by: User,
    at: dt.datetime,
) -> LostDemand:
    """Keep what they asked for in vain; as many packs of the `was` on the draft come off it. Once for one `key`.

    What stays is a number that is sold: then more come off than were asked for, and as many are lost. Raises LeaseLost
    and what `record_lost_demand` and `set_quantity` refuse.
    """
    renew(call_id=call_id, token=token, by=by, at=at)
    customer_id = Call.objects.values_list("customer", flat=True).get(pk=call_id)
    if product_id is not None and was and quantity:
        order = open_draft(customer_id=customer_id, by=by, at=at, goes_to=partial(address_of, call_id))
        left = packs_down(Product.objects.get(pk=product_id), was - quantity)
        set_quantity(order_id=order.pk, product_id=product_id, quantity=left, was=was, by=by, at=at)
        quantity = max(quantity, was - left)
    return record_lost_demand(
        customer_id=customer_id,
        product_id=product_id,
        words=words,
        quantity=quantity,
        reason=reason,
        key=key,
        by=by,
        at=at,
    )


@transaction.atomic
def give_up_on_call(
    *, call_id: int, token: int, product_id: int, reason: GivenUpReason, words: str, by: User, at: dt.datetime
) -> GivenUp:
    """The customer no longer buys an item; it rests as long as the Director says. Raises LeaseLost, CardNumberFound."""
    renew(call_id=call_id, token=token, by=by, at=at)
    customer_id = Call.objects.values_list("customer", flat=True).get(pk=call_id)
    rest = DeskSettings.objects.in_force().dropped_rest
    return give_up_item(
        customer_id=customer_id, product_id=product_id, reason=reason, words=words, rest=rest, by=by, at=at
    )


@transaction.atomic
def copy_on_call(*, call_id: int, token: int, from_id: int, by: User, at: dt.datetime) -> Copied:
    """Add an earlier order to the draft; what could not be had as it was. Raises LeaseLost."""
    order = _draft(call_id, token, by, at)
    return copy_order(order_id=order.pk, from_id=from_id, by=by, at=at)


@transaction.atomic
def price_on_call(*, call_id: int, token: int, asked: PriceAsked, by: User, at: dt.datetime) -> Order:
    """Choose the price of a product on the draft; whether `by` may is asked before.

    Raises LeaseLost and what `set_hand_price` refuses.
    """
    order = _draft(call_id, token, by, at)
    if asked.unit_price is not None:
        hand = partial(set_hand_price, unit_price=asked.unit_price, reason=asked.reason, was=asked.was)
        return hand(order_id=order.pk, product_id=asked.product_id, by=by, at=at)
    choose = take_todays_price if asked.is_todays else clear_desk_price
    return choose(order_id=order.pk, product_id=asked.product_id, by=by, at=at)


def _draft(call_id: int, token: int, by: User, at: dt.datetime) -> Order:
    renew(call_id=call_id, token=token, by=by, at=at)
    customer_id = Call.objects.values_list("customer", flat=True).get(pk=call_id)
    return open_draft(customer_id=customer_id, by=by, at=at, goes_to=partial(address_of, call_id))
