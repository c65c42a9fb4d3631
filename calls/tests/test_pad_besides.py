"""Beside the pad of a call: substitutes, lost demand, items given up, the last order again, prices by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from orders.models import GivenUp, LostDemand, Order, OrderLine, Substitute
from orders.tests.make import make_draft, make_past_order
from promotions.models import Product
from promotions.rules import PriceKind
from promotions.tests.make import make_product

HTMX = {"HX-Request": "true"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", stock_free=3)


@pytest.fixture
def draft(call: Call, tea: Product, noon: dt.datetime) -> Order:
    return make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 10})


def to(name: str, call: Call) -> str:
    return reverse(f"calls:{name}", args=[call.pk])


def post(client: Client, name: str, call: Call, **fields: object) -> Any:
    return client.post(to(name, call), fields, headers=HTMX)


def packs() -> dict[str, int]:
    return dict(OrderLine.objects.values_list("product__name", "quantity"))


def test_a_short_line_asks_for_substitutes(coordinator_client: Client, call: Call, draft: Order, tea: Product) -> None:
    page = coordinator_client.get(to("call", call))
    assert f"{to('instead', call)}?for={tea.pk}" in page.text


def test_substitutes_are_a_page_and_a_part(coordinator_client: Client, call: Call, draft: Order, tea: Product) -> None:
    mate = make_product(name="Mate tea")
    Substitute.objects.create(product=tea, substitute=mate)
    for headers in ({}, HTMX):
        answer = coordinator_client.get(to("instead", call), {"for": [str(tea.pk), "x"]}, headers=headers)
        assert "only 3 free" in answer.text
        assert "Mate tea" in answer.text


def test_a_substitute_is_taken(coordinator_client: Client, call: Call, draft: Order, tea: Product) -> None:
    mate = make_product(name="Mate tea")
    Substitute.objects.create(product=tea, substitute=mate)
    posted = {"product": tea.pk, "substitute": mate.pk, "quantity": "7", "product_was": 10, "substitute_was": 0}
    post(coordinator_client, "instead", call, **posted)
    assert packs() == {"Tea": 3, "Mate tea": 7}


def test_what_is_not_sold_leaves_the_order_and_is_kept(
    coordinator_client: Client, call: Call, draft: Order, tea: Product
) -> None:
    posted = {"product": tea.pk, "quantity": "7", "was": 10, "reason": "short", "key": uuid4()}
    for _ in range(2):
        post(coordinator_client, "lost", call, **posted)
    assert packs() == {"Tea": 3}
    assert LostDemand.objects.get().quantity == 7


def test_what_is_not_sold_leaves_whole_multiples_and_is_kept(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    Product.objects.filter(pk=tea.pk).update(order_multiple=6, stock_free=8)
    make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 12})
    posted = {"product": tea.pk, "quantity": "4", "was": 12, "reason": "short", "key": uuid4()}
    for _ in range(2):
        post(coordinator_client, "lost", call, **posted)
    assert packs() == {"Tea": 6}
    assert LostDemand.objects.get().quantity == 6


def test_what_nobody_sells_here_is_found_nowhere_and_kept(coordinator_client: Client, call: Call) -> None:
    found = coordinator_client.get(to("search", call), {"q": "bamboo"})
    assert "Nothing is called “bamboo”" in found.text
    assert "Nothing is called" not in coordinator_client.get(to("search", call), {"q": "b"}).text
    post(coordinator_client, "lost", call, words="bamboo", reason="not_stocked", key=uuid4())
    assert LostDemand.objects.get().words == "bamboo"


@pytest.mark.parametrize(
    ("fields", "reason"), [({"gone-{}": "price"}, "price"), ({"gone-words-{}": "new chef"}, "other")]
)
def test_an_item_given_up_leaves_the_pad(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime, fields: dict[str, str], reason: str
) -> None:
    make_past_order(call.customer, noon - 30 * DAY, {tea: 4})
    posted = {name.format(tea.pk): value for name, value in fields.items()}
    answer = post(coordinator_client, "give-up", call, **posted)
    assert GivenUp.objects.get().reason == reason
    assert GivenUp.objects.get().shown_again_at == noon + 90 * DAY
    assert f"pad-row-{tea.pk}" not in answer.content.decode()


def test_an_item_given_up_without_a_reason_is_answered_in_words(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    make_past_order(call.customer, noon - 30 * DAY, {tea: 4})
    answer = post(coordinator_client, "give-up", call, **{f"gone-words-{tea.pk}": " "})
    assert answer.status_code == 422
    assert "Choose why they gave it up, or say it in their words." in answer.text
    assert not GivenUp.objects.exists()


def test_the_last_order_again(coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime) -> None:
    earlier = make_past_order(call.customer, noon - DAY, {tea: 2})
    answer = post(coordinator_client, "again", call, order=earlier.pk)
    assert packs()["Tea"] == 2
    assert f"Order {earlier.number} once more" in answer.content.decode()


def test_not_the_order_of_another_customer(coordinator_client: Client, call: Call, noon: dt.datetime) -> None:
    other = make_draft(by=call.coordinator, at=noon)
    earlier = make_past_order(other.customer, noon - DAY, {make_product(): 2})
    assert post(coordinator_client, "again", call, order=earlier.pk).status_code == 404


def test_a_price_by_hand_has_its_reason(coordinator_client: Client, call: Call, draft: Order, tea: Product) -> None:
    refused = post(coordinator_client, "price", call, **{f"price-{tea.pk}": "£9.50"})
    assert refused.status_code == 422
    assert "needs a reason" in refused.content.decode()
    post(coordinator_client, "price", call, **{f"price-{tea.pk}": "£9.50", f"why-{tea.pk}": "dented"})
    line = OrderLine.objects.get()
    assert (line.unit_price, line.price_kind) == (Decimal("9.50"), PriceKind.HAND)
    post(coordinator_client, "price", call, usual=tea.pk)
    assert OrderLine.objects.get().price_kind == PriceKind.LIST


@pytest.mark.parametrize("typed", ["cheap", "-1", "NaN", "1e400"])
def test_what_is_no_price_is_said(
    coordinator_client: Client, call: Call, draft: Order, tea: Product, typed: str
) -> None:
    refused = post(coordinator_client, "price", call, **{f"price-{tea.pk}": typed, f"why-{tea.pk}": "x"})
    assert refused.status_code == 422
    assert f"“{typed}” is not a price" in refused.content.decode()


def test_a_refusal_stands_at_its_field(coordinator_client: Client, call: Call, draft: Order, tea: Product) -> None:
    answer = post(coordinator_client, "quantity", call, **{f"quantity-{tea.pk}": "2.5", f"was-{tea.pk}": "10"})
    assert answer.status_code == 422
    said = answer.content.decode().split(f'id="pad-said-{tea.pk}"')[1].split("</span>")[0]
    assert "“2.5” is not a whole number of packs" in said


def test_ten_times_the_usual_is_asked_and_kept(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    make_past_order(call.customer, noon - DAY, {tea: 4})
    answer = post(coordinator_client, "quantity", call, **{f"quantity-{tea.pk}": "40"})
    assert "40 is 10 times their usual 4. Is it right?" in answer.content.decode()
    assert OrderLine.objects.filter(order__state="draft").get().quantity == 40


def test_without_scripts_nothing_typed_is_lost(
    coordinator_client: Client, call: Call, draft: Order, tea: Product
) -> None:
    cups = make_product()
    typed = {f"quantity-{tea.pk}": "lots", f"was-{tea.pk}": "10", f"quantity-{cups.pk}": "7", f"note-{tea.pk}": "blue"}
    page = coordinator_client.post(to("quantity", call), typed)
    assert page.status_code == 422
    for value in ("lots", "7", "blue"):
        assert f'value="{value}"' in page.text
    assert packs() == {"Tea": 10}


def said_at(answer: Any, product: Product) -> str:
    return str(answer.text.split(f'id="pad-said-{product.pk}"')[1].split("</span>")[0])


@pytest.mark.parametrize(
    ("name", "typed", "sentence", "field"),
    [
        ("quantity", "lots", "“lots” is not a whole number of packs", "pad-cell"),
        ("quantity", "200000", "A quantity is a whole number from 0 to 100,000.", "pad-cell"),
        ("note", "4111 1111 1111 1111", "card", "pad-note"),
    ],
)
def test_without_scripts_a_refusal_stands_at_its_field_alone(
    coordinator_client: Client, call: Call, draft: Order, tea: Product, name: str, typed: str, sentence: str, field: str
) -> None:
    cups = make_product()
    posted = {f"{name}-{tea.pk}": typed, f"quantity-{cups.pk}": "7"}
    page = coordinator_client.post(to("quantity", call), posted)
    assert sentence in said_at(page, tea)
    assert sentence not in said_at(page, cups)
    assert 'aria-invalid="true"' in page.text.split(f'id="{field}-{tea.pk}"')[1].split(">")[0]
    assert page.text.count('aria-invalid="true"') == 1


def test_a_note_is_kept_with_its_line(coordinator_client: Client, call: Call, draft: Order, tea: Product) -> None:
    answer = post(coordinator_client, "quantity", call, **{f"note-{tea.pk}": "blue lids", f"noted-{tea.pk}": ""})
    assert answer["X-Saved-At"] == "12:00:00"
    assert OrderLine.objects.get().note == "blue lids"
    assert "blue lids" in coordinator_client.get(to("finish", call)).text


def test_a_card_number_in_a_note_is_refused_at_the_field(
    coordinator_client: Client, call: Call, draft: Order, tea: Product
) -> None:
    answer = post(coordinator_client, "quantity", call, **{f"note-{tea.pk}": "4111 1111 1111 1111"})
    assert answer.status_code == 422
    assert "card" in answer.content.decode().split(f'id="pad-said-{tea.pk}"')[1].split("</span>")[0]
