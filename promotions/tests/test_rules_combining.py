"""Which promotions stand together, and how a saving is shared out."""

from decimal import Decimal
from typing import Any

import pytest

from promotions.rules import LivePromotion, PriceKind, VatRate
from promotions.tests.trade import A, B, C, F, K, R, Z, make_book, make_offer, make_sold, price, priced, rows


def off(product: int, percent: str, number: int, **overrides: Any) -> LivePromotion:
    terms: dict[str, object] = {"products": [product], "percent": percent}
    return make_offer("percent_off", terms, id=number, name=f"Offer {number}", **overrides)


def reward(spend: str, number: int = 9, **terms: object) -> LivePromotion:
    return make_offer("spend_reward", {"spend": spend, **terms}, id=number, name=f"Reward {number}")


def used(*offers: LivePromotion) -> list[int]:
    return [use.promotion_id for use in priced(rows((A, 1)), *offers).promotions]


def test_the_higher_priority_takes_the_units_though_it_saves_less() -> None:
    assert used(off(A, "20", 1, priority=2), off(A, "10", 2, priority=1)) == [2]


def test_of_equal_priority_the_one_that_saves_more_takes_them() -> None:
    assert used(off(A, "10", 1), off(A, "20", 2)) == [2]


def test_of_equal_saving_the_first_made_takes_them() -> None:
    assert used(off(A, "10", 2), off(A, "10", 1)) == [1]


def test_who_comes_second_says_that_the_units_are_taken() -> None:
    line = priced(rows((A, 1)), off(A, "10", 1), off(A, "20", 2)).lines[0]

    assert line.trace == (
        "List price £10.00.",
        "Offer 2: £2.00 off 1, 20 % off.",
        "Offer 1: not used, its units are taken by promotions that come first.",
    )


def test_the_units_that_one_promotion_leaves_are_free_for_the_next() -> None:
    offers = [off(A, "20", 1, priority=1, cap_per_order=2), off(A, "10", 2, priority=2)]

    assert [saving.amount for saving in priced(rows((A, 5)), *offers).lines[0].savings] == [4, 3]


@pytest.mark.parametrize(
    ("percent", "priority", "taken"),
    [("41", 9, [1]), ("40", 1, [1]), ("40", 5, [2, 3]), ("40", 9, [2, 3]), ("39", 1, [2, 3])],
)
def test_an_exclusive_one_must_save_more_or_as_much_with_a_higher_priority(
    percent: str, priority: int, taken: list[int]
) -> None:
    exclusive = off(A, percent, 1, priority=priority, combinability="exclusive")
    basket = priced(rows((A, 1), (B, 1)), exclusive, off(A, "20", 2), off(B, "50", 3))

    assert [use.promotion_id for use in basket.promotions] == taken


def test_the_others_say_who_stands_alone() -> None:
    basket = priced(rows((A, 1)), off(A, "30", 1, combinability="exclusive"), off(A, "20", 2))

    assert basket.lines[0].trace[2] == "Offer 2: not used, Offer 1 stands alone on this order."


def test_free_delivery_counts_when_an_exclusive_one_is_weighed() -> None:
    exclusive = off(A, "50", 1, combinability="exclusive")
    delivered = priced(rows((A, 1)), exclusive, reward("5.00", reward="free_delivery"), delivery="6.95")

    assert (delivered.saving, delivered.delivery_saving, delivered.delivery) == (
        Decimal(0),
        Decimal("6.95"),
        Decimal(0),
    )


def test_of_the_exclusive_ones_the_best_is_taken() -> None:
    offers = [off(A, percent, n, combinability="exclusive") for n, percent in enumerate(("10", "30", "20"), start=1)]

    assert used(*offers) == [2]


def test_every_spend_is_judged_after_line_promotions_and_before_other_rewards() -> None:
    offers = [
        reward("20.00", 1, reward="percent_off", percent="50"),
        reward("20.00", 2, reward="amount_off", amount="3.00"),
    ]
    basket = priced(rows((A, 2)), *offers)

    assert [use.saving for use in basket.promotions] == [10, 3]


def test_an_amount_off_the_order_never_goes_below_nothing() -> None:
    assert priced(rows((A, 2)), reward("5.00", reward="amount_off", amount="25.00")).goods == 0


def test_goods_that_a_reward_may_not_touch_do_not_count_towards_its_spend() -> None:
    book = make_book(make_sold(A, price(PriceKind.CONTRACT, "10.00")))
    offer = reward("15.00", reward="percent_off", percent="10")

    assert priced(rows((A, 1), (B, 2)), offer, book=book).saving == 0
    assert priced(rows((A, 1), (B, 4)), offer, book=book).lines[0].saving == 0


def test_pennies_rounded_up_three_times_do_not_go_below_nothing() -> None:
    offers = [off(K, "100", number, cap_per_order=1) for number in (1, 2, 3)]

    assert priced(rows((K, 3)), *offers).goods == 0


