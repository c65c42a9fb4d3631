"""A quantity may be typed in pieces: whole packs come of it, or both neighbours are named."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from calls.rules.pad import read_typed
from orders.actions.quote import take_over_quote
from orders.models import OrderLine
from orders.rules.order import Typed
from orders.tests.make import make_sent_quote
from promotions.models import Product
from promotions.tests.make import make_product


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", unit="case", pack_size=12)


def typed(client: Client, call: Call, product: Product, text: str) -> Any:
    posted = {f"quantity-{product.pk}": text, f"was-{product.pk}": "0"}
    return client.post(reverse("calls:quantity", args=[call.pk]), posted, headers={"HX-Request": "true"})


@pytest.mark.parametrize("text", ["24p", "24 P", "24pcs", " 24 pieces ", "24ea", "24 each"])
def test_how_pieces_are_typed(text: str) -> None:
    assert read_typed({"quantity-7": text, "was-7": "2"}) == (Typed(7, 24, 2, in_pieces=True),)


def test_they_become_whole_packs_and_both_are_said(coordinator_client: Client, call: Call, tea: Product) -> None:
    answer = typed(coordinator_client, call, tea, "24p")
    assert OrderLine.objects.get().quantity == 2
    assert "24 pieces: 2 × case of 12." in answer.text
    assert 'data-packs="2"' in answer.text


def test_between_two_packs_both_neighbours_are_named(coordinator_client: Client, call: Call, tea: Product) -> None:
    answer = typed(coordinator_client, call, tea, "30 each")
    assert answer.status_code == 422
    assert "Tea: a case holds 12 pieces and is sold whole: 24 or 36 pieces (2 or 3 packs), not 30." in answer.text
    assert not OrderLine.objects.exists()


def test_packs_that_come_of_pieces_are_numbers_that_are_sold(
    coordinator_client: Client, call: Call, tea: Product
) -> None:
    Product.objects.filter(pk=tea.pk).update(order_multiple=3)
    assert "Tea is sold by the 3: 3 or 6, not 4." in typed(coordinator_client, call, tea, "48p").text


def test_of_what_is_sold_singly_a_piece_is_a_pack(coordinator_client: Client, call: Call, db: None) -> None:
    typed(coordinator_client, call, make_product(), "5p")
    assert OrderLine.objects.get().quantity == 5


def test_todays_price_stands_beside_the_agreed_one(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    quote = make_sent_quote(by=call.coordinator, at=noon, lines={tea: 2}, customer=call.customer)
    take_over_quote(quote_id=quote.pk, by=call.coordinator, at=noon)
    Product.objects.filter(pk=tea.pk).update(list_price=Decimal(8))
    page = coordinator_client.get(reverse("calls:call", args=[call.pk]))
    assert "agreed; today's £8.00" in page.text
    coordinator_client.post(reverse("calls:price", args=[call.pk]), {"todays": tea.pk})
    assert OrderLine.objects.get().unit_price == Decimal(8)
