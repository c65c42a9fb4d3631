"""A price that moves without being typed is said old beside new, with the reason, on the pad and in the read-back."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from orders.actions import confirm_order, set_quantity
from orders.actions.quote import take_over_quote
from orders.models import Order
from orders.reports import read_back
from orders.rules.order import ReadBackAgain
from orders.tests.make import make_draft, make_ready_draft, make_sent_quote
from promotions.models import Product, Promotion
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea")


@pytest.fixture
def cups(db: None) -> Product:
    return make_product(name="Cups")


def half_price(product: Product, by: User, at: dt.datetime, **overrides: Any) -> Promotion:
    fields: dict[str, Any] = {"mechanic": Mechanic.PERCENT_OFF, "terms": {"percent": "50"}, "name": "Half price"}
    return make_promotion(by=by, at=at, products=[product], **fields | overrides)


def typed(client: Client, call: Call, product: Product) -> str:
    """The answer to two packs of a product, typed on the pad."""
    posted = {f"quantity-{product.pk}": "2", f"was-{product.pk}": "0"}
    answer = client.post(reverse("calls:quantity", args=[call.pk]), posted, headers={"HX-Request": "true"})
    return " ".join(answer.text.split())


ENDED = "Tea was £10.00 in all, is £20.00: Half price ended on 24 November 2026 at 11:59"


def test_a_promotion_that_ends_in_mid_call_is_said_with_the_next_edit(
    coordinator_client: Client, call: Call, tea: Product, cups: Product, noon: dt.datetime
) -> None:
    ends = half_price(tea, call.coordinator, noon)
    make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 2})
    Promotion.objects.filter(pk=ends.pk).update(ends_at=noon - dt.timedelta(minutes=1))
    answer = typed(coordinator_client, call, cups)
    assert answer.count(f"{ENDED}.") == 2, "at the row and on top"


def test_a_list_price_that_moves_in_mid_call_is_said(
    coordinator_client: Client, call: Call, tea: Product, cups: Product, noon: dt.datetime
) -> None:
    make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 2})
    Product.objects.filter(pk=tea.pk).update(list_price=Decimal(12))
    said = "Tea was £10.00 each (£20.00), is £12.00 each (£24.00): List price £12.00."
    assert said in typed(coordinator_client, call, cups)


def test_a_saving_that_another_line_brings_is_no_news(
    coordinator_client: Client, call: Call, tea: Product, cups: Product, noon: dt.datetime
) -> None:
    terms: dict[str, Any] = {"size": 2, "price": "12.00"}
    both: dict[str, Any] = {"mechanic": Mechanic.GROUP_FOR, "terms": terms, "products": [tea, cups]}
    make_promotion(by=call.coordinator, at=noon, **both)
    make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 1})
    assert "Tea was" not in typed(coordinator_client, call, cups)


def test_a_quote_that_lapses_is_said(tea: Product, cups: Product, coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 2})
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    Product.objects.filter(pk=tea.pk).update(list_price=Decimal(12))
    much_later = noon + dt.timedelta(days=400)
    assert "what was agreed holds no longer. List price £12.00" in read_back(order.pk, much_later).since.moved


def test_the_read_back_says_what_has_moved_since_and_writes_nothing(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    ends = half_price(tea, coordinator, noon)
    order = make_draft(by=coordinator, at=noon, lines={tea: 2})
    assert read_back(order.pk, noon).since.moved == ""
    Promotion.objects.filter(pk=ends.pk).update(ends_at=noon - dt.timedelta(minutes=1))
    back = read_back(order.pk, noon)
    assert (back.since.moved, back.net) == (ENDED, Decimal(10))


def test_two_promotions_that_end_on_one_line_are_both_named(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    half_price(tea, coordinator, noon)
    spend = {"spend": "5.00", "reward": "percent_off", "percent": "5"}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=spend, name="Five off")
    order = make_draft(by=coordinator, at=noon, lines={tea: 2})
    Promotion.objects.update(state="paused")
    assert read_back(order.pk, noon).since.moved.endswith("is £20.00: Half price is paused; Five off is paused")


@pytest.mark.parametrize(
    ("since", "why"),
    [
        ({"ends_at": dt.datetime(2026, 11, 24, 11, 59, tzinfo=dt.UTC)}, "Half price ended on 24 November 2026"),
        ({"state": "paused"}, "Half price is paused"),
        ({"weekdays": [6]}, "Half price: it does not run on a Tuesday"),
    ],
)
def test_the_confirmation_names_the_promotion(
    tea: Product, coordinator: User, noon: dt.datetime, since: dict[str, Any], why: str
) -> None:
    half = half_price(tea, coordinator, noon)
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 2})
    Promotion.objects.filter(pk=half.pk).update(**since)
    with pytest.raises(ReadBackAgain, match=why):
        confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)


def test_what_was_typed_is_not_said_to_have_moved(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 2})
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=5, was=2, by=coordinator, at=noon)
    assert read_back(Order.objects.get().pk, noon).since.moved == ""
