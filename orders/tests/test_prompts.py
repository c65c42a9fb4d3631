"""A prompt says what the order would really save, asks for what is lacking, and finds its way past what is in use."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from customers.models import Customer
from customers.tests.make import make_customer
from orders.actions.desk_price import set_hand_price
from orders.models import Order
from orders.reports import Prompt, pad
from orders.tests.make import make_draft, make_past_order
from promotions.models import ContractPrice, Product, Promotion
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer()


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea")


@pytest.fixture
def cups(db: None) -> Product:
    return make_product(name="Cups")


class Desk:
    """What the Director pushes, and what a customer's pad offers of it."""

    def __init__(self, by: User, at: dt.datetime, customer: Customer) -> None:
        self.by, self.at, self.customer = by, at, customer

    def push(self, mechanic: Mechanic, products: list[Product], terms: dict[str, Any], **more: Any) -> Promotion:
        return make_promotion(by=self.by, at=self.at, mechanic=mechanic, terms=terms, products=products, **more)

    def off(self, product: Product, percent: str = "10", **more: Any) -> Promotion:
        return self.push(Mechanic.PERCENT_OFF, [product], {"percent": percent}, **more)

    def draft(self, lines: dict[Product, int]) -> Order:
        return make_draft(by=self.by, at=self.at, customer=self.customer, lines=lines)

    def bought(self, lines: dict[Product, int]) -> None:
        for days in (7, 14):
            make_past_order(self.customer, self.at - dt.timedelta(days=days), lines)

    def prompts(self, order: Order | None = None) -> tuple[Prompt, ...]:
        return pad(customer_id=self.customer.pk, order_id=order.pk if order else None, at=self.at).prompts

    def offered(self, order: Order | None = None) -> list[int]:
        return [prompt.promotion_id for prompt in self.prompts(order)]


@pytest.fixture
def desk(coordinator: User, noon: dt.datetime, customer: Customer) -> Desk:
    return Desk(coordinator, noon, customer)


def test_what_another_promotion_would_take_is_not_offered(desk: Desk, tea: Product) -> None:
    first = desk.off(tea, "10", priority=1)
    desk.off(tea, "20", priority=2)
    assert desk.offered() == [first.pk]
    assert desk.offered(desk.draft({tea: 1})) == []


def test_an_exclusive_one_that_stands_leaves_nothing_to_offer(desk: Desk, tea: Product, cups: Product) -> None:
    desk.off(tea, "50", combinability="exclusive")
    desk.off(cups, "1")
    assert desk.offered(desk.draft({tea: 5})) == []


def test_an_exclusive_one_saves_the_difference(desk: Desk, tea: Product, cups: Product) -> None:
    desk.off(tea, "10")
    desk.off(cups, "50", combinability="exclusive")
    [prompt] = desk.prompts(desk.draft({tea: 2}))
    assert (prompt.product.id, prompt.saving) == (cups.pk, Decimal("3.00"))


def test_a_price_by_hand_is_not_offered_cheaper(desk: Desk, tea: Product, cups: Product) -> None:
    desk.push(Mechanic.GROUP_FOR, [tea], {"size": 2, "price": "15.00"})
    order = desk.draft({tea: 1, cups: 1})
    assert len(desk.prompts(order)) == 1
    price: dict[str, Any] = {"unit_price": Decimal("9.00"), "reason": "Asked nicely"}
    set_hand_price(order_id=order.pk, product_id=tea.pk, by=desk.by, at=desk.at, **price)
    assert desk.prompts(order) == ()


def test_the_next_product_is_offered_where_the_first_is_left_alone(desk: Desk, tea: Product, cups: Product) -> None:
    desk.push(Mechanic.PERCENT_OFF, [tea, cups], {"percent": "10"})
    ContractPrice.objects.create(customer=desk.customer, product=tea, unit_price=Decimal(9))
    assert [prompt.product.id for prompt in desk.prompts()] == [cups.pk]


