"""On which days a rhythm falls."""

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.rules.rhythm import WEEKS, MonthWeek, Repeats, Rhythm, monday_of, rhythm_days, rhythm_in_words

MONDAY, TUESDAY, THURSDAY, FRIDAY = 0, 1, 3, 4
days = st.dates(dt.date(2024, 1, 1), dt.date(2030, 12, 31))


def make_rhythm(**overrides: Any) -> Rhythm:
    fields: dict[str, Any] = {
        "repeats": Repeats.WEEKLY,
        "weekdays": frozenset({TUESDAY}),
        "starts_on": dt.date(2026, 11, 24),
    }
    return Rhythm(**fields | overrides)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    starts_on = draw(days)
    length = draw(st.none() | st.integers(0, 900))
    return Rhythm(
        repeats=draw(st.sampled_from(Repeats)),
        weekdays=draw(st.frozensets(st.integers(0, 5), min_size=1, max_size=4)),
        starts_on=starts_on,
        ends_on=None if length is None else starts_on + dt.timedelta(days=length),
        month_day=draw(st.integers(1, 31)),
        month_week=draw(st.sampled_from(MonthWeek)),
    )


def first_days(rhythm: Rhythm, count: int) -> list[str]:
    found = rhythm_days(rhythm, rhythm.starts_on, rhythm.starts_on + dt.timedelta(days=400))
    return [f"{day:%a %d %b %Y}" for day in found[:count]]


@pytest.mark.parametrize(
    ("rhythm", "expected"),
    [
        (make_rhythm(), ["Tue 24 Nov 2026", "Tue 01 Dec 2026"]),
        (make_rhythm(repeats=Repeats.FORTNIGHTLY), ["Tue 24 Nov 2026", "Tue 08 Dec 2026"]),
        (make_rhythm(repeats=Repeats.FOUR_WEEKLY), ["Tue 24 Nov 2026", "Tue 22 Dec 2026"]),
        (
            make_rhythm(repeats=Repeats.FORTNIGHTLY, weekdays=frozenset({MONDAY})),
            ["Mon 30 Nov 2026", "Mon 14 Dec 2026"],
        ),
        (
            make_rhythm(repeats=Repeats.FORTNIGHTLY, weekdays=frozenset({MONDAY, THURSDAY})),
            ["Thu 26 Nov 2026", "Mon 07 Dec 2026", "Thu 10 Dec 2026"],
        ),
        (
            make_rhythm(repeats=Repeats.MONTH_WEEKDAY, month_week=MonthWeek.FIRST),
            ["Tue 01 Dec 2026", "Tue 05 Jan 2027"],
        ),
        (
            make_rhythm(repeats=Repeats.MONTH_WEEKDAY, month_week=MonthWeek.LAST, weekdays=frozenset({FRIDAY})),
            ["Fri 27 Nov 2026", "Fri 25 Dec 2026"],
        ),
        (
            make_rhythm(repeats=Repeats.MONTH_DAY, month_day=31),
            ["Mon 30 Nov 2026", "Thu 31 Dec 2026", "Sun 31 Jan 2027", "Sun 28 Feb 2027"],
        ),
        (
            make_rhythm(repeats=Repeats.MONTH_DAY, month_day=29, starts_on=dt.date(2028, 2, 1)),
            ["Tue 29 Feb 2028", "Wed 29 Mar 2028"],
        ),
    ],
)
def test_days(rhythm: Rhythm, expected: list[str]) -> None:
    assert first_days(rhythm, len(expected)) == expected


def test_ends_with_its_last_day() -> None:
    rhythm = make_rhythm(ends_on=dt.date(2026, 12, 1))
    assert first_days(rhythm, 5) == ["Tue 24 Nov 2026", "Tue 01 Dec 2026"]


@given(rhythms(), days, st.integers(0, 400), st.integers(0, 400))
def test_the_same_whatever_day_it_is_computed_from(rhythm: Rhythm, first: dt.date, before: int, length: int) -> None:
    last = first + dt.timedelta(days=length)
    wide = rhythm_days(rhythm, first - dt.timedelta(days=before), last)
    assert [day for day in wide if day >= first] == rhythm_days(rhythm, first, last)


@given(rhythms(), days)
def test_second_and_fourth_weeks_are_never_nearer(rhythm: Rhythm, first: dt.date) -> None:
    weeks = WEEKS.get(rhythm.repeats, 1)
    mondays = sorted({monday_of(day) for day in rhythm_days(rhythm, first, first + dt.timedelta(days=200))})
    if rhythm.repeats in WEEKS:
        assert all((later - earlier).days == 7 * weeks for earlier, later in pairwise(mondays))


@given(rhythms())
def test_months_have_one_call_a_place(rhythm: Rhythm) -> None:
    found = rhythm_days(rhythm, dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    if rhythm.repeats == Repeats.MONTH_DAY and rhythm.starts_on < dt.date(2027, 1, 1) and not rhythm.ends_on:
        assert [day.month for day in found] == list(range(1, 13))


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (make_rhythm(weekdays=frozenset({TUESDAY, FRIDAY})), "Every Tuesday and Friday"),
        (make_rhythm(repeats=Repeats.FORTNIGHTLY), "Every second Tuesday"),
        (
            make_rhythm(repeats=Repeats.MONTH_WEEKDAY, month_week=MonthWeek.LAST),
            "The last Tuesday of each month",
        ),
        (make_rhythm(repeats=Repeats.MONTH_DAY, month_day=31), "The 31st of each month, or its last day"),
        (make_rhythm(repeats=Repeats.MONTH_DAY, month_day=12), "The 12th of each month"),
    ],
)
def test_words(rhythm: Rhythm, words: str) -> None:
    assert rhythm_in_words(rhythm) == words
