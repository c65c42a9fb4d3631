"""A contract price goes before all others within its days, with its breaks; the list price has breaks too."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from customers.models import Customer, PriceList
from customers.tests.make import make_customer
from promotions.models import ContractPrice, ListBreak, ListedPrice, Product
from promotions.reports import wares_for
from promotions.rules import UnitPrice, customer_price
from promotions.tests.make import make_product

TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(list_price=Decimal("10.00"))


@pytest.fixture
def customer(tea: Product) -> Customer:
    trade = PriceList.objects.create(code="T", name="Trade")
    ListedPrice.objects.create(price_list=trade, product=tea, unit_price=Decimal("9.00"))
    return make_customer(price_list=trade)


def contract(customer: Customer, tea: Product, price: str, **overrides: Any) -> ContractPrice:
    return ContractPrice.objects.create(customer=customer, product=tea, unit_price=Decimal(price), **overrides)


def paid(customer: Customer, tea: Product, quantity: int = 1) -> UnitPrice:
    return customer_price(wares_for(customer, [tea.pk]).book.products[tea.pk], quantity, TODAY)


def test_it_stands_even_when_dearer(customer: Customer, tea: Product) -> None:
    contract(customer, tea, "12.00", ends_on=dt.date(2026, 12, 31))
    assert paid(customer, tea).words == "Contract price £12.00 until 31 December 2026"


@pytest.mark.parametrize(
    ("days", "price"),
    [
        ({}, "8.00"),
        ({"starts_on": TODAY, "ends_on": TODAY}, "8.00"),
        ({"starts_on": TODAY + DAY}, "9.00"),
        ({"ends_on": TODAY - DAY}, "9.00"),
    ],
)
def test_within_its_days_and_not_outside(
    customer: Customer, tea: Product, days: dict[str, dt.date], price: str
) -> None:
    contract(customer, tea, "8.00", **days)
    assert paid(customer, tea).amount == Decimal(price)


def test_with_its_breaks(customer: Customer, tea: Product) -> None:
    contract(customer, tea, "8.00")
    contract(customer, tea, "7.5050", from_quantity=10)
    assert [paid(customer, tea, quantity).amount for quantity in (9, 10)] == [Decimal("8.00"), Decimal("7.5050")]


def test_it_says_which_contract(customer: Customer, tea: Product) -> None:
    contract(customer, tea, "8.00", reference="Framework 12", ends_on=TODAY)
    assert paid(customer, tea).words == "Contract price £8.00 (Framework 12) until 24 November 2026"


def test_it_is_nobody_elses(customer: Customer, tea: Product) -> None:
    contract(customer, tea, "8.00")
    assert paid(make_customer(), tea).amount == Decimal("10.00")


def test_the_list_price_has_breaks(tea: Product) -> None:
    ListBreak.objects.create(product=tea, from_quantity=12, unit_price=Decimal("9.50"))
    assert [paid(make_customer(), tea, quantity).amount for quantity in (11, 12)] == [Decimal("10.00"), Decimal("9.50")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_price": Decimal(-1)},
        {"from_quantity": 0},
        {"starts_on": TODAY, "ends_on": TODAY - DAY},
    ],
)
def test_a_senseless_contract_is_no_row(customer: Customer, tea: Product, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        ContractPrice.objects.create(customer=customer, product=tea, **{"unit_price": Decimal(8), **wrong})


def test_one_price_from_a_quantity_and_a_day(customer: Customer, tea: Product) -> None:
    contract(customer, tea, "8.00")
    with pytest.raises(IntegrityError, match="promotions_one_contract_price_at_a_time"):
        contract(customer, tea, "7.00")
