"""Takes back a confirmed order, with its reason, and tells the customer."""

from datetime import datetime

from django.db import transaction

from customers.actions import record_event, withdraw_messages
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.actions.acknowledgement import promise_cancellation
from orders.actions.allocation import release_uses
from orders.actions.draft import locked_order
from orders.actions.holds import end_calls, withdraw_holds
from orders.actions.life import note_step
from orders.actions.nudge import nudge_counters
from orders.actions.quote.close import reopen_quote_of
from orders.actions.quote.locks import lock_quote_behind
from orders.actions.stock import free_lines, picked_of, put_back
from orders.models import Order
from orders.rules.life import check_can_be_cancelled
from orders.rules.vocabulary import OrderState
from staff.models import User


@transaction.atomic
def cancel_order(*, order_id: int, reason: str, by: User, at: datetime) -> Order:
    """Cancels an order of which nothing is picked: it leaves every figure, its stock, its holds and its promotions.

    A quote that it had won is open again. Letters about it that have not gone are withdrawn, and nobody rings about it
    any more but to tell this. Asked twice it is done once, and the first reason stands. Locks the quote, then the
    order. Raises OrderRefused for a draft, too late, or without a reason.
    """
    lock_quote_behind(order_id)
    order = locked_order(order_id)
    if order.state == OrderState.CANCELLED:
        return order
    refuse_card_numbers(reason, field="reason")
    check_can_be_cancelled(order.number, order.state, reason, picked_of(order))
    release_uses(order)
    withdraw_holds(order, by=by, at=at, reason="The order is cancelled.")
    order.state = OrderState.CANCELLED
    order.cancelled_at = order.edited_at = at
    order.cancelled_by = by
    order.cancel_reason = reason
    order.save(update_fields=["state", "cancelled_at", "edited_at", "cancelled_by", "cancel_reason"])
    note_step(order, by=by, at=at, words=reason.strip())
    reopen_quote_of(order=order, by=by, at=at)
    withdraw_messages(customer_id=order.customer_id, key_start=f"order-{order.pk}-", at=at)
    end_calls(order, because="the order is cancelled", by=by, at=at)
    told = promise_cancellation(order, at)
    record_event(
        customer_id=order.customer_id,
        kind=EventKind.ORDER,
        sentence=f"Order {order.number} cancelled: {reason.strip()}; {told.in_words}.",
        by=by,
        at=at,
    )
    put_back(free_lines(order))
    nudge_counters()
    return order
