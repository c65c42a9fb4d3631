"""Promises are counted kept, early, late and never by one definition."""

import datetime as dt

import pytest

from calls.models import Callback
from calls.reports import promises_kept
from calls.rules.kept import PromisesKept
from calls.tests.make import make_callback
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def due(coordinator: User, noon: dt.datetime) -> Callback:
    """Promised for 10:00 to 10:15."""
    return make_callback(make_customer(), owner=coordinator, at=noon - 2 * HOUR)


def count(noon: dt.datetime, owner: User | None = None) -> PromisesKept:
    return promises_kept(since=noon - 24 * HOUR, until=noon, at=noon, owner_id=owner.pk if owner else None)


@pytest.mark.parametrize(
    ("after", "state"),
    [(-1, "early"), (0, "on_time"), (14, "on_time"), (15, "late"), (90, "late"), (None, "never")],
)
def test_the_first_attempt_decides(due: Callback, noon: dt.datetime, after: int | None, state: str) -> None:
    attempt = None if after is None else due.window_from + after * MINUTE
    Callback.objects.update(first_attempt_at=attempt)
    kept = count(noon)
    assert getattr(kept, state) == 1
    assert (kept.numerator, kept.denominator) == (int(state == "on_time"), 1)


def test_one_taken_back_before_its_time_never_fell_due(due: Callback, noon: dt.datetime) -> None:
    Callback.objects.update(closed_at=due.window_from - MINUTE, closed_because="Do not call")
    assert (count(noon).withdrawn, count(noon).denominator, count(noon).share) == (1, 0, None)


def test_one_given_up_in_its_time_counts_as_never(due: Callback, noon: dt.datetime) -> None:
    Callback.objects.update(closed_at=due.window_from + MINUTE, closed_because="Do not call")
    assert count(noon).never == 1


def test_a_window_that_is_open_has_not_fallen_due(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_customer(), owner=coordinator, at=noon - 5 * MINUTE)
    assert count(noon + 5 * MINUTE).denominator == 0


def test_of_one_owner(due: Callback, coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    assert count(noon, coordinator).n == 1
    assert count(noon, second_coordinator).n == 0
