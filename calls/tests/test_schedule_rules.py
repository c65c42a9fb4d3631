"""What a schedule may say, and the clocks of its calls."""

import datetime as dt
from typing import Any

import pytest

from calls.rules.occurrences import Circumstances, HolidayRule
from calls.rules.plan import Plan, check_plan, delivery_on, moments_on, plan_in_words
from calls.rules.rhythm import Repeats
from calls.rules.schedule import ImpossibleSchedule
from calls.tests.test_rhythm import make_rhythm
from customers.rules.vocabulary import Nation

ENGLAND = Circumstances(Nation.ENGLAND)
TODAY, FRIDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 27)


def make_plan(**overrides: Any) -> Plan:
    fields: dict[str, Any] = {
        "rhythm": make_rhythm(),
        "window_from": dt.time(9),
        "window_until": dt.time(11, 30),
        "agreed": dt.time(10, 15),
        "cut_off": dt.time(12),
    }
    return Plan(**fields | overrides)


def clock_at(day: dt.date) -> str:
    return moments_on(make_plan(), ENGLAND, day).window_from.astimezone(dt.UTC).strftime("%d %b %H:%M")


@pytest.mark.parametrize(
    ("day", "in_utc"),
    [
        (dt.date(2026, 10, 23), "23 Oct 08:00"),
        (dt.date(2026, 10, 26), "26 Oct 09:00"),
        (dt.date(2027, 3, 26), "26 Mar 09:00"),
        (dt.date(2027, 3, 29), "29 Mar 08:00"),
    ],
)
def test_nine_in_london_on_both_sides_of_both_changes(day: dt.date, in_utc: str) -> None:
    assert clock_at(day) == in_utc


def test_a_cut_off_on_the_next_day_over_the_change_of_clocks() -> None:
    plan = make_plan(cut_off_after_days=2, delivery_after_days=3)
    friday_before_summer_ends = dt.date(2026, 10, 23)
    assert moments_on(plan, ENGLAND, friday_before_summer_ends).cut_off_at == dt.datetime(
        2026, 10, 25, 12, tzinfo=dt.UTC
    )


@pytest.mark.parametrize(
    ("plan", "around", "day", "expected"),
    [
        (make_plan(), ENGLAND, FRIDAY, dt.date(2026, 11, 30)),
        (make_plan(), Circumstances(Nation.SCOTLAND), FRIDAY, dt.date(2026, 12, 1)),
        (make_plan(), Circumstances(Nation.ENGLAND, frozenset({2})), FRIDAY, dt.date(2026, 12, 2)),
        (make_plan(delivery_weekday=3), ENGLAND, FRIDAY, dt.date(2026, 12, 3)),
        (make_plan(delivery_weekday=4), ENGLAND, dt.date(2026, 12, 22), dt.date(2026, 12, 29)),
        (make_plan(delivery_after_days=0, cut_off=dt.time(10)), ENGLAND, FRIDAY, FRIDAY),
    ],
)
def test_delivery_day(plan: Plan, around: Circumstances, day: dt.date, expected: dt.date) -> None:
    assert delivery_on(plan, around, day) == expected


@pytest.mark.parametrize(
    ("plan", "field", "word"),
    [
        (make_plan(window_until=dt.time(9), agreed=None), "window_until", "ends before it starts"),
        (make_plan(agreed=dt.time(12)), "agreed_for", "outside the window"),
        (make_plan(cut_off=dt.time(10)), "agreed_for", "not before the cut-off at 10:00"),
        (make_plan(window_from=dt.time(7, 30)), "window_from", "08:00"),
        (make_plan(cut_off=dt.time(9)), "cut_off", "before we may ring"),
        (make_plan(cut_off_after_days=2), "cut_off_after_days", "after the delivery"),
        (make_plan(delivery_after_days=40), "delivery_after_days", "from 0 to 28"),
        (make_plan(delivery_weekday=5), "delivery_weekday", "Saturday"),
        (make_plan(rhythm=make_rhythm(weekdays=frozenset())), "weekdays", "at least one weekday"),
        (make_plan(rhythm=make_rhythm(weekdays=frozenset({6}))), "weekdays", "Sunday"),
        (make_plan(rhythm=make_rhythm(weekdays=frozenset({5})), window_from=dt.time(8)), "window_from", "Saturdays"),
        (make_plan(rhythm=make_rhythm(repeats=Repeats.MONTH_DAY, month_day=32)), "month_day", "1 to 31"),
        (make_plan(rhythm=make_rhythm(repeats=Repeats.MONTH_WEEKDAY)), "month_week", "Say which one"),
        (make_plan(rhythm=make_rhythm(ends_on=dt.date(2026, 11, 1))), "valid_until", "before the first"),
        (
            make_plan(rhythm=make_rhythm(weekdays=frozenset({0}), ends_on=dt.date(2026, 11, 27))),
            "valid_until",
            "never occur",
        ),
        (
            make_plan(
                rhythm=make_rhythm(
                    weekdays=frozenset({4}), starts_on=dt.date(2026, 12, 25), ends_on=dt.date(2027, 1, 1)
                ),
                on_holiday=HolidayRule.SKIP,
            ),
            "on_holiday",
            "Christmas Day",
        ),
    ],
)
def test_what_cannot_be_worked_is_refused_at_its_field(plan: Plan, field: str, word: str) -> None:
    with pytest.raises(ImpossibleSchedule, match=word) as refused:
        check_plan(plan, ENGLAND, TODAY)
    assert refused.value.field == field


def test_a_good_plan_is_said_in_words() -> None:
    plan = make_plan(rhythm=make_rhythm(repeats=Repeats.FORTNIGHTLY))
    check_plan(plan, ENGLAND, TODAY)
    assert plan_in_words(plan) == (
        "Every second Tuesday between 09:00 and 11:30, agreed 10:15; cut-off 12:00, delivery on their next delivery day"
    )
