"""A confirmed order is cancelled with a reason, and the customer is told."""

import datetime as dt

import pytest

from customers.actions.outbox import note_sent, take_message
from customers.models import Event, Message, ServiceTask
from customers.rules.vocabulary import MessageKind
from orders.actions import cancel_order, fulfil_order
from orders.models import Order
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, make_draft, told
from promotions.tests.make import make_product
from staff.models import User


def test_a_cancelled_order_counts_no_more_and_the_customer_is_told(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    cancelled = cancel_order(order_id=order.pk, reason="Ordered twice", by=coordinator, at=noon)
    assert (cancelled.state, cancelled.cancelled_at, cancelled.cancelled_by) == (
        OrderState.CANCELLED,
        noon,
        coordinator,
    )
    assert not Order.objects.placed().exists()
    letter = Message.objects.get(kind=MessageKind.CANCELLATION)
    assert f"{order.number}" in letter.text
    assert Event.objects.first().sentence.endswith("cancelled: Ordered twice; email to sam@customer.example.")  # type: ignore[union-attr]


def test_cancelling_again_keeps_the_first_reason(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    for reason in ("Ordered twice", "Another"):
        again = cancel_order(order_id=order.pk, reason=reason, by=coordinator, at=noon)
    assert again.cancel_reason == "Ordered twice"


def test_a_cancellation_needs_a_reason(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    with pytest.raises(OrderRefused, match="Say why"):
        cancel_order(order_id=order.pk, reason=" ", by=coordinator, at=noon)


def test_a_draft_is_not_cancelled(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(OrderRefused, match="still a draft"):
        cancel_order(order_id=make_draft(by=coordinator, at=noon).pk, reason="x", by=coordinator, at=noon)


def test_what_has_not_been_sent_of_it_is_not_sent_any_more(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    cancel_order(order_id=order.pk, reason="Ordered twice", by=coordinator, at=noon)
    assert [letter.kind for letter in Message.objects.waiting()] == [MessageKind.CANCELLATION]
    assert Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT).withdrawn_at == noon


def test_a_letter_that_is_being_sent_goes_first(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    sending = take_message(at=noon)
    cancel_order(order_id=order.pk, reason="Ordered twice", by=coordinator, at=noon)
    assert take_message(at=noon) is None
    assert sending
    note_sent(message=sending, at=noon)
    following = take_message(at=noon)
    assert following
    assert following.kind == MessageKind.CANCELLATION


def test_nobody_rings_about_it_any_more_but_to_say_so(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    late = told(order, (None, None), due_on=noon.date() + dt.timedelta(days=3))
    fulfil_order(order_id=order.pk, told=late, by=None, at=noon)
    order.customer.contacts.update(email="")
    cancel_order(order_id=order.pk, reason="Ordered twice", by=coordinator, at=noon)
    assert [task.key for task in ServiceTask.objects.open()] == [f"order-{order.pk}-cancelled"]
