"""A price by hand on the pad: what is refused is said at its row, and what was typed stays."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from orders.models import Order, OrderLine
from orders.tests.make import make_draft
from promotions.models import Product
from promotions.tests.make import make_product

HTMX = {"HX-Request": "true"}


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea")


@pytest.fixture
def cups(db: None) -> Product:
    return make_product(name="Cups")


@pytest.fixture(autouse=True)
def draft(call: Call, tea: Product, cups: Product, noon: dt.datetime) -> Order:
    return make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 10, cups: 5})


def post(client: Client, call: Call, fields: dict[str, object], **headers: str) -> Any:
    return client.post(reverse("calls:price", args=[call.pk]), fields, headers=headers)


def said_at(answer: Any, product: Product) -> str:
    """What stands at the price of a product, with the name of the field that it is about."""
    return str(answer.text.split(f'id="pad-price-said-{product.pk}"')[1].split("</span>")[0])


def price_part(page: Any, product: Product) -> str:
    return str(page.text.split(f'id="pad-price-part-{product.pk}"')[1].split("</details>")[0])


@pytest.mark.parametrize(
    ("price", "why", "sentence", "field"),
    [
        ("cheap", "dented", "“cheap” is not a price", "pad-hand"),
        ("9.50", "", "needs a reason", "pad-why"),
        ("9.50", "card 4111 1111 1111 1111", "card", "pad-why"),
        ("", "dented", "Type the price of one pack", "pad-hand"),
    ],
)
def test_a_refusal_stands_at_the_row_and_names_its_field(
    coordinator_client: Client, call: Call, tea: Product, price: str, why: str, sentence: str, field: str
) -> None:
    answer = post(coordinator_client, call, {f"price-{tea.pk}": price, f"why-{tea.pk}": why}, **HTMX)
    said = said_at(answer, tea)
    assert (answer.status_code, answer["HX-Reswap"]) == (422, "none")
    assert sentence in said
    assert f'data-wrong="{field}-{tea.pk}"' in said
    assert answer.text.count(sentence) == 1


def test_the_row_whose_button_was_pressed_is_meant(
    coordinator_client: Client, call: Call, tea: Product, cups: Product
) -> None:
    typed = {f"price-{tea.pk}": "cheap", f"price-{cups.pk}": "2", f"why-{cups.pk}": "dented", "set": cups.pk}
    post(coordinator_client, call, typed, **HTMX)
    assert OrderLine.objects.get(product=cups).unit_price == Decimal("2.0000")


def test_nothing_typed_is_said_at_the_row_whose_button_was_pressed(
    coordinator_client: Client, call: Call, cups: Product
) -> None:
    assert "Type the price of one pack" in said_at(post(coordinator_client, call, {"set": cups.pk}, **HTMX), cups)


def test_what_is_typed_at_another_row_stays_when_the_pad_is_drawn_anew(
    coordinator_client: Client, call: Call, tea: Product, cups: Product
) -> None:
    typed = {f"price-{tea.pk}": "8", f"price-{cups.pk}": "2", f"why-{cups.pk}": "dented", "set": cups.pk}
    answer = post(coordinator_client, call, typed, **HTMX)
    assert 'value="8"' in price_part(answer, tea)
    assert 'value="2"' not in price_part(answer, cups).split("pad-price-stood")[0]


def test_without_scripts_the_page_shows_it_at_the_row_with_what_was_typed(
    coordinator_client: Client, call: Call, tea: Product
) -> None:
    page = post(coordinator_client, call, {f"price-{tea.pk}": "cheap", f"why-{tea.pk}": "dented"})
    part = price_part(page, tea)
    assert page.status_code == 422
    assert "“cheap” is not a price" in part
    assert 'value="cheap"' in part
    assert 'value="dented"' in part
    assert 'aria-invalid="true" autofocus' in part.split("pad-why")[0]
    assert part.split(">")[0].endswith("open")


def test_a_price_that_another_window_has_set_is_said_and_kept(
    coordinator_client: Client, call: Call, tea: Product
) -> None:
    typed: dict[str, object] = {f"price-{tea.pk}": "8", f"why-{tea.pk}": "dented", f"stood-{tea.pk}": ""}
    post(coordinator_client, call, typed | {f"price-{tea.pk}": "9"}, **HTMX)
    answer = post(coordinator_client, call, typed, **HTMX)
    assert "Another window has set this price to £9.00" in said_at(answer, tea)
    assert f'name="stood-{tea.pk}"\n       value="9.0000"' in answer.text
    assert OrderLine.objects.get(product=tea).unit_price == 9
    post(coordinator_client, call, typed | {f"stood-{tea.pk}": "9.0000"}, **HTMX)
    assert OrderLine.objects.get(product=tea).unit_price == 8


def test_of_a_row_that_is_not_shown_the_page_says_it(coordinator_client: Client, call: Call) -> None:
    answer = post(coordinator_client, call, {"price-999999": "1", "why-999999": "x"}, **HTMX)
    assert "Type a quantity first" in answer.text.split('id="messages"')[1]
