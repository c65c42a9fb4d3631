"""When a promotion stands, for whom, and how much of it."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from promotions.rules import PricedBasket
from promotions.rules.promotion import Promised
from promotions.tests.trade import NOON, A, B, C, K, make_book, make_offer, make_sold, priced, rows

OFF = {"products": [A], "percent": "10"}


def juice(quantity: int = 1, at: dt.datetime = NOON, **overrides: Any) -> PricedBasket:
    return priced(rows((A, quantity)), make_offer("percent_off", OFF, **overrides), at=at)


@pytest.mark.parametrize(
    ("overrides", "words"),
    [
        ({"state": "draft"}, "it is draft"),
        ({"state": "paused"}, "it is paused"),
        ({"state": "ended"}, "it is ended"),
        ({"starts_at": NOON + dt.timedelta(seconds=1)}, "it starts on 24 November 2026 at 12:00"),
        ({"ends_at": NOON}, "it ended on 24 November 2026 at 12:00"),
        ({"weekdays": frozenset({0, 2})}, "it does not run on a Tuesday"),
        ({"audience_refusal": "it is for cafés"}, "it is for cafés"),
        ({"allocation_left": 0}, "none is left of the allocation"),
        ({"left_for_customer": 0}, "none is left for this customer"),
        ({"left_for_customer": -2}, "none is left for this customer"),
    ],
)
def test_a_promotion_that_does_not_stand_says_why(overrides: dict[str, Any], words: str) -> None:
    basket = juice(**overrides)

    assert basket.saving == 0
    assert basket.lines[0].trace[1] == f"Offer: not used, {words}."
    assert basket.not_used[0].words == words


@pytest.mark.parametrize(
    "overrides",
    [{"starts_at": NOON}, {"ends_at": NOON + dt.timedelta(seconds=1)}, {"weekdays": frozenset({1})}],
)
def test_a_promotion_stands_from_its_first_instant_to_its_end(overrides: dict[str, Any]) -> None:
    assert juice(**overrides).saving == 1


def test_the_weekday_is_londons() -> None:
    tuesday_in_utc = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

    assert juice(at=tuesday_in_utc, weekdays=frozenset({2})).saving == 1


def test_a_summer_end_is_told_in_summer_time() -> None:
    ended = dt.datetime(2026, 7, 1, 16, 0, tzinfo=dt.UTC)

    assert juice(ends_at=ended).not_used[0].words == "it ended on 1 July 2026 at 17:00"


def test_what_was_promised_on_the_order_is_honoured_after_its_end() -> None:
    assert juice(ends_at=NOON, state="ended", promised=Promised(1, {A: 1})).saving == 1


@pytest.mark.parametrize("over", [{"state": "paused"}, {"ends_at": NOON}, {"weekdays": frozenset({2})}])
def test_more_than_was_promised_is_had_only_while_it_stands(over: dict[str, Any]) -> None:
    promised = Promised(2, {A: 2})

    basket = juice(5, promised=promised, **over)
    assert (basket.saving, juice(5, promised=promised).saving) == (Decimal(2), Decimal(5))
    assert basket.lines[0].trace[1] == "Offer: £2.00 off 2 of 5, 10 % off (2 promised on this order)."


def test_what_was_promised_does_not_go_over_to_dearer_goods() -> None:
    offer = make_offer(
        "group_for", {"products": [A, B], "size": 2, "price": "5.00"}, state="ended", promised=Promised(1, {B: 2})
    )
    juice, biscuits = priced(rows((A, 4), (B, 3)), offer).lines

    assert (juice.saving, biscuits.saving) == (Decimal(0), Decimal(3))
    assert juice.trace[1] == "Offer: not used, it was not promised on this order."


def test_a_reward_that_is_over_gives_no_more_than_was_promised() -> None:
    terms = {"spend": "20.00", "reward": "percent_off", "percent": "10"}
    offer = make_offer("spend_reward", terms, state="ended", promised=Promised(1, {A: 2}, Decimal(2)))

    assert [priced(rows((A, packs)), offer).saving for packs in (1, 2, 9)] == [0, 2, 2]


@pytest.mark.parametrize("limit", ["cap_per_order", "left_for_customer", "allocation_left"])
def test_a_limit_that_is_lowered_takes_back_nothing_that_was_promised(limit: str) -> None:
    lowered: dict[str, Any] = {limit: 1, "promised": Promised(3, {A: 3})}
    assert juice(5, **lowered).promotions[0].uses == 3


def test_what_was_promised_goes_before_what_has_come_since() -> None:
    promised = make_offer("percent_off", {"products": [A], "percent": "50"}, promised=Promised(1, {A: 1}), priority=5)
    newer = make_offer("percent_off", OFF, id=2, version_id=102, name="Newer", priority=1)
    assert priced(rows((A, 1)), newer, promised).saving == 5


def test_the_tightest_limit_counts_and_is_named() -> None:
    basket = juice(5, cap_per_order=4, left_for_customer=2, allocation_left=3)

    assert basket.promotions[0].uses == 2
    assert basket.lines[0].trace[1] == "Offer: £2.00 off 2 of 5, 10 % off (2 left for this customer)."


def test_a_capped_promotion_takes_the_dearest_units() -> None:
    offer = make_offer("percent_off", {"products": [A, B], "percent": "10"}, cap_per_order=1)
    basket = priced(rows((B, 1), (A, 1)), offer)

    assert [line.saving for line in basket.lines] == [0, 1]
    assert basket.lines[0].trace[1] == "Offer: not used, 1 allowed an order."


@pytest.mark.parametrize(
    ("mechanic", "terms", "uses"),
    [
        ("percent_off", {"products": [C], "percent": "10"}, 7),
        ("buy_get_free", {"products": [C], "buy": 2, "get": 1}, 2),
        ("group_for", {"products": [C], "size": 3, "price": "5.00"}, 2),
        ("spend_reward", {"spend": "10.00", "reward": "percent_off", "percent": "5"}, 1),
        ("push", {"products": [C]}, 7),
    ],
)
def test_a_use_is_a_unit_a_group_or_a_reward(mechanic: str, terms: dict[str, object], uses: int) -> None:
    assert priced(rows((C, 7)), make_offer(mechanic, terms)).promotions[0].uses == uses


def test_an_introduction_price_is_for_a_product_never_bought() -> None:
    offer = make_offer("introduction_price", {"products": [A, B], "price": "3.00"})
    basket = priced(rows((A, 1), (B, 1)), offer, book=make_book(bought_before=(A,)))

    assert [line.net for line in basket.lines] == [10, 3]
    assert basket.lines[0].trace[1] == "Offer: not used, this customer has bought the product before."


def test_a_push_changes_no_price_and_is_counted() -> None:
    basket = priced(rows((A, 2)), make_offer("push", {"products": [A]}, version_id=9))

    assert (basket.saving, basket.promotions[0].version_id) == (Decimal(0), 9)
    assert not basket.not_used
    assert basket.lines[0].trace[1] == "Offer: preferred line at its normal price."


@pytest.mark.parametrize(("promised", "given"), [(0, 0), (1, 1)])
def test_a_free_product_that_has_left_the_range_is_given_only_where_it_was_promised(promised: int, given: int) -> None:
    terms = {"spend": "5.00", "reward": "free_product", "product": K}
    book = make_book(make_sold(K, is_on_sale=False))
    basket = priced(rows((A, 1)), make_offer("spend_reward", terms, promised=Promised(promised)), book=book)

    assert len(basket.free_lines) == given
    assert [one.words for one in basket.not_used] == ["its free product has left the range"] * (1 - given)
