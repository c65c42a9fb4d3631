"""Two windows at once, on real connections: one draft, one number, one letter, one quantity."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from customers.models import Event, Message
from customers.tests.make import make_contact, make_customer
from orders.actions import cancel_order, confirm_order, open_draft, set_quantity
from orders.models import Order, OrderSequence
from orders.rules.order import QuantityMoved
from orders.tests.make import make_confirmed, make_draft, make_ready_draft
from promotions.tests.make import make_product
from staff.models import User
from staff.rules import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call answers, or the refusal it raises, when all are made at once on their own connections."""
    answers: list[Any] = [None] * len(calls)
    start = Barrier(len(calls))

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            start.wait()
            answers[place] = call()
        except Refusal as refusal:
            answers[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_draft_when_two_windows_open_it(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    drafts = at_once(*[lambda: open_draft(customer_id=customer.pk, by=coordinator, at=noon)] * 4)
    assert len({draft.pk for draft in drafts}) == Order.objects.count() == 1


def test_one_number_and_one_letter_when_confirmed_twice(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 2})
    confirm = lambda: confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)  # noqa: E731
    orders = at_once(*[confirm] * 4)
    assert {order.number for order in orders} == {"SO-2026-000001"}
    assert OrderSequence.objects.get(year=2026).last == 1
    assert (Message.objects.count(), Event.objects.count()) == (1, 1)


def test_numbers_are_unique_and_without_gaps(coordinator: User, noon: dt.datetime) -> None:
    drafts = [make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1}) for _ in range(6)]

    def confirming(draft: Order) -> Callable[[], Order]:
        return lambda: confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)

    numbers = {order.number for order in at_once(*map(confirming, drafts))}
    assert numbers == {f"SO-2026-{n:06d}" for n in range(1, 7)}


def test_of_two_windows_one_sets_the_quantity_and_one_is_told(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    draft = make_draft(by=coordinator, at=noon, lines={tea: 2})

    def setting(quantity: int) -> Callable[[], Order]:
        return lambda: set_quantity(
            order_id=draft.pk, product_id=tea.pk, quantity=quantity, was=2, by=coordinator, at=noon
        )

    answers = at_once(setting(4), setting(6))
    told = [answer for answer in answers if isinstance(answer, QuantityMoved)]
    assert [refusal.quantity for refusal in told] == [draft.lines.get().quantity]


def test_two_products_typed_at_once_are_both_kept_and_add_up(coordinator: User, noon: dt.datetime) -> None:
    products = [make_product() for _ in range(4)]
    draft = make_draft(by=coordinator, at=noon)

    def setting(product_id: int) -> Callable[[], Order]:
        return lambda: set_quantity(
            order_id=draft.pk, product_id=product_id, quantity=3, was=0, by=coordinator, at=noon
        )

    at_once(*[setting(product.pk) for product in products])
    draft.refresh_from_db()
    assert (draft.lines.count(), draft.net_total, draft.gross_total) == (4, Decimal(120), Decimal(144))


def test_typing_and_confirming_at_once_never_confirm_what_was_not_read_back(
    coordinator: User, noon: dt.datetime
) -> None:
    tea = make_product()
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 2})
    confirmed, typed = at_once(
        lambda: confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon),
        lambda: set_quantity(order_id=draft.pk, product_id=tea.pk, quantity=9, was=2, by=coordinator, at=noon),
    )
    assert isinstance(confirmed, Refusal) != isinstance(typed, Refusal)
    draft.refresh_from_db()
    assert draft.lines.get().quantity == (9 if draft.is_draft else 2)


def test_one_cancellation_when_cancelled_twice(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer)
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    at_once(*[lambda: cancel_order(order_id=order.pk, reason="Ordered twice", by=coordinator, at=noon)] * 3)
    assert Event.objects.filter(sentence__contains="cancelled: Ordered twice").count() == 1
    assert Message.objects.filter(key=f"order-{order.pk}-cancelled").count() == 1
