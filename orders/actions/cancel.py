"""Takes back a confirmed order, with its reason, and tells the customer."""

from datetime import datetime

from django.db import transaction

from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.acknowledgement import promise_cancellation
from orders.actions.draft import locked_order
from orders.actions.nudge import nudge_counters
from orders.models import Order
from orders.rules.order import check_can_be_cancelled
from orders.rules.vocabulary import OrderState
from staff.models import User


@transaction.atomic
def cancel_order(*, order_id: int, reason: str, by: User, at: datetime) -> Order:
    """Cancels a confirmed order: it leaves every figure. Asked twice it is done once, and the first reason stands.

    Locks the order. An acknowledgement that has not gone yet still goes, before the letter that it is cancelled. Raises
    OrderRefused for a draft or without a reason.
    """
    order = locked_order(order_id)
    if order.state == OrderState.CANCELLED:
        return order
    refuse_card_numbers(reason, field="reason")
    check_can_be_cancelled(order.state, reason)
    order.state = OrderState.CANCELLED
    order.cancelled_at = order.edited_at = at
    order.cancelled_by = by
    order.cancel_reason = reason
    order.save(update_fields=["state", "cancelled_at", "edited_at", "cancelled_by", "cancel_reason"])
    told = promise_cancellation(order, at)
    record_event(
        customer_id=order.customer_id,
        kind=EventKind.ORDER,
        sentence=f"Order {order.number} cancelled: {reason.strip()}; {told.in_words}.",
        by=by,
        at=at,
    )
    nudge_counters()
    return order
