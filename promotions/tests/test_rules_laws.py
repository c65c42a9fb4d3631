"""What holds for every basket, whatever is on offer."""

import random
from collections import Counter
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promotions.rules import BasketLine, PricedBasket, money
from promotions.tests.baskets import Trade, trades
from promotions.tests.trade import A, B, make_offer, priced, rows

many = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def totals(basket: PricedBasket) -> tuple[object, ...]:
    by_product: Counter[int] = Counter()
    for line in [*basket.lines, *basket.free_lines]:
        by_product[line.product_id] += int(line.net * 100)
    return basket.net, basket.vat, basket.saving, basket.vat_totals, basket.promotions, by_product


@many
@given(trades())
def test_lines_and_rates_sum_to_the_totals(trade: Trade) -> None:
    basket = trade.priced()
    lines = [*basket.lines, *basket.free_lines]

    assert sum(line.net for line in lines) == basket.goods == sum(total.goods for total in basket.vat_totals)
    assert basket.goods + basket.delivery == basket.net == sum(total.net for total in basket.vat_totals)
    assert sum(line.saving for line in lines) == basket.saving == sum(use.saving for use in basket.promotions)
    assert basket.net + basket.vat == basket.gross


@many
@given(trades())
def test_savings_of_a_line_are_what_promotions_took_from_it(trade: Trade) -> None:
    for line in [*trade.priced().lines, *trade.priced().free_lines]:
        assert line.value - sum(saving.amount for saving in line.savings) == line.net


@many
@given(trades())
def test_vat_is_rounded_once_a_rate(trade: Trade) -> None:
    for total in trade.priced().vat_totals:
        assert total.vat == money(total.net * total.rate.percent / 100)
        assert total.net == total.goods + total.delivery


@many
@given(trades())
def test_no_line_is_below_zero_or_made_dearer(trade: Trade) -> None:
    without = {line.key: line.net for line in trade.but(promotions=[]).priced().lines}
    basket = trade.priced()

    for line in basket.lines:
        assert 0 <= line.net <= without[line.key]
        assert all(saving.amount >= 0 for saving in line.savings)
    assert all(line.net >= 0 for line in basket.free_lines)


@many
@given(trades(), st.randoms(use_true_random=False))
def test_order_of_rows_and_promotions_changes_nothing(trade: Trade, chance: random.Random) -> None:
    lines, promotions = list(trade.lines), list(trade.promotions)
    chance.shuffle(lines)
    promotions.reverse()
    plain, mixed = trade.priced(), trade.but(lines=lines, promotions=promotions).priced()

    assert {line.key: line for line in plain.lines} == {line.key: line for line in mixed.lines}
    assert (plain.net, plain.vat, plain.saving) == (mixed.net, mixed.vat, mixed.saving)


@many
@given(trades(), st.data())
def test_a_row_split_in_two_changes_no_total(trade: Trade, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(trade.lines))
    first = data.draw(st.integers(0, row.quantity))
    parts = [
        BasketLine(f"{row.key}.{n}", row.product_id, q, row.hand) for n, q in enumerate((first, row.quantity - first))
    ]
    split = [line for line in trade.lines if line is not row] + [part for part in parts if part.quantity]

    assert totals(trade.but(lines=split).priced()) == totals(trade.priced())


@many
@given(trades())
def test_no_promotion_is_used_beyond_its_limits(trade: Trade) -> None:
    uses = {use.promotion_id: use.uses for use in trade.priced().promotions}

    for promotion in trade.promotions:
        limits = (promotion.cap_per_order, promotion.left_for_customer, promotion.allocation_left)
        assert uses.get(promotion.id, 0) <= min((limit for limit in limits if limit is not None), default=10**6)


@many
@given(trades())
def test_a_unit_takes_part_in_one_line_promotion(trade: Trade) -> None:
    for line in trade.priced().lines:
        assert sum(saving.units for saving in line.savings) <= line.quantity


@many
@given(trades())
def test_an_exclusive_promotion_stands_alone(trade: Trade) -> None:
    exclusive = {promotion.id for promotion in trade.promotions if promotion.is_exclusive}
    pushes = {promotion.id for promotion in trade.promotions if promotion.terms.mechanic == "push"}
    used = {use.promotion_id for use in trade.priced().promotions} - pushes

    assert not used & exclusive or len(used) == 1


@many
@given(trades(), st.data())
def test_without_what_it_stood_on_nothing_of_a_promotion_stays(trade: Trade, data: st.DataObject) -> None:
    promotion = data.draw(st.sampled_from(trade.promotions))
    on = promotion.terms.products or frozenset(line.product_id for line in trade.lines)
    left = trade.but(lines=[line for line in trade.lines if line.product_id not in on]).priced()

    assert promotion.id not in {use.promotion_id for use in left.promotions}
    assert f"free:{promotion.id}" not in {line.key for line in left.free_lines}


@many
@given(trades())
def test_a_hand_price_takes_no_promotion(trade: Trade) -> None:
    by_hand = {line.key for line in trade.lines if line.hand}

    assert all(not line.savings for line in trade.priced().lines if line.key in by_hand)


@many
@given(trades())
def test_every_promotion_is_used_or_says_why_not(trade: Trade) -> None:
    basket = trade.priced()
    used = {use.promotion_id for use in basket.promotions}
    refused = {left.promotion_id for left in basket.not_used}

    assert used | refused == {promotion.id for promotion in trade.promotions}
    assert not used & refused
    assert all(left.words for left in basket.not_used)


@many
@given(trades())
def test_combined_promotions_save_no_less_than_the_best_exclusive(trade: Trade) -> None:
    best = trade.priced()

    for promotion in trade.promotions:
        if promotion.is_exclusive:
            alone = trade.but(promotions=[promotion]).priced()
            assert best.saving + best.delivery_saving >= alone.saving + alone.delivery_saving


def test_ten_thousand_units_are_not_counted_one_by_one() -> None:
    offer = make_offer("group_for", {"products": [A, B], "size": 3, "price": "9.00"})
    basket = priced(rows((A, 10_000), (B, 9_999)), offer)

    assert basket.promotions[0].uses == 6_666
    assert basket.saving == Decimal("79998.00")
