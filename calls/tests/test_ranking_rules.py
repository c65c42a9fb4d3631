"""Lots, intervals and points, as rules."""

import datetime as dt
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.rules.ranking import points
from calls.rules.ranking.control import is_control, lot
from calls.rules.ranking.interval import difference, mean, mean_difference, wilson
from calls.rules.ranking.points import Tally

TUESDAY = dt.date(2026, 11, 24)


def test_about_so_many_are_under_control_and_others_on_another_day() -> None:
    today = {customer for customer in range(10_000) if is_control(customer, TUESDAY, share=0.1)}
    tomorrow = {customer for customer in range(10_000) if is_control(customer, dt.date(2026, 11, 25), share=0.1)}
    assert 900 < len(today) < 1100
    assert len(today & tomorrow) < 200


def test_the_lot_of_a_customer_and_a_day_is_always_the_same() -> None:
    assert lot(7, TUESDAY) == pytest.approx(0.8453, abs=0.0001)


def test_no_share_is_no_control() -> None:
    assert not any(is_control(customer, TUESDAY, share=0.0) for customer in range(1000))


@pytest.mark.parametrize(
    ("of", "n", "low", "high"), [(10, 20, 0.2993, 0.7007), (0, 10, 0.0, 0.2775), (81, 263, 0.2553, 0.3662)]
)
def test_wilson_as_published(of: int, n: int, low: float, high: float) -> None:
    """The third is Newcombe's own example."""
    share = wilson(of, n)
    assert [share.low, share.high] == pytest.approx([low, high], abs=0.0001)


def test_newcombe_as_published() -> None:
    """56 of 70 against 48 of 80 (method 10 of the paper)."""
    found = difference(wilson(56, 70), wilson(48, 80))
    assert found is not None
    assert [found.low, found.high] == pytest.approx([0.0524, 0.3339], abs=0.0001)
    assert found.is_plain


@given(st.integers(0, 500), st.integers(1, 500))
def test_an_interval_holds_its_share(of: int, more: int) -> None:
    share = wilson(of, of + more)
    assert 0 <= share.low <= share.value + 1e-12 <= share.high + 2e-12 <= 1 + 3e-12  # type: ignore[operator]


@pytest.mark.parametrize(("one", "other"), [(29, 500), (500, 29), (0, 0)])
def test_with_fewer_than_thirty_nothing_is_told(one: int, other: int) -> None:
    assert difference(wilson(0, one), wilson(0, other)) is None
    assert mean_difference(mean(one, 1.0, 1.0), mean(other, 1.0, 1.0)) is None


def test_the_mean_of_values_and_its_error() -> None:
    found = mean(4, 20.0, 120.0)  # 2, 4, 6, 8
    assert [found.value, found.error] == pytest.approx([5.0, (20 / 3 / 4) ** 0.5])


def test_the_same_values_on_both_sides_may_be_chance() -> None:
    same = mean(40, 400.0, 8000.0)
    found = mean_difference(same, same)
    assert found is not None
    assert found.value == 0
    assert not found.is_plain


def test_a_bucket_with_few_calls_is_drawn_to_the_mean() -> None:
    assert points.rate(1, 1, 0.1) == pytest.approx(2 / 11)
    assert points.points(0, 0, 0.1) == 0


def test_points_add_up_to_a_chance() -> None:
    found = points.table([Tally("source", "fair", 90, 40)], 0.1)
    odds = (41 / 100) / (59 / 100)
    assert exp(found["source", "fair"]) == pytest.approx(odds / (0.1 / 0.9))
    assert points.chance(0.1, found.values()) == pytest.approx(0.41)


def test_a_bucket_that_holds_all_calls_says_nothing() -> None:
    assert points.points(200, 20, 0.1) == pytest.approx(0)


@pytest.mark.parametrize(
    ("n", "successes", "enough"), [(100, 10, True), (99, 50, False), (500, 9, False), (500, 491, False)]
)
def test_from_too_few_calls_or_successes_nothing_is_learned(n: int, successes: int, enough: bool) -> None:
    assert points.teaches(n, successes) is enough


def test_circumstances_are_said_in_words() -> None:
    assert points.words("attempts", "5") == "calls before: 5 or more"
    assert points.words("source", "Trade fair") == "record from: Trade fair"
