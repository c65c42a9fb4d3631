"""When somebody works follows from their week, the times they are away, and London's clocks."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from staff.rules.attendance import (
    USUAL_WEEK,
    ImpossibleAbsence,
    ImpossibleHours,
    Span,
    check_absence,
    check_week,
    in_words,
    is_in,
    moment,
    next_in,
    spans_between,
    spans_on,
    whole_span,
)

TUESDAY = dt.date(2026, 11, 24)
SATURDAY = dt.date(2026, 11, 28)


def clock(hour: int, minute: int = 0, *, day: dt.date = TUESDAY) -> dt.datetime:
    return moment(day, dt.time(hour, minute))


def test_the_usual_week_is_monday_to_friday() -> None:
    assert spans_on(TUESDAY, USUAL_WEEK, []) == [Span(clock(8, 30), clock(17))]
    assert spans_on(SATURDAY, USUAL_WEEK, []) == []


def test_an_absence_of_hours_leaves_the_rest_of_the_day() -> None:
    dentist = Span(clock(10), clock(11, 30))
    assert spans_on(TUESDAY, USUAL_WEEK, [dentist]) == [
        Span(clock(8, 30), clock(10)),
        Span(clock(11, 30), clock(17)),
    ]


def test_absences_that_overlap_count_once() -> None:
    away = [Span(clock(8), clock(12)), Span(clock(11), clock(13))]
    assert spans_on(TUESDAY, USUAL_WEEK, away) == [Span(clock(13), clock(17))]


def test_an_end_is_exclusive() -> None:
    spans = spans_on(TUESDAY, USUAL_WEEK, [])
    assert is_in(spans, clock(8, 30))
    assert not is_in(spans, clock(17))


def test_next_in_skips_the_weekend() -> None:
    spans = spans_between(TUESDAY, TUESDAY + dt.timedelta(days=14), USUAL_WEEK, [])
    monday = TUESDAY + dt.timedelta(days=6)
    assert next_in(spans, clock(9)) == clock(9)
    assert next_in(spans, clock(18, day=TUESDAY + dt.timedelta(days=3))) == clock(8, 30, day=monday)


def test_nobody_is_next_in_when_the_spans_end() -> None:
    assert next_in([], clock(9)) is None


@pytest.mark.parametrize(("day", "utc_hour"), [(dt.date(2026, 10, 23), 7), (dt.date(2026, 10, 26), 8)])
def test_hours_are_the_wall_clock_on_both_sides_of_the_change(day: dt.date, utc_hour: int) -> None:
    [span] = spans_on(day, USUAL_WEEK, [])
    assert span.start.astimezone(dt.UTC).time() == dt.time(utc_hour, 30)


quarters = st.integers(0, 95).map(lambda quarter: clock(quarter // 4, quarter % 4 * 15))
absences = st.tuples(quarters, quarters).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: Span(*pair))


@given(st.lists(absences, max_size=5), quarters)
def test_somebody_is_in_at_work_and_not_away(away: list[Span], at: dt.datetime) -> None:
    works = Span(clock(8, 30), clock(17)).holds(at)
    assert is_in(spans_on(TUESDAY, USUAL_WEEK, away), at) == (works and not any(span.holds(at) for span in away))


def test_a_week_needs_a_day_and_days_that_end_after_they_start() -> None:
    with pytest.raises(ImpossibleHours, match="at least one day"):
        check_week({})
    with pytest.raises(ImpossibleHours) as refused:
        check_week({2: (dt.time(17), dt.time(9))})
    assert refused.value.field == "ends_2"


@pytest.mark.parametrize(
    ("span", "by_themselves", "words"),
    [
        (Span(clock(12), clock(12)), True, "ends before it starts"),
        (Span(clock(8), clock(9)), True, "has passed"),
        (Span(clock(8), clock(8) + dt.timedelta(days=400)), False, "more than a year"),
        (Span(clock(8) - dt.timedelta(days=60), clock(8) - dt.timedelta(days=59)), False, "more than a month ago"),
    ],
)
def test_impossible_absences_are_refused_in_words(span: Span, by_themselves: bool, words: str) -> None:
    with pytest.raises(ImpossibleAbsence, match=words):
        check_absence(span, at=clock(12), by_themselves=by_themselves)


def test_an_illness_may_be_entered_the_next_day() -> None:
    check_absence(Span(clock(8), clock(9)), at=clock(12), by_themselves=False)


def test_without_clocks_an_absence_is_of_whole_days() -> None:
    assert whole_span(TUESDAY, None, None, None) == Span(clock(0), clock(0, day=TUESDAY + dt.timedelta(days=1)))
    assert in_words(whole_span(TUESDAY, None, None, None)) == "Tue 24 Nov"
    assert in_words(whole_span(TUESDAY, None, SATURDAY, None)) == "Tue 24 Nov to Sat 28 Nov"


def test_an_absence_in_words_names_the_second_day_only_if_it_is_another() -> None:
    assert in_words(Span(clock(9), clock(12))) == "Tue 24 Nov 09:00 to 12:00"
    assert in_words(Span(clock(9), clock(12, day=SATURDAY))) == "Tue 24 Nov 09:00 to Sat 28 Nov 12:00"
