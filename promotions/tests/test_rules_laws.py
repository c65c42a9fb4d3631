"""What holds for every basket, whatever is on offer."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from promotions.rules import BasketLine, LivePromotion, Outlook, PricedBasket, PriceKind, money, why_not_now
from promotions.rules.promotion import Promised
from promotions.tests.baskets import PRODUCTS, TERMS, Trade, baskets, trades
from promotions.tests.trade import NOON, A, B, make_offer, priced, rows

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])


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
        replace(row, key=f"{row.key}.{n}", quantity=quantity)
        for n, quantity in enumerate((first, row.quantity - first))
        if quantity
    ]
    split = [line for line in trade.lines if line is not row] + parts

    assert totals(trade.but(lines=split).priced()) == totals(trade.priced())


@many
@given(trades())
def test_no_promotion_is_used_beyond_its_limits(trade: Trade) -> None:
    uses = {use.promotion_id: use.uses for use in trade.priced().promotions}

    for promotion in trade.promotions:
        limits = (promotion.cap_per_order, promotion.left_for_customer, promotion.allocation_left)
        known = [max(promotion.promised.uses, limit) for limit in limits if limit is not None]
        assert uses.get(promotion.id, 0) <= min(known, default=10**6)


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
def test_a_hand_price_takes_no_promotion_nor_one_that_was_agreed(trade: Trade) -> None:
    by_hand = {line.key for line in trade.lines if line.hand or (line.agreed and line.agreed.kind == PriceKind.HAND)}

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


@many
@given(trades())
def test_what_does_not_stand_saves_nothing_and_costs_nobody_else(trade: Trade) -> None:
    standing = [promotion for promotion in trade.promotions if not why_not_now(promotion, NOON)]
    whole, without = trade.priced(), trade.but(promotions=standing).priced()

    assert (whole.net, whole.vat, whole.saving, whole.promotions) == (
        without.net,
        without.vat,
        without.saving,
        without.promotions,
    )


@many
@given(trades())
def test_an_agreed_price_stays(trade: Trade) -> None:
    agreed = {line.key: line.agreed.unit_price for line in trade.lines if line.agreed and not line.hand}
    lines = {line.key: line for line in trade.priced().lines}

    assert {key: lines[key].unit_price for key in agreed} == agreed


def promised_by(basket: PricedBasket, promotion: LivePromotion) -> LivePromotion:
    """The same promotion as it ended after this basket was confirmed."""
    use = next(use for use in basket.promotions if use.promotion_id == promotion.id)
    packs: Counter[int] = Counter()
    for line in basket.lines:
        packs[line.product_id] += sum(one.units for one in line.savings if one.promotion_id == promotion.id)
    return replace(promotion, state="ended", promised=Promised(use.uses, packs, use.saving))


@many
@given(trades())
def test_what_was_promised_is_had_still_when_all_of_it_is_over(trade: Trade) -> None:
    """As it was first confirmed, with nothing promised before."""
    one_row_each = {line.product_id: line for line in trade.lines}
    live = [each for each in trade.promotions if not each.is_honoured]
    told = trade.but(lines=[*one_row_each.values()], promotions=live)
    basket = told.priced()
    used = {use.promotion_id for use in basket.promotions}
    over = told.but(promotions=[promised_by(basket, each) for each in told.promotions if each.id in used]).priced()

    assert {line.key: line.net for line in over.lines} == {line.key: line.net for line in basket.lines}
    assert (over.gross, over.saving) == (basket.gross, basket.saving)


# From so many units on, of the products together.
STARTS_AT: dict[str, Callable[[Any], int]] = {
    "buy_get_free": lambda terms: int(terms.buy + terms.get),
    "buy_get_at": lambda terms: int(terms.buy + terms.get),
    "group_for": lambda terms: int(terms.size),
    "tiers": lambda terms: int(terms.steps[0].at_least),
}


@many
@given(trades(), st.data())
def test_one_unit_less_than_it_asks_loses_the_reward(trade: Trade, data: st.DataObject) -> None:
    mechanic, given = data.draw(st.sampled_from([pair for pair in TERMS if pair[0] in STARTS_AT]))
    assume(given.get("basis") != "value")
    on = data.draw(st.frozensets(st.sampled_from(PRODUCTS), min_size=1, max_size=2))
    promotion = make_offer(mechanic, {**given, "products": sorted(on)}, includes_contracts=True)
    units = STARTS_AT[mechanic](promotion.terms)
    first, *_ = products = sorted(on)
    short = rows(*[(product, units - len(products)) if product == first else (product, 1) for product in products])
    lines = [line for line in short if line.quantity > 0]
    one_less = trade.but(lines=lines, promotions=[promotion])
    assume(sum(line.quantity for line in lines) == units - 1)
    assert promotion.id not in {use.promotion_id for use in one_less.priced().promotions}

    enough = [replace(line, quantity=line.quantity + (n == 0)) for n, line in enumerate(lines)]
    gained = trade.but(lines=enough, promotions=[promotion]).priced()
    assert not any("it starts at" in left.words for left in gained.not_used)


@many
@given(trades(), st.sampled_from(["percent_off", "amount_off", "free_delivery"]))
def test_a_penny_below_the_spend_loses_the_reward(trade: Trade, reward: str) -> None:
    plain = trade.but(promotions=[], lines=[replace(line, hand=None, agreed=None) for line in trade.lines])
    goods = sum((line.value for line in plain.priced().lines), Decimal(0))
    assume(goods > 1)
    more = {"percent_off": {"percent": "50"}, "amount_off": {"amount": "0.50"}, "free_delivery": {}}[reward]

    def used(spend: Decimal) -> bool:
        terms = {"spend": f"{spend}", "reward": reward, **more}
        promotion = make_offer("spend_reward", terms, includes_contracts=True)
        return bool(plain.but(promotions=[promotion], delivery=Decimal("6.95")).priced().promotions)

    assert used(goods)
    assert not used(goods + Decimal("0.01"))


@many
@given(trades(), baskets(), st.data())
def test_what_is_tried_saves_what_the_whole_basket_then_does(
    trade: Trade, more: list[BasketLine], data: st.DataObject
) -> None:
    promotion = data.draw(st.sampled_from(trade.promotions))
    tried = [replace(line, key=f"more {line.key}") for line in more]
    others = [line for line in trade.lines if line.product_id not in {line.product_id for line in tried}]
    trial = Outlook(trade.priced()).with_rows(tried)

    for promotions, outcome in (
        (trade.promotions, trial.together(promotion, trade.delivery)),
        ([promotion], trial.alone(promotion, trade.delivery)),
    ):
        whole = trade.but(lines=[*others, *tried], promotions=promotions).priced()
        use = next((use for use in whole.promotions if use.promotion_id == promotion.id), None)
        assert (outcome.goods, outcome.saving) == (whole.goods, whole.saving)
        assert (outcome.uses, outcome.delivery_saving) == ((use.uses, use.delivery_saving) if use else (0, 0))


def test_ten_thousand_units_are_not_counted_one_by_one() -> None:
    offer = make_offer("group_for", {"products": [A, B], "size": 3, "price": "9.00"})
    basket = priced(rows((A, 10_000), (B, 9_999)), offer)

    assert basket.promotions[0].uses == 6_666
    assert basket.saving == Decimal("79998.00")
