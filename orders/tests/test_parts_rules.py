"""Whatever is on offer, the parts of a line are all of what it saves, and no more packs or pounds than it has."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from orders.rules.parts import names_of, parts_of, pushed_parts
from promotions.rules import PricedLine
from promotions.tests.baskets import Trade, trades
from promotions.tests.trade import A, B, make_offer, priced, rows

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PENNY = Decimal("0.01")


def all_lines(trade: Trade) -> list[PricedLine]:
    basket = trade.priced()
    return [*basket.lines, *basket.free_lines]


@many
@given(trades())
def test_the_parts_save_what_the_line_saves(trade: Trade) -> None:
    for line in all_lines(trade):
        assert sum(part.saving_total for part in parts_of(line)) == line.saving


@many
@given(trades())
def test_no_part_is_of_more_packs_or_pounds_than_the_line(trade: Trade) -> None:
    for line in all_lines(trade):
        for part in parts_of(line):
            assert 1 <= part.quantity <= line.quantity
            assert 0 <= part.net_total <= line.net


@many
@given(trades())
def test_line_promotions_share_the_packs_and_the_pounds(trade: Trade) -> None:
    for line in all_lines(trade):
        on_packs = {saving.version_id for saving in line.savings if saving.units}
        shared = [part for part in parts_of(line) if part.version_id in on_packs]
        assert sum(part.quantity for part in shared) <= line.quantity
        assert sum(part.net_total for part in shared) <= line.net + PENNY * len(shared)


@many
@given(trades())
def test_each_version_once_the_dearest_first(trade: Trade) -> None:
    for line in all_lines(trade):
        parts = parts_of(line)
        assert len({part.version_id for part in parts}) == len(parts)
        assert [part.saving_total for part in parts] == sorted((part.saving_total for part in parts), reverse=True)


@many
@given(trades())
def test_what_all_lines_save_is_what_the_order_s_promotions_gave(trade: Trade) -> None:
    parts = [part for line in all_lines(trade) for part in parts_of(line)]
    for use in trade.priced().promotions:
        assert sum(part.saving_total for part in parts if part.version_id == use.version_id) == use.saving


def test_what_is_left_to_pay_carries_its_share_of_the_reward() -> None:
    """Six of ten at half price, then £14.00 off the £70.00 that are left."""
    half = make_offer("percent_off", {"percent": "50", "products": [A]}, cap_per_order=6)
    spend = {"spend": "50.00", "reward": "amount_off", "amount": "14.00"}
    reward = make_offer("spend_reward", spend, id=2, version_id=102)
    (line,) = priced(rows((A, 10)), half, reward).lines
    told = [(part.quantity, part.saving_total, part.net_total) for part in parts_of(line)]
    assert told == [(6, Decimal(30), Decimal(24)), (10, Decimal(14), Decimal(56))]


def test_a_push_counts_as_many_packs_as_it_has_uses() -> None:
    push = make_offer("push", {"products": [A, B]}, cap_per_order=5, name="Own brand")
    basket = priced(rows((A, 3), (B, 4)), push)
    pushed = pushed_parts(basket, [push])
    parts = [parts_of(line, pushed[line.product_id]) for line in basket.lines]
    assert [one.quantity for (one,) in parts] == [3, 2]
    assert not any(one.saving_total for (one,) in parts)
    assert [use.uses for use in basket.promotions] == [5]
    assert names_of(parts[0]) == "Own brand"
