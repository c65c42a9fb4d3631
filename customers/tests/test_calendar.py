"""Public holidays, working days and the hours in which we ring."""

import datetime as dt

import pytest

from customers.rules.calendar import (
    LONDON,
    holidays_of,
    is_holiday,
    is_working_day,
    next_permitted,
    next_working_day,
    why_not_now,
)
from customers.rules.vocabulary import Nation

ENGLAND = (Nation.ENGLAND,)


def london(year: int, month: int, day: int, hour: int, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("day", "nation"),
    [
        (dt.date(2026, 12, 28), Nation.ENGLAND),
        (dt.date(2027, 12, 27), Nation.WALES),
        (dt.date(2026, 1, 2), Nation.SCOTLAND),
        (dt.date(2026, 11, 30), Nation.SCOTLAND),
        (dt.date(2026, 3, 17), Nation.NORTHERN_IRELAND),
        (dt.date(2026, 7, 13), Nation.NORTHERN_IRELAND),
        (dt.date(2026, 11, 30), Nation.UNKNOWN),
    ],
)
def test_a_nations_public_holidays(day: dt.date, nation: Nation) -> None:
    assert is_holiday(day, (nation,))


def test_easter_monday_is_no_holiday_in_scotland() -> None:
    assert not is_holiday(dt.date(2026, 4, 6), (Nation.SCOTLAND,))


def test_when_no_nation_is_known_every_nations_holidays_count() -> None:
    assert is_holiday(dt.date(2026, 3, 17), ())
    assert set(holidays_of(Nation.UNKNOWN, 2026)) >= set(holidays_of(Nation.SCOTLAND, 2026))


def test_the_next_working_day_passes_over_christmas() -> None:
    assert next_working_day(dt.date(2026, 12, 24), Nation.ENGLAND) == dt.date(2026, 12, 29)
    assert not is_working_day(dt.date(2026, 11, 28), Nation.ENGLAND)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (london(2026, 11, 24, 10), london(2026, 11, 24, 10)),
        (london(2026, 11, 24, 7), london(2026, 11, 24, 8)),
        (london(2026, 11, 27, 21), london(2026, 11, 28, 9)),
        (london(2026, 11, 28, 21), london(2026, 11, 30, 8)),
        (london(2026, 10, 24, 21), london(2026, 10, 26, 8)),
        (london(2027, 3, 27, 21), london(2027, 3, 30, 8)),
    ],
)
def test_the_next_moment_at_which_england_may_be_rung(at: dt.datetime, opens: dt.datetime) -> None:
    assert next_permitted(at, ENGLAND) == opens


def test_eight_oclock_is_eight_by_the_wall_clock_on_both_sides_of_the_change() -> None:
    before, after = london(2026, 10, 24, 21), london(2026, 10, 26, 8)
    assert next_permitted(before, ENGLAND).astimezone(dt.UTC).hour == after.astimezone(dt.UTC).hour == 8


def test_a_moment_without_a_time_zone_is_an_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        why_not_now(london(2026, 11, 24, 10).replace(tzinfo=None), ENGLAND)