def test_what_is_in_use_takes_no_place(desk: Desk, tea: Product) -> None:
    used = [make_product() for _ in range(14)]
    for product in used:
        desk.off(product, priority=1)
    last = desk.off(tea, priority=9)
    assert desk.offered(desk.draft(dict.fromkeys(used, 1))) == [last.pk]


def test_what_can_be_had_is_named_first(desk: Desk, tea: Product) -> None:
    gone = [make_product(stock_free=0) for _ in range(3)] + [make_product(ended_at=desk.at)]
    last = make_product()
    desk.push(Mechanic.PERCENT_OFF, [*gone, last], {"percent": "10"})
    assert [prompt.product.id for prompt in desk.prompts()] == [last.pk]


def test_a_far_tier_is_asked_for_in_one_step(desk: Desk, tea: Product) -> None:
    desk.bought({tea: 6})
    steps = [{"at_least": 24, "percent": "5"}]
    desk.push(Mechanic.TIERS, [tea], {"basis": "quantity", "steps": steps})
    [prompt] = desk.prompts(desk.draft({tea: 3}))
    assert (prompt.quantity, prompt.saving) == (21, Decimal("12.00"))


def test_what_is_near_goes_before_what_is_far(desk: Desk, tea: Product, cups: Product) -> None:
    far = desk.push(Mechanic.TIERS, [tea], {"basis": "quantity", "steps": [{"at_least": 24, "percent": "5"}]})
    near = desk.off(cups, "1")
    assert desk.offered() == [near.pk, far.pk]


def test_a_bundle_names_all_that_it_lacks(desk: Desk, tea: Product, cups: Product) -> None:
    items = [{"product": tea.pk, "quantity": 2}, {"product": cups.pk, "quantity": 1}]
    desk.push(Mechanic.BUNDLE_FOR, [tea, cups], {"items": items, "price": "25.00"})
    [prompt] = desk.prompts()
    assert (prompt.product.id, prompt.quantity, prompt.saving) == (tea.pk, 2, Decimal("5.00"))
    assert [(item.product.id, item.quantity) for item in prompt.besides] == [(cups.pk, 1)]


def test_a_bundle_with_something_out_of_stock_is_not_offered(desk: Desk, tea: Product) -> None:
    gone = make_product(stock_free=0)
    items = [{"product": tea.pk, "quantity": 2}, {"product": gone.pk, "quantity": 1}]
    desk.push(Mechanic.BUNDLE_FOR, [tea, gone], {"items": items, "price": "25.00"})
    assert desk.prompts() == ()


@pytest.mark.parametrize(("packs", "offered"), [(4, []), (5, [(5, Decimal("5.00"))]), (10, [])])
def test_a_spend_is_offered_from_half_of_it_on(
    desk: Desk, tea: Product, cups: Product, packs: int, offered: list[tuple[int, Decimal]]
) -> None:
    desk.bought({tea: 1})
    desk.push(Mechanic.SPEND_REWARD, [], {"spend": "100.00", "reward": "percent_off", "percent": "5"})
    told = desk.prompts(desk.draft({cups: packs}))
    assert [(prompt.quantity, prompt.saving) for prompt in told] == offered


def test_a_tier_on_value_counts_the_break_that_is_reached(desk: Desk, tea: Product) -> None:
    tea.list_breaks.create(from_quantity=10, unit_price=Decimal("8.00"))
    steps = [{"at_least": "100.00", "percent": "5"}]
    desk.push(Mechanic.TIERS, [tea], {"basis": "value", "steps": steps})
    [prompt] = desk.prompts()
    assert (prompt.quantity, prompt.saving) == (13, Decimal("5.20"))


def test_packs_are_offered_as_they_are_sold(desk: Desk) -> None:
    desk.off(make_product(order_multiple=6, order_least=12))
    assert [prompt.quantity for prompt in desk.prompts()] == [12]
