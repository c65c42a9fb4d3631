"""What comes in goes to the orders that wait for it, the earliest delivery first, once, and is told to who waited."""

import datetime as dt
from typing import Any

import pytest

from customers.models import Customer, Event, Message, ServiceTask
from customers.rules.vocabulary import MessageKind
from customers.tests.at_once import at_once
from customers.tests.make import make_customer
from orders.actions import fulfil_order, hold_order
from orders.actions.hand_out import hand_out_stock
from orders.models import LineFulfilment, Order
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed, make_past_order, told
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

DAY = dt.timedelta(days=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", stock_free=0)


def waits(tea: Product, by: User, at: dt.datetime, packs: int = 3, **overrides: Any) -> Order:
    return make_confirmed(by=by, at=at, lines={tea: packs}, **overrides)


def comes_in(packs: int, at: dt.datetime) -> int:
    Product.objects.update(stock_free=packs)
    return hand_out_stock(at=at)


def reserved(*orders: Order) -> list[int]:
    done = dict(LineFulfilment.objects.values_list("line__order", "allocated"))
    return [done.get(order.pk, 0) for order in orders]


def test_the_earliest_delivery_comes_first_then_who_ordered_first(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    later = waits(tea, coordinator, noon, delivery_on=noon.date() + 2 * DAY)
    first, second = (waits(tea, coordinator, noon + dt.timedelta(minutes=n)) for n in (1, 2))
    assert comes_in(5, noon) == 2
    assert reserved(first, second, later) == [3, 2, 0]
    assert Product.objects.get().stock_free == 0


def test_again_nothing_happens(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = waits(tea, coordinator, noon)
    assert (comes_in(9, noon), hand_out_stock(at=noon)) == (1, 0)
    order.refresh_from_db()
    assert (order.state, order.steps.count(), Product.objects.get().stock_free) == (OrderState.ALLOCATED, 2, 6)


def test_an_order_on_hold_or_from_before_gets_nothing(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    held = waits(tea, coordinator, noon)
    hold_order(order_id=held.pk, kind=HoldKind.STOCK, words="A pallet comes", by=coordinator, at=noon)
    past = make_past_order(make_customer(), noon - 30 * DAY, {tea: 1})
    assert comes_in(9, noon) == 0
    assert reserved(held, past) == [0, 0]


def late(tea: Product, by: User, at: dt.datetime, customer: Customer | None = None) -> Order:
    """Told to come a week later."""
    order = waits(tea, by, at, customer=customer or make_customer())
    rows = told(order, (None, None), due_on=at.date() + 7 * DAY)
    fulfil_order(order_id=order.pk, told=rows, by=by, at=at)
    return order


def test_who_was_told_of_a_delay_hears_that_it_is_here(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = late(tea, coordinator, noon)
    assert ServiceTask.objects.filter(closed_at=None).count() == 1
    comes_in(3, noon)
    letter = Message.objects.get(kind=MessageKind.GOODS_IN)
    assert letter.subject == f"Here now: what your order {order.number} waited for"
    assert "3 x" in letter.text
    assert not ServiceTask.objects.filter(closed_at=None).exists()
    assert Event.objects.latest("pk").sentence.startswith(f"Come in and reserved for order {order.number}: 3 x Tea;")


def test_the_call_about_the_delay_stays_while_some_is_missing(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    late(tea, coordinator, noon)
    comes_in(1, noon)
    assert ServiceTask.objects.filter(closed_at=None).count() == 1


def test_who_heard_of_no_delay_is_not_troubled(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    waits(tea, coordinator, noon)
    comes_in(3, noon)
    assert not Message.objects.filter(kind=MessageKind.GOODS_IN).exists()


def test_the_rest_of_a_part_that_left_is_told(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    Product.objects.update(stock_free=1)
    order = waits(tea, coordinator, noon)
    fulfil_order(order_id=order.pk, told=told(order, (1, 1)), by=coordinator, at=noon)
    comes_in(2, noon)
    assert reserved(order) == [3]
    assert Message.objects.filter(kind=MessageKind.GOODS_IN).count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_hand_each_pack_out_once(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    orders = [late(tea, coordinator, noon) for _ in range(4)]
    Product.objects.update(stock_free=7)
    answers = at_once(*[lambda: hand_out_stock(at=noon)] * 4)
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert reserved(*orders) == [3, 3, 1, 0]
    assert Product.objects.get().stock_free == 0
    assert Message.objects.filter(kind=MessageKind.GOODS_IN).count() == 3
