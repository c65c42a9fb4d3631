"""A line's note and what it stands in for are seen wherever the order is."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Message
from orders.actions import confirm_order
from orders.models import Order, OrderLine
from orders.tests.make import make_ready_draft
from promotions.tests.make import make_product
from staff.models import User


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    """Kraft napkins in place of white ones, to be wrapped in fives."""
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 4})
    OrderLine.objects.update(note="wrapped <in fives>", instead_of=make_product(name="White napkins"))
    return confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)


def test_on_the_orders_page(coordinator_client: Client, order: Order) -> None:
    page = coordinator_client.get(reverse("orders:order", args=[order.number]))
    assert "wrapped &lt;in fives&gt;" in page.text
    assert "Instead of White napkins" in page.text


def test_on_the_acknowledgement(order: Order) -> None:
    letter = Message.objects.get()
    assert "wrapped <in fives>" in letter.text
    assert "wrapped &lt;in fives&gt;" in letter.html
    assert "instead of White napkins" in letter.text
    assert "Instead of White napkins" in letter.html
