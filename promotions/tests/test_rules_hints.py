"""What is one step away, in words."""

import pytest

from promotions.rules import LivePromotion, PricedBasket, PriceKind
from promotions.tests.trade import A, B, C, F, Rows, make_book, make_offer, make_sold, price, priced, rows

TIERS: dict[str, object] = {
    "products": [C],
    "basis": "quantity",
    "steps": [{"at_least": 10, "percent": "10"}, {"at_least": 20, "percent": "15"}],
}
BUNDLE: dict[str, object] = {"items": [{"product": A, "quantity": 1}, {"product": B, "quantity": 2}], "price": "15.00"}


def words(basket: PricedBasket) -> list[str]:
    return [hint.words.removeprefix("Offer: ") for hint in basket.hints]


@pytest.mark.parametrize(
    ("mechanic", "terms", "basket", "hint"),
    [
        ("buy_get_free", {"products": [C], "buy": 2, "get": 1}, [(C, 5)], "one more case: third one free"),
        ("buy_get_free", {"products": [C], "buy": 4, "get": 2}, [(C, 4)], "2 more: 2 free"),
        ("buy_get_free", {"products": [B, C], "buy": 1, "get": 1}, [(B, 1)], "one more case: second one free"),
        (
            "buy_get_free",
            {"products": [B, C], "buy": 2, "get": 1},
            [(B, 1), (C, 1)],
            "one more of these: third one free",
        ),
        (
            "buy_get_at",
            {"products": [C], "buy": 1, "get": 1, "price": "1.00"},
            [(C, 1)],
            "one more case: second one at £1.00",
        ),
        (
            "buy_get_at",
            {"products": [C], "buy": 1, "get": 1, "percent": "50"},
            [(C, 1)],
            "one more case: second one at 50 % off",
        ),
        ("group_for", {"products": [C], "size": 3, "price": "5.00"}, [(C, 5)], "one more case: 3 for £5.00"),
        ("tiers", TIERS, [(C, 9)], "one more case: 10 % off"),
        ("tiers", TIERS, [(C, 16)], "4 more: 15 % off"),
        ("bundle_for", BUNDLE, [(A, 1), (B, 1)], "one more Biscuits: together for £15.00"),
        (
            "spend_reward",
            {"spend": "100.00", "reward": "percent_off", "percent": "5"},
            [(A, 9), (B, 2)],
            "£2.00 more: 5 % off",
        ),
        (
            "spend_reward",
            {"spend": "12.00", "reward": "free_product", "product": F},
            [(A, 1)],
            "£2.00 more: 1 Fruit free",
        ),
        ("spend_reward", {"spend": "12.00", "reward": "free_delivery"}, [(A, 1)], "£2.00 more: free delivery"),
    ],
)
def test_one_step_away(mechanic: str, terms: dict[str, object], basket: Rows, hint: str) -> None:
    assert words(priced(rows(*basket), make_offer(mechanic, terms))) == [hint]


@pytest.mark.parametrize(
    ("offer", "basket"),
    [
        (make_offer("buy_get_free", {"products": [C], "buy": 2, "get": 1}), [(C, 4)]),
        (make_offer("buy_get_free", {"products": [C], "buy": 2, "get": 1}, cap_per_order=1), [(C, 5)]),
        (make_offer("buy_get_at", {"products": [C], "buy": 1, "get": 1, "price": "2.00"}), [(C, 1)]),
        (make_offer("group_for", {"products": [C], "size": 3, "price": "6.00"}), [(C, 2)]),
        (make_offer("tiers", TIERS), [(C, 15)]),
        (make_offer("tiers", TIERS), [(C, 20)]),
        (make_offer("bundle_for", BUNDLE), [(C, 1)]),
        (make_offer("spend_reward", {"spend": "100.00", "reward": "percent_off", "percent": "5"}), [(A, 7)]),
        (make_offer("spend_reward", {"spend": "12.00", "reward": "free_delivery"}, state="paused"), [(A, 1)]),
    ],
    ids=lambda value: value.terms.words() if isinstance(value, LivePromotion) else "",
)
def test_nothing_is_hinted_that_is_far_off_or_brings_nothing(offer: LivePromotion, basket: Rows) -> None:
    assert words(priced(rows(*basket), offer)) == []


def test_a_threshold_just_missed_after_line_promotions_is_a_pound_away() -> None:
    offers = [
        make_offer("percent_off", {"products": [A], "percent": "10"}),
        make_offer("spend_reward", {"spend": "100.00", "reward": "percent_off", "percent": "5"}, id=2),
    ]

    assert words(priced(rows((A, 11)), *offers)) == ["£1.00 more: 5 % off"]


def test_units_in_another_promotion_are_no_step_towards_this_one() -> None:
    offers = [
        make_offer("percent_off", {"products": [C], "percent": "50"}, priority=1),
        make_offer("buy_get_free", {"products": [C], "buy": 2, "get": 1}, id=2),
    ]

    assert words(priced(rows((C, 2)), *offers)) == []


def test_beside_an_exclusive_promotion_nothing_else_is_hinted() -> None:
    offers = [
        make_offer("percent_off", {"products": [A], "percent": "50"}, combinability="exclusive"),
        make_offer("buy_get_free", {"products": [C], "buy": 2, "get": 1}, id=2),
    ]

    assert words(priced(rows((A, 1), (C, 2)), *offers)) == []


@pytest.mark.parametrize(("quantity", "hints"), [(7, []), (8, ["Juice: 2 more: £9.00 each"]), (10, [])])
def test_a_near_break_is_hinted(quantity: int, hints: list[str]) -> None:
    book = make_book(make_sold(A, price(PriceKind.LIST, "9.00", from_quantity=10)))

    assert words(priced(rows((A, quantity)), book=book)) == hints


def test_a_hint_stands_on_the_lines_of_its_products() -> None:
    offer = make_offer("buy_get_free", {"products": [C], "buy": 2, "get": 1})
    juice, cups = priced(rows((A, 1), (C, 2)), offer).lines

    assert (juice.hints, cups.hints) == ((), ("Offer: one more case: third one free",))
