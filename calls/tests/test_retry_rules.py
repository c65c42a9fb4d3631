"""When somebody who was not reached is tried again."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.rules.retry import ANY_HOUR, Hours, Retry, Round, counts_towards_rest, next_try
from calls.rules.schedule import moment
from calls.rules.vocabulary import Outcome
from customers.rules.calendar import LONDON
from customers.rules.vocabulary import Nation

TUESDAY = dt.date(2026, 11, 24)
HOUR = dt.timedelta(hours=1)
DESK, MORNING, EVENING = (Hours(dt.time(a), dt.time(b)) for a, b in ((9, 17), (9, 12), (17, 21)))
TWO_HOURS = Retry(dt.timedelta(hours=2), most=3)


def clock(hour: int, minute: int = 0, day: dt.date = TUESDAY) -> dt.datetime:
    return moment(day, dt.time(hour, minute))


def tried(
    times: int = 1,
    *before: dt.datetime,
    due_at: dt.datetime | None = None,
    is_owed: bool = False,
    hours: Hours = DESK,
    also_on: dt.date | None = None,
) -> Round:
    return Round(times, before, due_at, is_owed, Nation.ENGLAND, hours, HOUR, also_on)


def no_answer(at: dt.datetime, round_: Round) -> dt.datetime | None:
    return next_try(Outcome.NO_ANSWER, TWO_HOURS, round_, at=at)


def test_no_answer_waits() -> None:
    assert no_answer(clock(10), tried(1, clock(10))) == clock(12)


def test_the_hour_is_another_than_those_tried() -> None:
    assert no_answer(clock(10), tried(2, clock(12), clock(10))) == clock(13)


def test_after_so_many_it_is_done() -> None:
    assert no_answer(clock(10), tried(3, clock(10))) is None


def test_an_outcome_without_a_retry_is_done() -> None:
    assert next_try(Outcome.DORMANT, None, tried(), at=clock(10)) is None


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
    again = no_answer(clock(16, day=day), tried(1, clock(16, day=day)))
    assert again is not None
    assert (again.astimezone(LONDON).hour, again.astimezone(LONDON).day) == (9, after)


SATURDAY = TUESDAY + dt.timedelta(days=4)


def test_a_call_on_a_saturday_is_tried_again_that_day() -> None:
    at = clock(10, day=SATURDAY)
    assert no_answer(at, tried(1, at, due_at=clock(16, day=SATURDAY), also_on=SATURDAY)) == clock(12, day=SATURDAY)


def test_a_window_in_the_evening_is_kept() -> None:
    soon = Retry(dt.timedelta(minutes=20), most=4)
    evening = tried(due_at=clock(20), hours=EVENING)
    assert next_try(Outcome.BUSY, soon, evening, at=clock(17, 10)) == clock(17, 30)


def test_where_each_hour_left_was_tried_it_is_the_farthest_of_them() -> None:
    before = (clock(12), clock(13), clock(14))
    assert no_answer(clock(9, 30), tried(1, *before, due_at=clock(14, 45))) == clock(11, 30)
    assert no_answer(clock(10), tried(1, *before, due_at=clock(14, 45))) == clock(12, 30)


def test_not_after_is_kept_although_the_cut_off_is_later() -> None:
    assert no_answer(clock(10), tried(1, clock(10), due_at=clock(16), hours=MORNING)) == clock(11)


def test_after_the_window_nothing_is_left_before_a_cut_off_of_the_same_day() -> None:
    assert no_answer(clock(12, 30), tried(1, due_at=clock(16), hours=MORNING)) is None


def test_who_is_closed_today_is_tried_on_the_next_day_in_time() -> None:
    wednesday = TUESDAY + dt.timedelta(days=1)
    shut, cut_off = Retry(dt.timedelta(0), most=2), clock(12, day=wednesday)
    assert next_try(Outcome.CLOSED_TODAY, shut, tried(due_at=cut_off), at=clock(10)) == clock(9, day=wednesday)
    assert next_try(Outcome.CLOSED_TODAY, shut, tried(due_at=clock(12)), at=clock(10)) is None
    assert next_try(Outcome.CLOSED_TODAY, shut, tried(2), at=clock(10)) is None


moments = st.integers(0, 6 * 24 * 60).map(lambda minutes: clock(0) + dt.timedelta(minutes=minutes))
windows = st.sampled_from([DESK, MORNING, EVENING])
outcomes = st.sampled_from([Outcome.NO_ANSWER, Outcome.BUSY, Outcome.CLOSED_TODAY])
waits = st.integers(5, 1440).map(lambda minutes: dt.timedelta(minutes=minutes))


@given(st.lists(moments, max_size=6), moments, moments, windows, outcomes, waits)
def test_a_try_serves_what_it_is_for_and_keeps_to_the_window(
    before: list[dt.datetime],
    at: dt.datetime,
    due_at: dt.datetime,
    hours: Hours,
    outcome: Outcome,
    wait: dt.timedelta,
) -> None:
    again = next_try(outcome, Retry(wait, most=3), tried(1, *before, due_at=due_at, hours=hours), at=at)
    if again is None:
        return
    assert at < again < due_at
    assert hours.begins <= again.astimezone(LONDON).time() < hours.ends


@given(st.lists(moments, max_size=6), moments, windows, waits)
def test_what_is_owed_is_always_tried_and_apart_from_every_hour_tried_where_there_is_one(
    before: list[dt.datetime], at: dt.datetime, hours: Hours, wait: dt.timedelta
) -> None:
    again = next_try(Outcome.NO_ANSWER, Retry(wait, most=3), tried(1, *before, is_owed=True, hours=hours), at=at)
    assert again is not None
    assert again >= at + wait
    local = again.astimezone(LONDON)
    assert hours.begins <= local.time() < hours.ends
    clocks = [one.astimezone(LONDON).replace(year=2000, month=1, day=1) for one in before]
    assert len(before) > 1 or all(abs(local.replace(year=2000, month=1, day=1) - one) >= HOUR for one in clocks)


def test_a_failed_line_does_not_count_towards_a_rest() -> None:
    assert counts_towards_rest(Outcome.VOICEMAIL)
    assert not counts_towards_rest(Outcome.LINE_FAILED)
    assert not counts_towards_rest(Outcome.ORDERED)
