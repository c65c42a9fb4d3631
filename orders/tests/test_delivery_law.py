"""Delivery and promotions are chosen together: nobody has a delivery at nil that the goods do not bring."""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orders.actions.pricing import Terms, priced
from orders.rules.delivery import Charges
from promotions.reports import Pitch, Wares
from promotions.rules import LivePromotion, Mechanic
from promotions.tests.baskets import Trade, trades
from promotions.tests.trade import NOON, A, make_offer, make_sold


def terms_of(trade: Trade, charges: Charges) -> Terms:
    pitches = [Pitch(promotion, "", "", frozenset()) for promotion in trade.promotions]
    return Terms(Wares({}, tuple(trade.book.products.values()), trade.book.bought_before), pitches, charges)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(trades(), st.integers(1, 200), st.integers(100, 2000))
def test_delivery_costs_what_the_goods_left_to_pay_make_it(trade: Trade, free_from: int, charge: int) -> None:
    charges = Charges(charge=Decimal(charge).scaleb(-2), free_from=Decimal(free_from))
    quantities = {line.product_id: line.quantity for line in trade.lines}
    basket = priced(quantities, terms_of(trade, charges), NOON)

    free_by_promotion = any(use.delivery_saving for use in basket.promotions)
    assert basket.delivery == (0 if free_by_promotion else charges.for_goods(basket.goods))


def test_goods_that_would_fall_below_free_delivery_keep_what_made_it_free() -> None:
    """Ten at £10.00 with delivery free from £98.00: 3 % off would leave £97.00 and a delivery to pay."""
    alone = {"priority": 1, "combinability": "exclusive"}
    reward = make_offer(Mechanic.SPEND_REWARD, {"spend": "50.00", "reward": "free_delivery"}, **alone)
    off = make_offer(Mechanic.PERCENT_OFF, {"products": [A], "percent": "3"}, id=2, version_id=102)
    offers: list[LivePromotion] = [reward, off]
    pitches = [Pitch(promotion, "", "", frozenset()) for promotion in offers]
    charges = Charges(charge=Decimal("6.95"), free_from=Decimal(98))
    basket = priced({A: 10}, Terms(Wares({}, (make_sold(A),)), pitches, charges), NOON)

    assert (basket.goods, basket.delivery) == (Decimal("100.00"), Decimal(0))
    assert [use.name for use in basket.promotions] == ["Offer"]
