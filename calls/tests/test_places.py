"""An entry stands where the first of its living causes puts it, as causes come and go."""

import datetime as dt

import pytest

from calls.actions import fill
from calls.models import Callback, QueueEntry
from calls.rules.vocabulary import Level
from calls.tests.make import make_callback, make_schedule, open_call
from calls.tests.test_fill import make_enquiry, make_order
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from orders.models import Enquiry
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def fill_at(at: dt.datetime) -> QueueEntry:
    fill(day=at.date(), at=at)
    return QueueEntry.objects.get()


@pytest.fixture
def customer(coordinator: User, noon: dt.datetime) -> Customer:
    """Scheduled for today, promised a call for one o'clock, and about to wait too long for an answer."""
    customer = make_reachable_customer()
    make_schedule(customer)
    make_callback(customer, owner=coordinator, at=noon + HOUR)
    make_enquiry(customer, coordinator, noon + HOUR / 2)
    return customer


def test_the_highest_level_decides_and_the_others_follow_as_it_goes(customer: Customer, noon: dt.datetime) -> None:
    assert fill_at(noon).level == Level.BREACHING
    Enquiry.objects.update(closed_at=noon, state="lost", lost_reason="price")
    entry = fill_at(noon)
    assert (entry.level, entry.ready_at, entry.owner) == (Level.SCHEDULED, noon - 3 * HOUR, None)
    entry = fill_at(noon + HOUR)
    assert (entry.level, entry.ready_at) == (Level.PROMISE, noon + HOUR)
    Callback.objects.update(closed_at=noon + HOUR)
    assert fill_at(noon + HOUR).level == Level.SCHEDULED
    assert entry.reasons.count() == 1


def test_a_cause_that_comes_back_is_found_again(customer: Customer, coordinator: User, noon: dt.datetime) -> None:
    fill_at(noon)
    order = make_order(customer, coordinator, noon + HOUR / 8)
    assert not fill_at(noon + HOUR / 4).reasons.filter(schedule__isnull=False).exists()
    type(order).objects.update(state="cancelled", cancelled_at=noon)
    assert fill_at(noon + HOUR / 2).reasons.filter(schedule__isnull=False).exists()


def test_a_waiting_retry_goes_on_waiting_when_the_more_urgent_cause_is_gone(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    entry = fill_at(noon)
    customer.calls.create(
        entry=entry, coordinator=coordinator, lease_token=1, opened_at=noon, saved_at=noon, outcome="busy"
    )
    QueueEntry.objects.update(ready_at=noon + 2 * HOUR)
    Enquiry.objects.update(closed_at=noon, state="lost", lost_reason="price")
    assert fill_at(noon).ready_at == noon + 2 * HOUR


def test_nothing_moves_under_somebodys_hand(coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon, level=Level.SCHEDULED)
    make_enquiry(call.customer, coordinator, noon)
    entry = fill_at(noon)
    assert entry.level == Level.SCHEDULED
    assert entry.ready_at > noon
