"""How soon missed calls are returned: the share within the standard, the usual wait, and unknown callers apart."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import take_customer
from calls.actions.dial import log_attempt
from calls.actions.missed import close_missed, say_who
from calls.actions.stash import come_back, lay_aside
from calls.models import MissedContact
from calls.reports.response import response
from calls.rules.inbound import waited
from calls.rules.response import Response
from calls.rules.retry import Hours
from calls.rules.vocabulary import Direction, Outcome
from calls.tests.make import finish_call, open_call
from calls.tests.test_missed import missed_at
from customers.rules.vocabulary import Nation
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db
HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)
OFFICE = Hours(dt.time(9), dt.time(17, 30))


def rung(by: User, arrived_at: dt.datetime, at: dt.datetime) -> MissedContact:
    """A missed call of a customer of its own, dialled at `at`."""
    row = missed_at(arrived_at, by, make_reachable_customer())
    call = open_call(by, at, customer=row.customer)
    assert call.line_id
    log_attempt(call_id=call.pk, line_id=call.line_id, token=call.lease_token, by=by, at=at)
    finish_call(call, Outcome.NO_ANSWER, at)
    return row


def counted(at: dt.datetime) -> Response:
    return response(since=at - 28 * DAY, at=at)


def test_in_time_late_and_not_yet(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    rung(coordinator, noon - 3 * HOUR, noon - 2.5 * HOUR)
    rung(second_coordinator, noon - 3 * HOUR, noon - HOUR)
    missed_at(noon - 2 * HOUR, coordinator, make_reachable_customer())
    missed_at(noon - MINUTE, coordinator, make_reachable_customer())
    found = counted(noon).known
    assert (found.in_time, found.late, found.never, found.unrung) == (1, 1, 1, 0)
    assert found.usually == "75 minutes"


@pytest.mark.parametrize("outcome", [Outcome.DORMANT, Outcome.NO_ANSWER])
def test_without_a_pressed_dial_it_was_rung_when_the_card_was_opened(
    coordinator: User, noon: dt.datetime, outcome: Outcome
) -> None:
    row = missed_at(noon - 30 * MINUTE, coordinator, make_reachable_customer())
    finish_call(open_call(coordinator, noon, customer=row.customer), outcome, noon + 2 * HOUR)
    row.refresh_from_db()
    assert (row.first_attempt_at, row.waited) == (noon, 30 * MINUTE)


def test_of_a_card_that_was_laid_aside_when_it_came_back(coordinator: User, noon: dt.datetime) -> None:
    row = missed_at(noon - 30 * MINUTE, coordinator, make_reachable_customer())
    call = open_call(coordinator, noon, customer=row.customer)
    lay_aside(call_id=call.pk, token=call.lease_token, by=coordinator, at=noon)
    back = come_back(call_id=call.pk, by=coordinator, at=noon + 5 * MINUTE)
    finish_call(back, Outcome.NO_ANSWER, noon + HOUR)
    row.refresh_from_db()
    assert row.first_attempt_at == noon + 5 * MINUTE


def test_that_they_rang_again_and_reached_somebody_else_is_no_attempt_of_ours(
    coordinator: User, noon: dt.datetime
) -> None:
    row = missed_at(noon - 30 * MINUTE, coordinator, make_reachable_customer())
    assert row.customer
    call = take_customer(
        customer_id=row.customer.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon
    )
    finish_call(call, Outcome.BUYER_ABSENT, noon + MINUTE)
    row.refresh_from_db()
    assert row.first_attempt_at is None


def test_unknown_callers_have_a_line_of_their_own(coordinator: User, noon: dt.datetime) -> None:
    missed_at(noon - 2 * HOUR, coordinator)
    closed = missed_at(noon - 2 * HOUR, coordinator)
    close_missed(missed_id=closed.pk, because="a fax machine", by=coordinator, at=noon)
    found = counted(noon)
    assert (found.unknown.never, found.unknown.unrung) == (1, 1)
    assert (found.known.n, found.known.share) == (0, None)


def test_once_named_a_caller_counts_with_the_others(coordinator: User, noon: dt.datetime) -> None:
    row = missed_at(noon - 2 * HOUR, coordinator)
    say_who(missed_id=row.pk, customer_id=make_reachable_customer().pk, by=coordinator, at=noon)
    found = counted(noon)
    assert (found.known.never, found.unknown.never) == (1, 0)


@pytest.mark.parametrize(
    ("arrived", "until", "expected"),
    [
        ("2026-11-24T09:30", "2026-11-24T10:00", 30 * MINUTE),
        ("2026-11-24T17:00", "2026-11-25T09:10", 40 * MINUTE),
        ("2026-11-27T19:00", "2026-11-30T09:05", 5 * MINUTE),
        ("2026-11-28T10:00", "2026-11-28T11:00", 0 * MINUTE),
    ],
)
def test_the_wait_runs_in_the_hours_of_the_standards(arrived: str, until: str, expected: dt.timedelta) -> None:
    arrived_at, rung_at = (dt.datetime.fromisoformat(f"{text}+00:00") for text in (arrived, until))
    assert waited(arrived_at, rung_at, Nation.ENGLAND, OFFICE) == expected


def test_the_page_tells_both(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    rung(coordinator, noon - 3 * HOUR, noon - 2.5 * HOUR)
    missed_at(noon - 2 * HOUR, coordinator)
    page = " ".join(coordinator_client.get(reverse("calls:missed")).text.split())
    assert "1 of 1 since Tue 27 Oct: 0 late, 0 not yet; usually after 30 minutes" in page
    assert "Callers nobody knows: 1 overdue, 0 closed without a call" in page
