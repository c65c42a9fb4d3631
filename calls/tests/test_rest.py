"""After too many calls in a row that reached nobody, a customer is left in peace until somebody speaks to them."""

import datetime as dt
from typing import Any

import pytest

from calls.actions import change_settings, claim_next, fill, save_outcome
from calls.models import Call, Candidate, QueueEntry, Rest
from calls.rules.vocabulary import EntryEnd, Outcome
from calls.tests.make import finish_call, open_call
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def customer(director: User, noon: dt.datetime) -> Customer:
    """Of a desk that gives a rest of ten days after three calls."""
    change_settings(values={"rest_after": 3, "rest_days": 10}, seen_version=0, by=director, at=noon)
    return make_reachable_customer()


def ring(customer: Customer, by: User, outcome: Outcome, at: dt.datetime, **overrides: Any) -> Call:
    customer.queue_entries.filter(closed_at=None).update(closed_at=at, closed_as="called")
    call = open_call(by, at, customer=customer)
    fields: dict[str, Any] = {"words": "", "promise": None, "by": by} | overrides
    return save_outcome(call_id=call.pk, token=call.lease_token, outcome=outcome, at=at, **fields)


def test_the_third_in_a_row_begins_a_rest(customer: Customer, coordinator: User, noon: dt.datetime) -> None:
    for n in range(3):
        assert not Rest.objects.exists()
        ring(customer, coordinator, Outcome.NO_ANSWER, noon + n * DAY)
    rest = Rest.objects.get()
    assert (rest.customer, rest.calls, rest.until_at) == (customer, 3, noon + 12 * DAY)


def test_a_conversation_in_between_starts_the_count_again(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    outcomes = (Outcome.BUSY, Outcome.VOICEMAIL, Outcome.ENOUGH_STOCK, Outcome.BUSY, Outcome.VOICEMAIL)
    for n, outcome in enumerate(outcomes):
        ring(customer, coordinator, outcome, noon + n * DAY)
    assert not Rest.objects.exists()


def test_what_lies_further_back_than_is_looked_is_not_counted(
    customer: Customer, coordinator: User, director: User, noon: dt.datetime
) -> None:
    change_settings(values={"rest_after": 3, "tries_counted_days": 7}, seen_version=1, by=director, at=noon)
    for n in (0, 6, 8):
        ring(customer, coordinator, Outcome.NO_ANSWER, noon + n * DAY)
    assert not Rest.objects.exists()
    ring(customer, coordinator, Outcome.NO_ANSWER, noon + 9 * DAY)
    assert Rest.objects.get().calls == 3


def test_our_own_failed_line_does_not_count(customer: Customer, coordinator: User, noon: dt.datetime) -> None:
    for n in range(4):
        ring(customer, coordinator, Outcome.LINE_FAILED, noon + n * DAY)
    assert not Rest.objects.exists()


def test_a_conversation_ends_the_rest(customer: Customer, coordinator: User, noon: dt.datetime) -> None:
    for n in range(3):
        ring(customer, coordinator, Outcome.NO_ANSWER, noon + n * DAY)
    ring(customer, coordinator, Outcome.DORMANT, noon + 3 * DAY)
    assert not Rest.objects.at(noon + 3 * DAY).exists()


def test_who_rests_is_not_tried_again_for_what_the_ranking_proposed(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    for n in (4, 1):
        ring(customer, coordinator, Outcome.NO_ANSWER, noon - n * DAY)
    QueueEntry.objects.open().update(closed_at=noon - HOUR, closed_as=EntryEnd.WITHDRAWN)
    Candidate.objects.create(
        customer=customer, kind="overdue", level=4, rank=-1, chance=0.1, value=50, propensity=0.9, found_on=noon.date()
    )
    fill(day=noon.date(), at=noon + HOUR)
    call = claim_next(operator=coordinator, at=noon + HOUR)
    assert call is not None
    finish_call(call, Outcome.BUSY, noon + HOUR)
    assert Rest.objects.exists()
    fill(day=noon.date(), at=noon + 2 * HOUR)
    assert claim_next(operator=coordinator, at=noon + 2 * HOUR) is None
