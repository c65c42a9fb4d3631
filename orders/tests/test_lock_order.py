"""What touches a customer's orders and goods at once never waits in a circle: customers are locked before products."""

import datetime as dt
from collections.abc import Callable
from uuid import uuid4

import pytest

from customers.models import Customer
from customers.tests.at_once import at_once
from customers.tests.make import make_customer
from orders.actions import confirm_order, fulfil_order, give_up_rest
from orders.actions.hand_out import hand_out_stock
from orders.models import Order
from orders.tests.make import make_confirmed, make_ready_draft, told
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User
from staff.rules import Refusal

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)
ROUNDS = 6


@pytest.fixture
def customer() -> Customer:
    return make_customer()


def ordered(customer: Customer, tea: Product, by: User, at: dt.datetime, packs: int = 3) -> Order:
    return make_confirmed(by=by, at=at, lines={tea: packs}, customer=customer)


def late(customer: Customer, tea: Product, by: User, at: dt.datetime) -> Callable[[], object]:
    """They were told that it comes later; it has come."""
    Product.objects.filter(pk=tea.pk).update(stock_free=0)
    order = ordered(customer, tea, by, at)
    fulfil_order(order_id=order.pk, told=told(order, (None, None), due_on=at.date() + 7 * DAY), by=by, at=at)
    Product.objects.filter(pk=tea.pk).update(stock_free=99)
    return lambda: hand_out_stock(at=at)


def leaving(customer: Customer, tea: Product, by: User, at: dt.datetime) -> Callable[[], object]:
    """The warehouse sends a part that it had not reserved."""
    Product.objects.filter(pk=tea.pk).update(stock_free=0)
    order = ordered(customer, tea, by, at)
    Product.objects.filter(pk=tea.pk).update(stock_free=99)
    return lambda: fulfil_order(order_id=order.pk, told=told(order, (1, 1)), by=by, at=at)


def ending(customer: Customer, tea: Product, by: User, at: dt.datetime) -> Callable[[], object]:
    """The rest of a part that has left will not follow, and goes back into stock."""
    Product.objects.filter(pk=tea.pk).update(stock_free=99)
    order = ordered(customer, tea, by, at)
    fulfil_order(order_id=order.pk, told=told(order, (1, 1)), by=by, at=at)
    return lambda: give_up_rest(order_id=order.pk, reason="None left", key=uuid4(), by=by, at=at)


@pytest.mark.parametrize("happens", [late, leaving, ending])
def test_an_order_is_confirmed_meanwhile(
    happens: Callable[..., Callable[[], object]], customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    for _ in range(ROUNDS):
        tea = make_product()
        other = happens(customer, tea, coordinator, noon)
        draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 1}, customer=customer)
        answers = at_once(
            other,
            lambda draft=draft: confirm_order(  # type: ignore[misc]
                order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon
            ),
        )
        assert not [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, Refusal)]
