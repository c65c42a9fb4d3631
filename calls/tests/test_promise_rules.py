"""What a promised callback means in hours, and which promise is not made."""

import datetime as dt

import pytest

from calls.rules.promise import ImpossiblePromise, Part, Promise, exact, hours_on, loose, when
from customers.rules.vocabulary import Nation

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
HOUR = dt.timedelta(hours=1)
HOURS = hours_on(TODAY, Nation.ENGLAND)


def test_an_exact_promise_is_a_short_window() -> None:
    promise = exact(day=TODAY, clock=dt.time(14, 30), words="", at=NOON, hours=HOURS)
    assert (promise.window_from, promise.window_until) == (NOON + 2.5 * HOUR, NOON + 2.75 * HOUR)
    assert when(promise) == "on Tue 24 Nov at 14:30"


def test_a_loose_promise_for_today_is_what_is_left_of_it() -> None:
    promise = loose(day=TODAY, part=Part.DAY, words="", at=NOON, hours=HOURS)
    assert promise == Promise(NOON, NOON + 5 * HOUR, False)


def test_in_summer_a_promise_is_kept_by_the_wall_clock() -> None:
    day = dt.date(2026, 7, 1)
    promise = exact(
        day=day, clock=dt.time(14), words="", at=NOON - 200 * dt.timedelta(1), hours=hours_on(day, Nation.WALES)
    )
    assert promise.window_from == dt.datetime(2026, 7, 1, 13, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "clock", "said"),
    [
        (TODAY, dt.time(11), "has passed"),
        (TODAY, dt.time(20, 50), "between 08:00 and 21:00"),
        (dt.date(2026, 11, 29), dt.time(10), "We do not ring on Sunday 29 November"),
        (dt.date(2026, 12, 25), dt.time(10), "We do not ring on Friday 25 December"),
        (dt.date(2028, 1, 4), dt.time(10), "more than a year away"),
    ],
)
def test_a_promise_that_cannot_be_kept_is_refused(day: dt.date, clock: dt.time, said: str) -> None:
    with pytest.raises(ImpossiblePromise, match=said):
        exact(day=day, clock=clock, words="", at=NOON, hours=hours_on(day, Nation.ENGLAND))


def test_a_part_of_the_day_that_is_over_is_refused() -> None:
    with pytest.raises(ImpossiblePromise, match="too little left"):
        loose(day=TODAY, part=Part.MORNING, words="", at=NOON, hours=HOURS)
