"""The next try serves all that an entry stands for: what is due first, in its hours, each cause with its own tries."""

import datetime as dt

import pytest

from calls.actions import claim_next, fill
from calls.actions.overrides import pull_forward
from calls.models import QueueEntry
from calls.rules.vocabulary import Outcome
from calls.tests.make import finish_call, make_callback, make_schedule
from customers.models import Customer
from customers.tests.make import make_address, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


@pytest.fixture
def customer(db: None) -> Customer:
    return make_reachable_customer()


def nobody_answers(by: User, at: dt.datetime) -> QueueEntry:
    fill(day=at.date(), at=at)
    call = claim_next(operator=by, at=at)
    assert call is not None
    finish_call(call, Outcome.NO_ANSWER, at)
    return QueueEntry.objects.get()


def test_a_late_promise_is_tried_again_before_the_cut_off(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_schedule(customer)
    make_callback(customer, owner=coordinator, at=noon)
    assert nobody_answers(coordinator, noon + 80 * MINUTE).ready_at < noon + 3 * HOUR


def test_a_cut_off_that_passes_during_the_call_leaves_that_of_the_other_site(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_schedule(customer, cut_off=dt.time(12, 1), address=make_address(customer))
    make_schedule(customer, cut_off=dt.time(16), address=make_address(customer))
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    finish_call(call, Outcome.NO_ANSWER, noon + 2 * MINUTE)
    entry = QueueEntry.objects.get()
    assert entry.closed_at is None
    assert entry.ready_at < noon + 4 * HOUR


def test_who_was_pulled_forward_is_tried_again_in_the_hours_of_the_schedule(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_schedule(customer, window_until=dt.time(13))
    fill(day=noon.date(), at=noon)
    pull_forward(customer_id=customer.pk, words="They are waiting", by=coordinator, at=noon)
    assert nobody_answers(coordinator, noon).ready_at == noon + HOUR / 2


def test_the_scheduled_call_of_a_day_gets_its_own_tries(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_callback(customer, owner=coordinator, at=noon)
    nobody_answers(coordinator, noon)
    entry = nobody_answers(coordinator, noon + 3 * HOUR)
    make_schedule(customer)
    assert entry.ready_at < noon + 22 * HOUR
    entry = nobody_answers(coordinator, noon + 22 * HOUR)
    assert entry.closed_at is None
    assert entry.ready_at < noon + DAY + 3 * HOUR
