"""Of several causes of one customer the first that has begun gives the place, whatever the others are."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.actions import claim_next, fill, take_customer
from calls.actions.place import settle_place
from calls.models import Callback, Override, QueueEntry, QueueReason
from calls.reports.page import call_page
from calls.rules import rank
from calls.rules.overrides import OverrideKind
from calls.rules.vocabulary import Direction, Level, Outcome
from calls.tests.make import finish_call, make_callback, make_entry, make_schedule
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)

Asked = tuple[Level, int, int]
causes = st.lists(st.tuples(st.sampled_from(Level), st.integers(0, 3), st.integers(-2, 2)), min_size=1, max_size=5)


def make_reasons(asked: list[Asked], by: User, at: dt.datetime) -> QueueEntry:
    """An entry with a reason for each level, rank and hours until it begins."""
    entry = make_entry(at=at, level=Level.PROSPECT, rank=99)
    for level, place, hours in asked:
        override = Override.objects.create(
            kind=OverrideKind.PULL_FORWARD, customer=entry.customer, words="x", made_by=by, made_at=at
        )
        QueueReason.objects.create(
            entry=entry,
            override=override,
            level=level,
            rank=place,
            ready_at=at + hours * HOUR,
            pool_at=at + hours * HOUR,
            due_on=at.date(),
        )
    return entry


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=causes, is_filled=st.booleans())
def test_the_filling_and_a_single_entry_settle_on_the_same_cause(
    coordinator: User, noon: dt.datetime, asked: list[Asked], is_filled: bool
) -> None:
    with transaction.atomic():
        entry = make_reasons(asked, coordinator, noon)
        if is_filled:
            fill(day=noon.date(), at=noon)
        else:
            settle_place(entry, at=noon)
        entry.refresh_from_db()
        transaction.set_rollback(True)
    first = min(asked, key=lambda each: rank.standing(each[0], each[1], noon + each[2] * HOUR, at=noon))
    assert (entry.level, entry.rank) == first[:2]


@given(causes)
def test_what_has_begun_is_in_the_published_order_and_before_what_has_not(asked: list[Asked]) -> None:
    at = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
    first = min(asked, key=lambda each: rank.standing(each[0], each[1], at + each[2] * HOUR, at=at))
    begun = [each[:2] for each in asked if each[2] <= 0]
    assert first[:2] == min(begun) if begun else first[2] == min(each[2] for each in asked)


@pytest.fixture
def customer(coordinator: User, noon: dt.datetime) -> Customer:
    """Scheduled with a cut-off at two, and promised a call at three; the queue is filled."""
    customer = make_reachable_customer()
    make_schedule(customer, cut_off=dt.time(14))
    make_callback(customer, owner=coordinator, at=noon + 3 * HOUR)
    fill(day=noon.date(), at=noon)
    return customer


@pytest.mark.usefixtures("customer")
def test_a_promise_for_later_does_not_hide_a_cut_off(second_coordinator: User, noon: dt.datetime) -> None:
    call = claim_next(operator=second_coordinator, at=noon)
    assert call is not None
    assert call.why_now == "Because: cut-off 14:00, also promised for 15:00 by Carol"
    deadline = call_page(call, noon).deadline
    assert deadline is not None
    assert (deadline.label, deadline.at) == ("Cut-off", noon + 2 * HOUR)


@pytest.mark.usefixtures("customer")
def test_a_promise_in_its_window_shows_the_cut_off_that_comes_before_its_end(
    coordinator: User, noon: dt.datetime
) -> None:
    Callback.objects.update(window_from=noon, window_until=noon + 4 * HOUR, is_exact=False)
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.why_now.startswith("Because: promised between 12:00 and 16:00 by Carol")
    deadline = call_page(call, noon).deadline
    assert deadline is not None
    assert deadline.label == "Cut-off"


def test_who_rings_about_something_else_is_still_rung_when_we_said(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    call = take_customer(customer_id=customer.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon)
    finish_call(call, Outcome.COMPLAINT, noon + MINUTE, words="two cases were wet")
    assert Callback.objects.get().closed_at is None
    fill(day=noon.date(), at=noon + 3 * HOUR)
    assert QueueEntry.objects.open().get().level == Level.PROMISE


def test_a_promise_is_tried_in_its_time_although_the_customer_was_given_up_before(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    at = noon
    while QueueEntry.objects.open().exists():
        at = QueueEntry.objects.open().get().ready_at if at > noon else noon
        call = claim_next(operator=coordinator, at=at)
        assert call is not None
        finish_call(call, Outcome.NO_ANSWER, at + MINUTE)
        at += MINUTE
    assert Callback.objects.get().closed_at is None
    fill(day=noon.date(), at=at)
    entry = QueueEntry.objects.open().get()
    assert (entry.level, entry.ready_at) == (Level.PROMISE, noon + 3 * HOUR)


def test_an_agreed_time_is_waited_for_and_not_after_ranks(noon: dt.datetime) -> None:
    agreed = make_schedule(make_reachable_customer(), agreed_for=dt.time(13, 30))
    early = make_schedule(make_reachable_customer(), window_until=dt.time(12, 30), cut_off=dt.time(16))
    fill(day=noon.date(), at=noon)
    assert QueueEntry.objects.get(customer=agreed.customer).ready_at == noon + 1.5 * HOUR
    assert QueueEntry.objects.in_order().first() == QueueEntry.objects.get(customer=early.customer)
