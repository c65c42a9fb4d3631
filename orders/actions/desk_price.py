"""Chooses a price at the desk: one set by hand with its reason, today's in place of an agreed one, or neither."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from customers.rules.card_numbers import refuse_card_numbers
from orders.actions.draft import locked_draft, quantities_of
from orders.actions.repricing import reprice
from orders.models import DeskPrice, Order
from orders.rules.order import OrderRefused, check_nobody_else_priced
from promotions.rules import HandPrice, PriceRefused
from promotions.rules.price import hand_price
from staff.models import User

LONGEST_REASON = 200


@transaction.atomic
def set_hand_price(
    *,
    order_id: int,
    product_id: int,
    unit_price: Decimal,
    reason: str,
    by: User,
    at: datetime,
    was: str | None = None,
) -> Order:
    """Makes a product on the draft cost this much a pack, and prices the whole draft again.

    Whether `by` may is asked before. `was` is the price by hand that the screen showed, empty for none; None does not
    ask. It takes no promotion; below the floor the order will be held when it is confirmed. Set twice it is set once.
    Locks the order. Raises a Refusal, beside its field, for no price, no reason, or a product that is not on the order;
    PriceMoved when another window has set a third price.
    """
    check_hand_price(HandPrice(unit_price, reason))
    stands = DeskPrice.objects.filter(order=locked_draft(order_id), product=product_id).first()
    check_nobody_else_priced(stands.unit_price if stands else None, was=was, wanted=unit_price)
    return _choose(order_id, product_id, unit_price, reason, by, at)


def check_hand_price(hand: HandPrice, *, price_field: str = "unit_price", reason_field: str = "reason") -> None:
    """Raises a Refusal, beside its field, for no price or no reason, or one that holds a card number."""
    refuse_card_numbers(hand.reason, field=reason_field)
    if len(hand.reason) > LONGEST_REASON:
        raise OrderRefused(f"Say why in at most {LONGEST_REASON} letters.", field=reason_field)
    try:
        hand_price(hand)
    except PriceRefused as refused:
        field = price_field if hand.reason.strip() else reason_field
        raise OrderRefused(refused.sentence, field=field) from refused


@transaction.atomic
def take_todays_price(*, order_id: int, product_id: int, by: User, at: datetime) -> Order:
    """Gives up the price that was agreed for a product on the draft: today's stands. Asked twice it is done once.

    Locks the order. Raises OrderRefused for a product that is not on the order.
    """
    return _choose(order_id, product_id, None, "", by, at)


@transaction.atomic
def clear_desk_price(*, order_id: int, product_id: int, by: User, at: datetime) -> Order:
    """Undoes either: what was agreed stands again, else today's price. Asked twice it is done once. Locks the order."""
    order = locked_draft(order_id)
    DeskPrice.objects.filter(order=order, product=product_id).delete()
    reprice(order, quantities_of(order), at)
    return order


def _choose(order_id: int, product_id: int, unit_price: Decimal | None, reason: str, by: User, at: datetime) -> Order:
    order = locked_draft(order_id)
    quantities = quantities_of(order)
    if product_id not in quantities:
        raise OrderRefused("Type a quantity first, then its price.", field="unit_price")
    chosen = {"unit_price": unit_price, "reason": reason}
    known = DeskPrice.objects.filter(order=order, product=product_id).first()
    if known is None or (known.unit_price, known.reason) != (unit_price, reason):
        DeskPrice.objects.update_or_create(
            order=order, product_id=product_id, defaults={**chosen, "set_by": by, "set_at": at}
        )
    reprice(order, quantities, at)
    return order
