"""Adds what is typed in a call to an order that the customer has open, as a new revision of it."""

import datetime as dt
from decimal import Decimal

from django.db import transaction

from calls.actions.lease import Card, check_holds, lock_card
from calls.models import Call
from orders.actions import Amendment, Wanted, amend_order, drop_draft, preview_amendment
from orders.models import Order, OrderLine
from orders.rules.order import OrderRefused
from staff.models import User


def preview_addition(*, call_id: int, order_id: int, seen_version: int, by: User, at: dt.datetime) -> Amendment:
    """What `add_on_call` would bring; nothing is kept. Raises the same refusals, but not LeaseLost."""
    call = Call.objects.get(pk=call_id)
    wanted = _together(call.customer_id, order_id, _draft(call.customer_id))
    return preview_amendment(order_id=order_id, wanted=wanted, seen_version=seen_version, by=by, at=at)


@transaction.atomic
def add_on_call(
    *, call_id: int, token: int, order_id: int, seen_version: int, told: Decimal, by: User, at: dt.datetime
) -> Order:
    """Put the lines of the draft onto an open order of the customer, tell them the difference, and empty the draft.

    `seen_version` is the open order's when the difference was shown, `told` the total with VAT that they were told.
    Twice is once: the draft is empty then. Locks card and orders. Raises LeaseLost and what amending refuses.
    """
    card = lock_card(call_id)
    check_holds(card, token=token, by=by, at=at)
    if card.call.order_id == order_id and not _draft(card.call.customer_id):
        return Order.objects.get(pk=order_id)
    return _add(card, order_id, seen_version, told, by, at)


def _add(card: Card, order_id: int, seen_version: int, told: Decimal, by: User, at: dt.datetime) -> Order:
    customer_id = card.call.customer_id
    lines = _draft(customer_id)
    wanted = _together(customer_id, order_id, lines)
    order = amend_order(order_id=order_id, wanted=wanted, seen_version=seen_version, told=told, by=by, at=at)
    for line in lines:
        if line.note:
            OrderLine.objects.filter(order=order, product=line.product_id, is_gift=False).update(note=line.note)
    drop_draft(order_id=lines[0].order_id, by=by, at=at)
    Call.objects.filter(pk=card.call.pk, order=None).update(order=order)
    return order


def _draft(customer_id: int) -> list[OrderLine]:
    drafts = Order.objects.drafts().filter(customer=customer_id)
    return list(OrderLine.objects.filter(order__in=drafts, is_gift=False).order_by("position", "pk"))


def _together(customer_id: int, order_id: int, lines: list[OrderLine]) -> Wanted:
    """The order as it would be with these lines more. Raises Order.DoesNotExist for an order of somebody else."""
    if not lines:
        raise OrderRefused("There is nothing to add. Type a quantity first.")
    order = Order.objects.get(pk=order_id, customer=customer_id)
    quantities = dict(order.lines.filter(is_gift=False).order_by("position", "pk").values_list("product", "quantity"))
    for line in lines:
        quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
    return Wanted(quantities, order.delivery_on, order.purchase_order_number, order.note)
