"""An edit is answered with the rows that stand otherwise on the page, and with no others."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from orders.models import Order
from orders.tests.make import make_draft
from promotions.models import Product
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def goods() -> list[Product]:
    return [make_product(name=name, stock_free=50) for name in ("Tea", "Cups", "Soap")]


@pytest.fixture
def draft(call: Call, goods: list[Product], coordinator: User, noon: dt.datetime) -> Order:
    return make_draft(by=coordinator, at=noon, customer=call.customer, lines=dict.fromkeys(goods, 2))


def shown_by(answer: Any) -> str:
    [shown] = re.findall(r'name="shown"\s+value="([^"]*)"', answer.content.decode())
    return str(shown)


def page(client: Client, call: Call) -> str:
    return shown_by(client.get(reverse("calls:call", args=[call.pk])))


def edit(client: Client, call: Call, product: Product, shown: str, *, was: int = 2, to: int = 3) -> Any:
    typed = {f"quantity-{product.pk}": str(to), f"was-{product.pk}": str(was), "shown": shown}
    return client.post(reverse("calls:quantity", args=[call.pk]), typed, headers={"HX-Request": "true"})


def rows_in(answer: Any) -> list[int]:
    return [int(key) for key in re.findall(r'id="pad-total-(\d+)"', answer.content.decode())]


def test_what_stands_as_it_did_is_not_sent(
    coordinator_client: Client, call: Call, draft: Order, goods: list[Product]
) -> None:
    tea, *_ = goods
    assert rows_in(edit(coordinator_client, call, tea, page(coordinator_client, call))) == [tea.pk]


def test_the_next_edit_goes_by_the_answer_to_the_last(
    coordinator_client: Client, call: Call, draft: Order, goods: list[Product]
) -> None:
    tea, cups, _ = goods
    first = edit(coordinator_client, call, tea, page(coordinator_client, call))
    assert rows_in(edit(coordinator_client, call, cups, shown_by(first))) == [cups.pk]


def test_a_row_that_shares_a_promotion_is_sent(
    coordinator_client: Client, call: Call, draft: Order, goods: list[Product], coordinator: User, noon: dt.datetime
) -> None:
    tea, cups, _ = goods
    terms = {"size": 5, "price": "20.00"}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.GROUP_FOR, terms=terms, products=[tea, cups])
    shown = page(coordinator_client, call)
    assert rows_in(edit(coordinator_client, call, tea, shown)) == [tea.pk, cups.pk]


def test_a_row_whose_stock_is_another_by_now_is_sent(
    coordinator_client: Client, call: Call, draft: Order, goods: list[Product]
) -> None:
    tea, cups, _ = goods
    shown = page(coordinator_client, call)
    Product.objects.filter(pk=cups.pk).update(stock_free=1)
    assert rows_in(edit(coordinator_client, call, tea, shown)) == [tea.pk, cups.pk]


@pytest.mark.parametrize("shown", ["", "7:abc nonsense :"])
def test_a_page_that_does_not_say_what_it_shows_is_sent_every_row(
    coordinator_client: Client, call: Call, draft: Order, goods: list[Product], shown: str
) -> None:
    assert rows_in(edit(coordinator_client, call, goods[0], shown)) == [product.pk for product in goods]


def test_the_answer_and_the_page_say_the_same(
    coordinator_client: Client, call: Call, draft: Order, goods: list[Product]
) -> None:
    answer = edit(coordinator_client, call, goods[0], page(coordinator_client, call))
    assert shown_by(answer) == page(coordinator_client, call)
