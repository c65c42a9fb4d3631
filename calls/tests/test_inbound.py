"""What a call from the customer does to the call that was planned."""

import datetime as dt

import pytest

from calls.actions import fill, take_customer
from calls.models import Call, QueueEntry
from calls.rules.vocabulary import Direction, EntryEnd, Level, Outcome
from calls.tests.make import finish_call, make_callback, make_schedule
from calls.tests.test_fill import make_order
from customers.tests.make import make_line, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def inbound(coordinator: User, noon: dt.datetime) -> Call:
    """The customer rings in the morning of a day on which we ring them from 2 o'clock."""
    schedule = make_schedule(make_reachable_customer(), window_from=dt.time(14))
    fill(day=noon.date(), at=noon)
    return take_customer(
        customer_id=schedule.customer_id, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon
    )


def save(call: Call, outcome: Outcome, at: dt.datetime) -> QueueEntry:
    finish_call(call, outcome, at, "as they said")
    return QueueEntry.objects.get()


def test_an_order_satisfies_the_scheduled_call(inbound: Call, noon: dt.datetime) -> None:
    order = make_order(inbound.customer, inbound.coordinator, noon)
    Call.objects.filter(pk=inbound.pk).update(order=order)
    assert save(inbound, Outcome.ORDERED, noon).closed_as == EntryEnd.RANG_US
    assert fill(day=noon.date(), at=noon + HOUR) == 0


def test_having_enough_stock_satisfies_it_too(inbound: Call, noon: dt.datetime) -> None:
    assert save(inbound, Outcome.ENOUGH_STOCK, noon).closed_as == EntryEnd.RANG_US


def test_a_complaint_leaves_the_call_where_it_was(inbound: Call, noon: dt.datetime) -> None:
    entry = save(inbound, Outcome.COMPLAINT, noon)
    assert entry.closed_at is None
    assert entry.ready_at == noon + 2 * HOUR


def test_what_the_call_has_settled_brings_them_up_no_more(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_callback(customer, owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    call = take_customer(
        customer_id=customer.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon + MINUTE
    )
    assert save(call, Outcome.COMPLAINT, noon + MINUTE).closed_as == EntryEnd.RANG_US


def test_with_a_promise_kept_the_scheduled_call_keeps_its_own_place(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_schedule(customer, window_from=dt.time(14))
    make_callback(customer, owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    call = take_customer(
        customer_id=customer.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon + MINUTE
    )
    entry = save(call, Outcome.COMPLAINT, noon + MINUTE)
    assert (entry.level, entry.ready_at) == (Level.SCHEDULED, noon + 2 * HOUR)


def test_an_objection_of_a_caller_stops_all_their_numbers(inbound: Call, noon: dt.datetime) -> None:
    make_line(inbound.customer, is_main=False)
    save(inbound, Outcome.DO_NOT_CALL, noon)
    assert not inbound.customer.lines.filter(do_not_call_at=None).exists()


def test_who_reached_us_has_no_wrong_number(inbound: Call, noon: dt.datetime) -> None:
    save(inbound, Outcome.WRONG_NUMBER, noon)
    assert not inbound.customer.lines.filter(wrong_number_at__isnull=False).exists()
