"""Pace goes by selling hours on working days, and says what today must bring."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from targets.rules import Measure, Pace, elapsed_share

LONDON = ZoneInfo("Europe/London")
MONDAY, FRIDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 27)


def weekday(day: dt.date) -> bool:
    return day.weekday() < 5


def wall(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def pace(**overrides: Decimal | str) -> Pace:
    fields = {
        "measure": Measure.ORDERS,
        "asked": Decimal(100),
        "actual": Decimal(30),
        "elapsed": Decimal("0.4"),
        "by_tonight": Decimal("0.5"),
    }
    return Pace(**fields | overrides)  # type: ignore[arg-type]  # built from parts


@pytest.mark.parametrize(
    ("until", "share"),
    [
        ("2026-11-22T23:00", "0"),
        ("2026-11-23T08:59", "0"),
        ("2026-11-23T13:15", "0.1"),
        ("2026-11-23T17:30", "0.2"),
        ("2026-11-23T22:00", "0.2"),
        ("2026-11-27T17:30", "1"),
        ("2026-12-05T10:00", "1"),
    ],
)
def test_a_week_passes_by_selling_hours(until: str, share: str) -> None:
    assert elapsed_share(MONDAY, FRIDAY, wall(until), weekday) == Decimal(share)


def test_a_holiday_does_not_count() -> None:
    def but_monday(day: dt.date) -> bool:
        return weekday(day) and day != MONDAY

    assert elapsed_share(MONDAY, FRIDAY, wall("2026-11-24T17:30"), but_monday) == Decimal("0.25")


def test_the_hours_are_the_wall_clock_s_in_summer_too() -> None:
    day = dt.date(2026, 7, 1)
    assert elapsed_share(day, day, wall("2026-07-01T13:15"), weekday) == Decimal("0.5")


def test_a_period_without_a_working_day_is_over_after_its_end() -> None:
    saturday = dt.date(2026, 11, 28)
    assert elapsed_share(saturday, saturday, wall("2026-11-28T20:00"), weekday) == 0
    assert elapsed_share(saturday, saturday, wall("2026-11-29T00:00"), weekday) == 1


def test_pace_is_actual_of_what_should_be_done_by_now() -> None:
    assert pace().against_pace == Decimal("0.75")
    assert pace(elapsed=Decimal(0)).against_pace is None


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [
        ("100", "Done."),
        ("50", "On pace for the day already."),
        ("49", "1 order today to be on pace."),
        ("30", "20 orders today to be on pace."),
    ],
)
def test_the_sentence_says_what_today_must_bring(actual: str, sentence: str) -> None:
    assert pace(actual=Decimal(actual)).sentence() == sentence


def test_a_part_of_an_order_counts_as_a_whole_one() -> None:
    assert pace(asked=Decimal(75), actual=Decimal(30)).wanting_today == 8


def test_money_is_said_to_the_penny() -> None:
    value = pace(measure=Measure.ORDER_VALUE, asked=Decimal("1000.01"), actual=Decimal("100"))
    assert value.sentence() == "£400.01 today to be on pace."


@pytest.mark.parametrize(
    ("adds", "sentence"),
    [
        ("53.9", "This order takes you to 83\N{NO-BREAK SPACE}%."),
        ("70", "This order reaches the target."),
    ],
)
def test_an_order_says_how_far_it_takes_you(adds: str, sentence: str) -> None:
    assert pace(measure=Measure.ORDER_VALUE).with_another(Decimal(adds)) == sentence
