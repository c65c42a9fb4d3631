"""Moves an order on: the state, and the row that says who did it, when and why."""

from datetime import datetime

from orders.models import Order, OrderLine, OrderRevision, OrderStep
from orders.rules.life import check_may_follow, check_not_queried
from orders.rules.vocabulary import OrderState
from staff.models import User


def move(order: Order, to: OrderState, *, by: User | None, at: datetime, words: str = "") -> OrderStep:
    """Takes a locked order one step on and writes the step; the order's state is saved. Raises OrderRefused.

    Call it in the transaction that locked the order.
    """
    check_may_follow(order.number, order.state, to)
    order.state = to
    order.edited_at = at
    order.save(update_fields=["state", "edited_at"])
    return note_step(order, by=by, at=at, words=words)


def note_step(order: Order, *, by: User | None, at: datetime, words: str = "") -> OrderStep:
    """Writes down something that happened without a change of state."""
    return OrderStep.objects.create(order=order, state=order.state, revision=order.revision, by=by, at=at, words=words)


def lines_of(order: Order) -> list[OrderLine]:
    """The lines with their products and how far they are, in their places."""
    return list(order.lines.select_related("product", "fulfilment").order_by("position", "pk"))


def refuse_while_queried(order: Order) -> None:
    """Raises OrderRefused when the customer queries a locked order and nobody has looked at it; one statement."""
    queried = OrderRevision.objects.queried().filter(order=order).order_by("pk")
    check_not_queried(order.number, list(queried.values_list("message__answer_words", flat=True)))
