"""Rounding, sharing out and saying of money."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promotions.rules import money, say_pounds
from promotions.rules.money import half_up, say_percent, share, ticks

weights = st.lists(st.integers(0, 1000), min_size=1, max_size=6)


@pytest.mark.parametrize(("amount", "rounded"), [("1.005", "1.01"), ("1.0049", "1.00"), ("0.335", "0.34")])
def test_money_is_rounded_half_up(amount: str, rounded: str) -> None:
    assert money(Decimal(amount)) == Decimal(rounded)


@pytest.mark.parametrize(("numerator", "quotient"), [(0, 0), (49, 0), (50, 1), (149, 1), (150, 2)])
def test_a_quotient_is_rounded_half_up(numerator: int, quotient: int) -> None:
    assert half_up(numerator, 100) == quotient


def test_a_price_of_five_places_is_no_price() -> None:
    assert ticks(Decimal("0.3350")) == 3350
    with pytest.raises(ValueError, match="four places"):
        ticks(Decimal("0.33505"))


@pytest.mark.parametrize(
    ("total", "by", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (300, [400, 500], [133, 167]),
        (10, [0, 5], [0, 10]),
        (3, [0, 0], [2, 1]),
        (0, [7, 3], [0, 0]),
    ],
)
def test_a_total_is_shared_by_weight_the_largest_remainder_first(total: int, by: list[int], parts: list[int]) -> None:
    assert share(total, by) == parts


@given(st.integers(0, 10**6), weights)
def test_parts_sum_to_the_whole_and_are_off_by_less_than_one(total: int, by: list[int]) -> None:
    parts = share(total, by)

    assert sum(parts) == total
    if sum(by):
        assert all(abs(part * sum(by) - total * weight) < sum(by) for part, weight in zip(parts, by, strict=True))


@given(weights, st.data())
def test_no_part_is_more_than_it_has_room_for(by: list[int], data: st.DataObject) -> None:
    room = [data.draw(st.integers(0, 50)) for _ in by]
    total = data.draw(st.integers(0, sum(room)))
    parts = share(total, by, room)

    assert sum(parts) == total
    assert all(0 <= part <= most for part, most in zip(parts, room, strict=True))


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1.5", "£1.50"), ("10", "£10.00"), ("0.335", "£0.335"), ("1234", "£1,234.00"), ("100", "£100.00")],
)
def test_pounds_are_said_with_pence_and_more_only_where_needed(amount: str, words: str) -> None:
    assert say_pounds(Decimal(amount)) == words


@pytest.mark.parametrize(("percent", "words"), [("10", "10 %"), ("100", "100 %"), ("12.50", "12.5 %")])
def test_a_percentage_is_said_without_idle_noughts(percent: str, words: str) -> None:
    assert say_percent(Decimal(percent)) == words
