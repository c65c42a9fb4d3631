"""Who asked for what we had none of is told when it is here again, once."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from customers.models import Customer, Message, ServiceTask
from customers.tests.at_once import at_once
from customers.tests.make import make_contact, make_customer
from orders.actions.back_in_stock import tell_back_in_stock
from orders.models import LostDemand
from orders.rules.vocabulary import UnsoldReason
from orders.tests.make import make_past_order
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def customer(db: None) -> Customer:
    customer = make_customer()
    make_contact(customer)
    return customer


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", stock_free=60)


def asked(customer: Customer, product: Product, by: User, at: dt.datetime, **overrides: Any) -> LostDemand:
    fields: dict[str, Any] = {"quantity": 4, "reason": UnsoldReason.SHORT, "asked_at": at - DAY}
    return LostDemand.objects.create(
        customer=customer, product=product, recorded_by=by, key=uuid4(), **fields | overrides
    )


def test_it_is_told_once(customer: Customer, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    asked(customer, tea, coordinator, noon)
    assert (tell_back_in_stock(at=noon), tell_back_in_stock(at=noon)) == (1, 0)
    letter = Message.objects.get()
    assert (letter.subject, "60 packs free" in letter.text) == ("Back in stock: Tea", True)


def test_asked_twice_it_is_told_once(customer: Customer, tea: Product, coordinator: User, noon: dt.datetime) -> None:
    for days in (5, 1):
        asked(customer, tea, coordinator, noon, asked_at=noon - days * DAY)
    assert tell_back_in_stock(at=noon) == 1


def test_without_an_address_they_are_rung(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    asked(make_customer(), tea, coordinator, noon)
    assert tell_back_in_stock(at=noon) == 1
    assert tell_back_in_stock(at=noon) == 0
    assert ServiceTask.objects.get().words == "They asked for Tea: it is here again, 60 packs free."


@pytest.mark.parametrize(
    "overrides",
    [{"quantity": 61}, {"reason": UnsoldReason.NOT_STOCKED}, {"asked_at": dt.datetime(2026, 8, 1, tzinfo=dt.UTC)}],
)
def test_who_is_not_told(
    overrides: dict[str, Any], customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    asked(customer, tea, coordinator, noon, **overrides)
    assert tell_back_in_stock(at=noon) == 0


def test_who_has_bought_it_since_is_not_told(
    customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    asked(customer, tea, coordinator, noon)
    make_past_order(customer, noon - DAY / 2, {tea: 1})
    assert tell_back_in_stock(at=noon) == 0


@pytest.mark.django_db(transaction=True)
def test_many_workers_tell_it_once(coordinator: User, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product(stock_free=9)
    make_contact(customer)
    asked(customer, tea, coordinator, noon)
    assert not [each for each in at_once(*[partial(tell_back_in_stock, at=noon)] * 4) if isinstance(each, Exception)]
    assert Message.objects.count() == 1
