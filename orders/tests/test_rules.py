"""Habits, delivery days and stock, without a database."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from customers.rules.vocabulary import Nation
from orders.rules.delivery import DeliveryDays, DeliveryRefused, check_delivery_date
from orders.rules.order import order_number
from orders.rules.stock import stock_words
from orders.rules.usual import Habit, dropped_words, is_dropped, is_unusual

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def habit(**overrides: Any) -> Habit:
    fields: dict[str, Any] = {
        "product_id": 1,
        "weight": 1.0,
        "times": 6,
        "usual": 4,
        "least": 4,
        "most": 6,
        "latest": 0,
        "first": 5,
        "last_bought_at": NOON - dt.timedelta(days=26),
        "last_price": Decimal(1),
        "past": {},
    }
    return Habit(**fields | overrides)


@pytest.mark.parametrize(
    ("times", "latest", "first", "dropped"),
    [
        (6, 0, 5, False),
        (6, 1, 6, False),
        (6, 2, 7, False),
        (6, 3, 8, True),
        (3, 4, 8, False),
        (3, 5, 9, True),
        (2, 9, 10, False),
    ],
)
def test_dropped_is_missing_for_longer_than_they_ever_skip(times: int, latest: int, first: int, dropped: bool) -> None:
    assert is_dropped(habit(times=times, latest=latest, first=first)) is dropped


@pytest.mark.parametrize(
    ("quantity", "unusual"), [(1, True), (2, False), (4, False), (12, False), (13, True), (44, True)]
)
def test_unusual_is_beyond_twice_or_half_of_all_they_took(quantity: int, unusual: bool) -> None:
    assert is_unusual(quantity, habit()) is unusual


def test_nothing_is_unusual_without_a_habit() -> None:
    assert not is_unusual(1000, habit(times=2))


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (1, "yesterday"), (26, "26 days ago")])
def test_dropped_in_words(days: int, said: str) -> None:
    assert (
        dropped_words(habit(last_bought_at=NOON - dt.timedelta(days=days)), NOON) == f"normally 4, last bought {said}"
    )


TODAY = dt.date(2026, 11, 24)
EVERY_DAY = DeliveryDays((), Nation.ENGLAND)
TUESDAYS = DeliveryDays((1,), Nation.SCOTLAND)


@pytest.mark.parametrize(
    ("days", "on", "reason"),
    [
        (EVERY_DAY, TODAY, "not after today"),
        (EVERY_DAY, dt.date(2026, 11, 28), "on a Saturday"),
        (EVERY_DAY, dt.date(2026, 12, 25), "public holiday"),
        (TUESDAYS, dt.date(2026, 11, 25), "on a Wednesday"),
        (EVERY_DAY, dt.date(2027, 6, 1), "days away"),
        (EVERY_DAY, None, "Choose a delivery date"),
    ],
)
def test_dates_without_a_delivery(days: DeliveryDays, on: dt.date | None, reason: str) -> None:
    with pytest.raises(DeliveryRefused, match=reason) as refused:
        check_delivery_date(on, days, today=TODAY)
    assert refused.value.field == "delivery_on"


def test_a_saturday_round_is_a_delivery_day() -> None:
    check_delivery_date(dt.date(2026, 11, 28), DeliveryDays((5,), Nation.WALES), today=TODAY)


def test_holidays_are_those_of_the_nation() -> None:
    second_of_january = dt.date(2027, 1, 4)  # the substitute day, kept in Scotland alone
    check_delivery_date(second_of_january, EVERY_DAY, today=dt.date(2026, 12, 30))
    with pytest.raises(DeliveryRefused, match="public holiday"):
        check_delivery_date(second_of_january, DeliveryDays((), Nation.SCOTLAND), today=dt.date(2026, 12, 30))


@pytest.mark.parametrize(
    ("free", "wanted", "due", "said"),
    [
        (1180, 4, None, "1,180 free"),
        (3, 4, dt.date(2026, 12, 3), "only 3 free, more due Thu 3 Dec"),
        (0, 0, dt.date(2026, 12, 3), "none, due Thu 3 Dec"),
        (-2, 1, None, "none"),
    ],
)
def test_stock_in_words(free: int, wanted: int, due: dt.date | None, said: str) -> None:
    assert stock_words(free, wanted, due) == said


def test_a_number_carries_its_year() -> None:
    assert order_number(dt.date(2026, 12, 31), 123) == "SO-2026-000123"
