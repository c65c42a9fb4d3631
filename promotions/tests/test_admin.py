"""The administrator keeps contract prices, found by customer, product or reference."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.models import Customer, PriceList
from customers.tests.make import make_customer
from promotions.models import ContractPrice, ListedPrice, Product
from promotions.tests.make import make_product

ADD = "admin:promotions_contractprice_add"
LIST = "admin:promotions_contractprice_changelist"


@pytest.fixture
def rosa(db: None) -> Customer:
    return make_customer(name="Rosa’s")


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(code="TEA1")


def typed(customer: Customer, product: Product, **overrides: str) -> dict[str, str]:
    return {
        "customer": str(customer.pk),
        "product": str(product.pk),
        "from_quantity": "1",
        "unit_price": "7.5050",
        "starts_on": "",
        "ends_on": "",
        "reference": "Frame 26",
    } | overrides


def test_a_contract_price_is_kept(administrator_client: Client, rosa: Customer, tea: Product) -> None:
    assert administrator_client.post(reverse(ADD), typed(rosa, tea)).status_code == 302
    assert ContractPrice.objects.get().unit_price == Decimal("7.5050")


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        ({"starts_on": "2026-12-01", "ends_on": "2026-11-30"}, "It ends before it starts."),
        ({"unit_price": "-1"}, "A price is zero or more."),
        ({"from_quantity": "0"}, "A break starts at one pack or more."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    administrator_client: Client, rosa: Customer, tea: Product, overrides: dict[str, str], sentence: str
) -> None:
    answer = administrator_client.post(reverse(ADD), typed(rosa, tea, **overrides))
    assert sentence in answer.text
    assert ContractPrice.objects.count() == 0


def test_a_second_price_from_the_same_day_is_refused_in_words(
    administrator_client: Client, rosa: Customer, tea: Product
) -> None:
    for _ in range(2):
        answer = administrator_client.post(reverse(ADD), typed(rosa, tea))
    assert "They have a contract price for it from this quantity and day already." in answer.text


@pytest.mark.parametrize("text", ["rosa", "TEA1", "frame 26"])
def test_it_is_found(administrator_client: Client, rosa: Customer, tea: Product, text: str) -> None:
    ContractPrice.objects.create(customer=rosa, product=tea, unit_price=Decimal(7), reference="Frame 26")
    ContractPrice.objects.create(customer=make_customer(), product=make_product(), unit_price=Decimal(7))
    assert administrator_client.get(reverse(LIST), {"q": text}).context["cl"].result_count == 1


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_costs_the_same_with_many(administrator_client: Client, rosa: Customer, rows: int) -> None:
    for _ in range(rows):
        ContractPrice.objects.create(customer=rosa, product=make_product(), unit_price=Decimal(7))
    with CaptureQueriesContext(connection) as told:
        administrator_client.get(reverse(LIST))
    assert len(told) <= 8


def test_a_coordinator_keeps_none(coordinator_client: Client) -> None:
    assert coordinator_client.get(reverse(ADD)).status_code == 302


def test_what_was_changed_of_a_product_is_said_by_name(administrator_client: Client, tea: Product) -> None:
    trade = PriceList.objects.create(code="TRADE", name="Trade")
    listed = ListedPrice.objects.create(product=tea, price_list=trade, from_quantity=10, unit_price=Decimal(9))
    contract = ContractPrice.objects.create(product=tea, customer=make_customer(name="Rosa’s"), unit_price=Decimal(8))
    assert str(listed) == "Trade from 10"
    assert str(contract).startswith("TEA1")
    assert "Trade from 10" in administrator_client.get(reverse("admin:promotions_product_change", args=[tea.pk])).text