def test_a_saving_is_shared_by_price_and_the_largest_remainder_gets_the_penny() -> None:
    offer = make_offer("bundle_for", {"items": [{"product": p, "quantity": 1} for p in (A, B, Z)], "price": "18.00"})
    basket = priced(rows((Z, 1), (B, 1), (A, 1)), offer)

    assert [line.saving for line in basket.lines] == [Decimal("0.26"), Decimal("0.21"), Decimal("0.53")]


def test_bundles_repeat_while_every_product_is_there() -> None:
    items = [{"product": A, "quantity": 1}, {"product": C, "quantity": 2}]
    basket = priced(rows((A, 3), (C, 5)), make_offer("bundle_for", {"items": items, "price": "12.00"}))

    assert (basket.promotions[0].uses, basket.saving) == (2, Decimal(4))


def test_a_bundle_dearer_than_its_parts_is_left_alone() -> None:
    items = [{"product": B, "quantity": 1}, {"product": C, "quantity": 1}]
    basket = priced(rows((B, 1), (C, 1)), make_offer("bundle_for", {"items": items, "price": "6.01"}))

    assert basket.saving == 0
    assert basket.lines[0].trace[1] == "Offer: not used, together for £6.01 would not be cheaper than normal."


@pytest.mark.parametrize(
    ("terms", "saving"),
    [
        ({"price": "1.00"}, "1.00"),
        ({"percent": "25"}, "0.50"),
        ({"price": "2.00"}, "0.00"),
        ({"price": "3.00"}, "0.00"),
    ],
)
def test_the_cheapest_of_each_group_comes_at_a_price_or_a_percentage_off(terms: dict[str, object], saving: str) -> None:
    offer = make_offer("buy_get_at", {"products": [A, C], "buy": 2, "get": 1, **terms})

    assert priced(rows((A, 2), (C, 1)), offer).saving == Decimal(saving)


def test_of_a_mixed_group_the_cheapest_is_free_and_all_of_it_share() -> None:
    offer = make_offer("buy_get_free", {"products": [A, B, C], "buy": 2, "get": 1})
    basket = priced(rows((C, 1), (A, 1), (B, 1)), offer)

    assert [line.saving for line in basket.lines] == [Decimal("0.25"), Decimal("1.25"), Decimal("0.50")]


@pytest.mark.parametrize(("quantity", "saving"), [(4, "0.00"), (5, "2.00"), (10, "8.00")])
def test_tiers_on_value_take_the_highest_reached(quantity: int, saving: str) -> None:
    steps = [{"at_least": "20.00", "percent": "10"}, {"at_least": "40.00", "percent": "20"}]
    offer = make_offer("tiers", {"products": [B], "basis": "value", "steps": steps})

    assert priced(rows((B, quantity)), offer).saving == Decimal(saving)


def test_a_free_product_is_a_line_of_its_own_and_goes_with_what_qualified() -> None:
    offer = reward("30.00", reward="free_product", product=F, quantity=2)
    (free,) = priced(rows((A, 3)), offer).free_lines

    assert (free.product_id, free.quantity, free.value, free.vat_rate) == (F, 2, Decimal(6), VatRate.ZERO)
    assert priced(rows((A, 2)), offer).free_lines == ()


def test_a_free_product_without_a_price_is_not_given() -> None:
    basket = priced(rows((A, 3)), reward("30.00", reward="free_product", product=999))

    assert basket.not_used[0].words == "its free product has no price here"


def test_an_incidental_gift_leaves_each_rate_of_the_goods_as_it_is() -> None:
    offer = reward("10.00", reward="free_product", product=F, incidental=True)

    assert priced(rows((A, 1), (R, 1)), offer).vat == priced(rows((A, 1), (R, 1))).vat


def test_exempt_and_zero_rated_goods_are_totalled_apart() -> None:
    book = make_book(make_sold(B, vat_rate=VatRate.EXEMPT))
    totals = priced(rows((B, 1), (Z, 1)), book=book, delivery="9.00").vat_totals

    assert [(total.rate, total.net, total.vat) for total in totals] == [
        (VatRate.ZERO, Decimal(10), Decimal(0)),
        (VatRate.EXEMPT, Decimal(8), Decimal(0)),
    ]


def test_delivery_of_goods_all_given_away_is_still_charged() -> None:
    basket = priced(rows((A, 1)), off(A, "100", 1), delivery="6.00")

    assert (basket.goods, basket.net, basket.vat) == (Decimal(0), Decimal(6), Decimal("1.20"))


def test_what_a_promotion_alone_would_bring() -> None:
    worth = priced(rows((A, 2)), off(A, "10", 1))
    nothing = priced(rows((A, 2)), off(B, "10", 2))

    assert (worth.saving, worth.not_used) == (Decimal(2), ())
    assert (nothing.saving, nothing.not_used[0].words) == (Decimal(0), "none of its products is on the order")
