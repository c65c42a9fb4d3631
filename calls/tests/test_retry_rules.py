"""When somebody who was not reached is tried again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.rules.retry import ANY_HOUR, APART, Retry, Round, another_hour, counts_towards_rest, next_try
from calls.rules.schedule import moment
from calls.rules.vocabulary import Outcome
from customers.rules.calendar import LONDON
from customers.rules.vocabulary import Nation

TUESDAY = dt.date(2026, 11, 24)
TWO_HOURS = Retry(dt.timedelta(hours=2), most=3)


def clock(hour: int, minute: int = 0, day: dt.date = TUESDAY) -> dt.datetime:
    return moment(day, dt.time(hour, minute))


def tried(times: int = 1, *before: dt.datetime, due_at: dt.datetime | None = None, is_owed: bool = False) -> Round:
    return Round(times, before, due_at, is_owed, Nation.ENGLAND)


def no_answer(at: dt.datetime, round_: Round) -> dt.datetime | None:
    return next_try(Outcome.NO_ANSWER, TWO_HOURS, round_, at=at)


def test_no_answer_waits() -> None:
    assert no_answer(clock(10), tried(1, clock(10))) == clock(12)


def test_the_hour_is_another_than_those_tried() -> None:
    assert no_answer(clock(10), tried(2, clock(12), clock(10))) == clock(13)


def test_after_so_many_it_is_done() -> None:
    assert no_answer(clock(10), tried(3, clock(10))) is None


def test_an_outcome_without_a_retry_is_done() -> None:
    assert next_try(Outcome.CLOSED_TODAY, None, tried(), at=clock(10)) is None


def test_before_a_cut_off_there_is_one_more_try_in_time() -> None:
    assert no_answer(clock(10), tried(1, clock(10), due_at=clock(11))) == clock(10, 30)


def test_after_the_cut_off_there_is_nothing_to_ring_for() -> None:
    assert no_answer(clock(12), tried(1, clock(12), due_at=clock(11))) is None


def test_a_promise_is_tried_on_after_its_time() -> None:
    assert no_answer(clock(12), tried(1, clock(12), due_at=clock(11), is_owed=True)) == clock(14)


def test_late_in_the_day_it_is_the_next_working_day_at_the_farthest_hour() -> None:
    friday, monday = TUESDAY + dt.timedelta(days=3), TUESDAY + dt.timedelta(days=6)
    assert no_answer(clock(16, day=friday), tried(1, clock(16, day=friday))) == clock(9, day=monday)


def test_between_hours_that_were_tried_it_is_one_apart_from_both() -> None:
    assert no_answer(clock(9), tried(2, clock(12), clock(11), clock(9), clock(14))) == clock(13)


def test_a_holiday_is_passed_over() -> None:
    thursday = dt.date(2026, 12, 24)
    assert no_answer(clock(16, day=thursday), tried(1, clock(16))) == clock(9, day=dt.date(2026, 12, 29))


@pytest.mark.parametrize("outcome", sorted(ANY_HOUR))
def test_who_is_there_may_be_tried_in_the_same_hour(outcome: Outcome) -> None:
    soon = Retry(dt.timedelta(minutes=20), most=4)
    assert next_try(outcome, soon, tried(1, clock(10)), at=clock(10)) == clock(10, 20)


def test_busy_at_the_end_of_the_day_is_tried_in_the_morning() -> None:
    soon = Retry(dt.timedelta(minutes=20), most=4)
    wednesday = TUESDAY + dt.timedelta(days=1)
    assert next_try(Outcome.BUSY, soon, tried(), at=clock(16, 50)) == clock(9, day=wednesday)


@pytest.mark.parametrize(("day", "after"), [(dt.date(2026, 10, 23), 26), (dt.date(2027, 3, 26), 30)])
def test_hours_are_those_on_the_wall_across_the_changes_of_the_clock(day: dt.date, after: int) -> None:
    """The second Monday after is Easter Monday, which England keeps."""
    again = another_hour([clock(16, day=day)], earliest=clock(18, day=day), nation=Nation.ENGLAND)
    assert again.astimezone(LONDON).hour == 9
    assert again.astimezone(LONDON).day == after


days_tried = st.lists(
    st.integers(9 * 60, 17 * 60 - 1).map(lambda minutes: clock(minutes // 60, minutes % 60)), max_size=6
)


@given(days_tried, st.integers(0, 24 * 60 - 1))
def test_another_hour_is_in_the_desks_day_and_apart_unless_no_hour_is_left(
    before: list[dt.datetime], minutes: int
) -> None:
    earliest = clock(minutes // 60, minutes % 60)
    again = another_hour(before, earliest=earliest, nation=Nation.ENGLAND)
    local = again.astimezone(LONDON)
    assert again >= earliest
    assert dt.time(9) <= local.time() < dt.time(17)
    clocks = [at.astimezone(LONDON) for at in before]
    apart = all(
        abs(local.replace(year=2000, month=1, day=1) - at.replace(year=2000, month=1, day=1)) >= APART for at in clocks
    )
    assert apart or len(before) > 3


def test_a_failed_line_does_not_count_towards_a_rest() -> None:
    assert counts_towards_rest(Outcome.VOICEMAIL)
    assert not counts_towards_rest(Outcome.LINE_FAILED)
    assert not counts_towards_rest(Outcome.ORDERED)
