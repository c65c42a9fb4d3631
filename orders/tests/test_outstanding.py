"""What a customer still waits for: orders under way with their days, quotes, questions."""

import datetime as dt
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from customers.models import Customer
from customers.tests.make import make_contact, make_customer
from orders.actions.enquiry import record_enquiry
from orders.models import Order
from orders.models.fulfilment import LineFulfilment
from orders.reports.outstanding import MOST_OF_EACH, outstanding
from orders.rules.vocabulary import EnquiryKind, OrderState
from orders.tests.make import make_past_order, make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

A_DAY = dt.timedelta(days=1)


def ordered(customer: Customer, at: dt.datetime, *, delivery_on: dt.date, state: str = OrderState.CONFIRMED) -> Order:
    order = make_past_order(customer, at - A_DAY, {make_product(): 4})
    Order.objects.filter(pk=order.pk).update(state=state, delivery_on=delivery_on)
    return order


def test_orders_under_way_come_by_their_day(db: None, noon: dt.datetime) -> None:
    customer = make_customer()
    later, sooner = (ordered(customer, noon, delivery_on=noon.date() + days * A_DAY) for days in (3, 1))
    found = outstanding(customer.pk, noon)
    assert [(order.number, order.delivery_on) for order in found.orders] == [
        (sooner.number, noon.date() + A_DAY),
        (later.number, noon.date() + 3 * A_DAY),
    ]


@pytest.mark.parametrize(
    ("state", "days", "is_shown"),
    [
        (OrderState.DESPATCHED, 0, True),
        (OrderState.CLOSED, 0, True),
        (OrderState.DESPATCHED, -1, False),
        (OrderState.PART_DESPATCHED, -1, True),
        (OrderState.HELD, -1, True),
    ],
)
def test_what_has_left_counts_until_its_day_is_over(
    state: OrderState, days: int, is_shown: bool, db: None, noon: dt.datetime
) -> None:
    customer = make_customer()
    ordered(customer, noon, delivery_on=noon.date() + days * A_DAY, state=state)
    assert bool(outstanding(customer.pk, noon)) is is_shown


@pytest.mark.parametrize(("despatched", "given_up", "expected"), [(1, 0, True), (4, 0, False), (1, 3, False)])
def test_what_is_missing_is_said_with_its_day(
    despatched: int, given_up: int, expected: bool, db: None, noon: dt.datetime
) -> None:
    customer = make_customer()
    order = ordered(customer, noon, delivery_on=noon.date(), state=OrderState.PART_DESPATCHED)
    counts = dict.fromkeys(("allocated", "picked", "despatched"), despatched)
    due_on = noon.date() + 7 * A_DAY
    LineFulfilment.objects.create(line=order.lines.get(), given_up=given_up, due_on=due_on, **counts)
    (row,) = outstanding(customer.pk, noon).orders
    assert row.follows_on == (due_on if expected else None)


def test_a_quote_that_is_out_and_a_question(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer)
    quote = make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    due = noon + dt.timedelta(hours=2)
    record_enquiry(
        key=uuid4(),
        customer_id=customer.pk,
        contact_id=None,
        kind=EnquiryKind.PRODUCT,
        words="Do you stock bamboo plates?",
        owner=coordinator,
        due_at=due,
        by=coordinator,
        at=noon,
    )
    found = outstanding(customer.pk, due + dt.timedelta(minutes=1))
    assert [row.number for row in found.quotes] == [quote.number]
    assert [(row.words, row.is_late) for row in found.enquiries] == [("Do you stock bamboo plates?", True)]


def test_nothing_of_another_customer_and_nothing_that_is_cancelled(db: None, noon: dt.datetime) -> None:
    customer = make_customer()
    ordered(make_customer(), noon, delivery_on=noon.date())
    gone = ordered(customer, noon, delivery_on=noon.date())
    Order.objects.filter(pk=gone.pk).update(state=OrderState.CANCELLED, cancelled_at=noon, cancel_reason="Doubled")
    assert not outstanding(customer.pk, noon)


def test_five_of_each_are_shown_in_three_statements(
    db: None, noon: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    customer = make_customer()
    for days in range(MOST_OF_EACH + 1):
        ordered(customer, noon, delivery_on=noon.date() + days * A_DAY)
    with django_assert_num_queries(3):
        found = outstanding(customer.pk, noon)
    assert (len(found.orders), found.is_cut) == (MOST_OF_EACH, True)
