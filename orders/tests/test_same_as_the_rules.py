"""Whatever is typed in whatever order, the draft on the database says to the penny what the rules say of its basket."""

import datetime as dt
import random
from decimal import Decimal

import pytest

from customers.models import PriceList
from customers.tests.make import make_customer
from orders.actions.pricing import priced, terms_for
from orders.reports import pad, read_back
from orders.tests.make import make_draft
from promotions.models import ListedPrice, Product
from promotions.rules import Mechanic, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User


def stocked(chance: random.Random, by: User, at: dt.datetime, terms: PriceList) -> list[Product]:
    """Eight products over the VAT rates, some on the price list with a break, under four kinds of promotion."""
    products = [
        make_product(list_price=Decimal(chance.randrange(1, 200_000)) / 10_000, vat_rate=chance.choice(VatRate.values))
        for _ in range(8)
    ]
    for product in products[::2]:
        for quantity in (1, 5):
            price = round(product.list_price * (100 - quantity) / 100, 4)
            ListedPrice.objects.create(price_list=terms, product=product, from_quantity=quantity, unit_price=price)
    for mechanic, said, on in (
        (Mechanic.PERCENT_OFF, {"percent": str(chance.randrange(1, 50))}, products[:3]),
        (Mechanic.PROMOTION_PRICE, {"price": "0.9950"}, products[2:4]),
        (Mechanic.BUY_GET_FREE, {"buy": 2, "get": 1}, products[4:]),
        (Mechanic.SPEND_REWARD, {"spend": "40.00", "reward": "percent_off", "percent": "5"}, products),
    ):
        make_promotion(by=by, at=at, mechanic=mechanic, terms=said, products=on)
    return products


@pytest.mark.parametrize("seed", range(8))
def test_the_order_equals_the_rules(coordinator: User, noon: dt.datetime, seed: int) -> None:
    chance = random.Random(seed)
    terms = PriceList.objects.create(code="T", name="Trade")
    customer, products = make_customer(price_list=terms), stocked(chance, coordinator, noon, terms)
    typed = {product: chance.randrange(1, 9) for product in chance.sample(products, 6)}
    order = make_draft(by=coordinator, at=noon, customer=customer, lines=typed)
    quantities = {product.pk: quantity for product, quantity in reversed(typed.items())}
    basket = priced(quantities, terms_for(customer, quantities, noon), noon)
    assert (order.net_total, order.vat_total, order.gross_total, order.saving_total) == (
        basket.goods,
        basket.vat,
        basket.gross,
        basket.saving,
    )
    stored = {line.product_id: (line.net_total, line.saving_total) for line in order.lines.all()}
    assert stored == {line.product_id: (line.net, line.saving) for line in basket.lines}


@pytest.mark.parametrize("seed", range(4))
def test_every_screen_says_the_same_sums(coordinator: User, noon: dt.datetime, seed: int) -> None:
    chance = random.Random(seed)
    terms = PriceList.objects.create(code="T", name="Trade")
    products = stocked(chance, coordinator, noon, terms)
    typed = {product: chance.randrange(1, 9) for product in products}
    order = make_draft(by=coordinator, at=noon, customer=make_customer(price_list=terms), lines=typed)
    foot = pad(customer_id=order.customer_id, order_id=order.pk, at=noon).foot
    told = read_back(order.pk, noon)
    sums = (order.net_total, order.saving_total, order.vat_total, order.gross_total)
    assert (foot.net, foot.saving, foot.vat, foot.gross) == (told.net, told.saving, told.vat, told.gross) == sums
    assert sum(line.net_total for line in told.lines) == sum(row.net for row in told.vat_rows) == order.net_total
