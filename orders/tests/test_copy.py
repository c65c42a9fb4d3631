"""An earlier order once more: beside what is typed, at today's prices, without what has left the range."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from customers.tests.make import make_customer
from orders.actions.copy import Copied, copy_order
from orders.models import Order
from orders.tests.make import make_draft, make_past_order
from promotions.tests.make import make_product
from staff.models import User

DAY = dt.timedelta(days=1)


def test_what_is_typed_already_stays(coordinator: User, noon: dt.datetime) -> None:
    customer, tea, cups = make_customer(), make_product(), make_product(list_price=Decimal(12))
    earlier = make_past_order(customer, noon - DAY, {tea: 4, cups: 2})
    order = make_draft(by=coordinator, at=noon, customer=customer, lines={tea: 1})
    for _ in range(2):
        assert copy_order(order_id=order.pk, from_id=earlier.pk, by=coordinator, at=noon) == Copied()
    assert list(order.lines.values_list("product", "quantity")) == [(tea.pk, 1), (cups.pk, 2)]
    assert order.lines.get(product=cups).unit_price == Decimal(12)


def test_what_has_left_the_range_is_named(coordinator: User, noon: dt.datetime) -> None:
    customer, tea, cups = make_customer(), make_product(), make_product(name="Cups", ended_at=noon)
    earlier = make_past_order(customer, noon - DAY, {tea: 4, cups: 2})
    order = make_draft(by=coordinator, at=noon, customer=customer)
    assert copy_order(order_id=order.pk, from_id=earlier.pk, by=coordinator, at=noon).left_out == ("Cups",)
    assert dict(order.lines.values_list("product", "quantity")) == {tea.pk: 4}


def test_not_from_another_customer(coordinator: User, noon: dt.datetime) -> None:
    earlier = make_past_order(make_customer(), noon - DAY, {make_product(): 4})
    order = make_draft(by=coordinator, at=noon)
    with pytest.raises(Order.DoesNotExist):
        copy_order(order_id=order.pk, from_id=earlier.pk, by=coordinator, at=noon)


def test_from_the_orders_page_onto_their_draft(coordinator_client: Client, noon: dt.datetime) -> None:
    earlier = make_past_order(make_customer(), noon - DAY, {make_product(name="Tea"): 4})
    page = coordinator_client.post(reverse("calls:order-again", args=[earlier.number]), follow=True)
    assert "is on their draft" in page.text
    draft = Order.objects.drafts().get(customer=earlier.customer)
    assert [(line.product.name, line.quantity) for line in draft.lines.all()] == [("Tea", 4)]
