"""Which order of a customer may still be added to."""

import datetime as dt

import pytest

from customers.models import Customer
from customers.rules.calendar import LONDON
from customers.tests.make import make_contact, make_customer
from orders.models import Order, RoundCustomer
from orders.reports.open_order import open_order
from orders.tests.make import make_confirmed, make_round
from promotions.tests.make import make_product
from staff.models import User

# A Tuesday in summer; deliveries follow on Wednesday and Thursday.
TUESDAY = dt.datetime(2026, 7, 7, 12, tzinfo=LONDON)
WEDNESDAY, THURSDAY = dt.date(2026, 7, 8), dt.date(2026, 7, 9)


@pytest.fixture
def customer(db: None) -> Customer:
    """On a round for which is ordered by 16:00 of the day before."""
    customer = make_customer()
    make_contact(customer)
    RoundCustomer.objects.create(round=make_round(), customer=customer)
    return customer


def ordered(customer: Customer, by: User, *days: dt.date) -> list[Order]:
    """An order for each of these days, each confirmed after the one before."""
    return [
        make_confirmed(
            by=by,
            at=TUESDAY + dt.timedelta(minutes=n),
            customer=customer,
            lines={make_product(): n + 1},
            delivery_on=day,
        )
        for n, day in enumerate(days)
    ]


def number(order: Order, at: dt.datetime) -> str:
    found = open_order(order.customer_id, at)
    return found.number if found else ""


def test_the_newest_is_offered(customer: Customer, coordinator: User) -> None:
    _, second = ordered(customer, coordinator, THURSDAY, THURSDAY)
    assert number(second, TUESDAY + dt.timedelta(hours=1)) == second.number


def test_an_older_one_for_a_later_day_is_offered_when_the_newest_has_had_its_cut_off(
    customer: Customer, coordinator: User
) -> None:
    later, sooner = ordered(customer, coordinator, THURSDAY, WEDNESDAY)
    assert number(sooner, TUESDAY.replace(hour=17)) == later.number


def test_the_day_is_londons(coordinator: User) -> None:
    order = make_confirmed(by=coordinator, at=TUESDAY, lines={make_product(): 1}, delivery_on=WEDNESDAY)
    past_midnight = dt.datetime(2026, 7, 8, 0, 30, tzinfo=LONDON).astimezone(dt.UTC)
    assert number(order, TUESDAY) == order.number
    assert number(order, past_midnight) == ""
