"""A note to a line stays as typed, with the line, through every pricing."""

import datetime as dt
from typing import Any

import pytest

from customers.rules.card_numbers import CardNumberFound
from orders.actions import set_quantity
from orders.actions.line_note import set_line_note
from orders.models import OrderLine
from orders.rules.order import NoteMoved, OrderRefused
from orders.tests.make import make_draft
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User


@pytest.fixture
def tea(db: None) -> Product:
    return make_product()


@pytest.fixture
def order_id(coordinator: User, noon: dt.datetime, tea: Product) -> int:
    return make_draft(by=coordinator, at=noon, lines={tea: 4}).pk


def test_it_stays_when_the_quantity_changes(coordinator: User, noon: dt.datetime, order_id: int, tea: Product) -> None:
    told: dict[str, Any] = {"order_id": order_id, "product_id": tea.pk, "by": coordinator, "at": noon}
    set_line_note(note=" <blue> lids ", was="", **told)
    set_quantity(quantity=9, was=4, **told)
    line = OrderLine.objects.get()
    assert (line.quantity, line.note) == (9, " <blue> lids ")


def test_two_windows_do_not_overwrite_each_other(
    coordinator: User, noon: dt.datetime, order_id: int, tea: Product
) -> None:
    told: dict[str, Any] = {"order_id": order_id, "product_id": tea.pk, "by": coordinator, "at": noon}
    set_line_note(note="blue", was="", **told)
    with pytest.raises(NoteMoved, match="“blue”"):
        set_line_note(note="red", was="", **told)
    set_line_note(note="blue", was="", **told)
    assert OrderLine.objects.get().note == "blue"


@pytest.mark.parametrize(("note", "refusal"), [("4111 1111 1111 1111", CardNumberFound), ("x" * 201, OrderRefused)])
def test_what_may_not_be_kept(
    coordinator: User, noon: dt.datetime, order_id: int, tea: Product, note: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        set_line_note(order_id=order_id, product_id=tea.pk, note=note, was="", by=coordinator, at=noon)
    assert OrderLine.objects.get().note == ""


def test_a_note_needs_its_line(coordinator: User, noon: dt.datetime, order_id: int) -> None:
    with pytest.raises(OrderRefused, match="quantity first"):
        set_line_note(order_id=order_id, product_id=make_product().pk, note="x", was="", by=coordinator, at=noon)
