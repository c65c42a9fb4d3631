"""An order part of which is picked or gone: reserving for it, and what may no longer be done with it."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Message
from customers.rules.vocabulary import MessageKind
from orders.actions import Wanted, allocate_order, amend_order, cancel_order, fulfil_order
from orders.models import LineFulfilment, Order
from orders.reports.open_order import open_order
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, told
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

Counts = list[tuple[int, int, int]]


def ordered(by: User, at: dt.datetime, *packs: int) -> Order:
    """So many packs of a product each, of which nothing is in stock."""
    lines = {make_product(name=name, stock_free=0): count for name, count in zip(("Tea", "Cups"), packs, strict=False)}
    return make_confirmed(by=by, at=at, lines=lines)


def tell(order: Order, at: dt.datetime, *rows: tuple[int | None, int | None]) -> bool:
    return fulfil_order(order_id=order.pk, told=told(order, *rows), by=None, at=at)


def comes_in(order: Order, packs: int, by: User, at: dt.datetime) -> Order:
    """So many packs of each product come into stock and are reserved."""
    Product.objects.update(stock_free=packs)
    return allocate_order(order_id=order.pk, by=by, at=at)


def counts(order: Order) -> Counts:
    """Reserved, picked and despatched of each line."""
    done = LineFulfilment.objects.filter(line__order=order).order_by("line__position")
    return list(done.values_list("allocated", "picked", "despatched"))


@pytest.mark.parametrize(
    ("packs", "rows", "kept"),
    [
        ((10,), ((4, 4),), [(10, 4, 4)]),
        ((10, 5), ((4, 4), (5, 5)), [(10, 4, 4), (5, 5, 5)]),
        ((10, 5), ((4, 0), (5, 0)), [(10, 4, 0), (5, 5, 0)]),
        ((10, 5), ((4, 2), (0, 0)), [(10, 4, 2), (5, 0, 0)]),
    ],
)
def test_reserving_what_came_in_keeps_what_is_picked_and_gone(
    coordinator: User, noon: dt.datetime, packs: tuple[int, ...], rows: tuple[tuple[int, int], ...], kept: Counts
) -> None:
    order = ordered(coordinator, noon, *packs)
    tell(order, noon, *rows)
    comes_in(order, 20, coordinator, noon)
    assert counts(order) == kept


def test_after_it_the_same_news_is_no_news(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, 10, 5)
    tell(order, noon, (4, 4), (5, 5))
    assert comes_in(order, 20, coordinator, noon).state == OrderState.PART_DESPATCHED
    assert not tell(order, noon, (4, 4), (5, 5))
    assert Message.objects.filter(kind=MessageKind.PART_DESPATCH).count() == 1


def test_what_is_reserved_is_written_down_with_what_is_still_to_come(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, 10)
    tell(order, noon, (4, 4))
    comes_in(order, 5, coordinator, noon)
    assert order.steps.latest("pk").words == "5 of Tea reserved; 1 of Tea to come"
    assert Product.objects.get().stock_free == 0


def test_a_back_order_that_came_in_leaves_without_taking_stock_again(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, 10)
    tell(order, noon, (4, 4))
    comes_in(order, 20, coordinator, noon)
    tell(order, noon, (10, 10))
    order.refresh_from_db()
    assert (order.state, Product.objects.get().stock_free) == (OrderState.DESPATCHED, 14)


def test_reserving_again_is_nothing_and_without_stock_it_is_said(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, 4)
    with pytest.raises(OrderRefused, match="Nothing that order SO-2026-000001 waits for is in stock"):
        allocate_order(order_id=order.pk, by=coordinator, at=noon)
    comes_in(order, 4, coordinator, noon)
    steps = order.steps.count()
    allocate_order(order_id=order.pk, by=coordinator, at=noon)
    assert order.steps.count() == steps


@pytest.mark.parametrize("rows", [((4, 0), (None, None)), ((1, 0), (None, None)), ((4, 0), (1, 0))])
def test_what_is_picked_in_part_is_neither_changed_nor_cancelled(
    coordinator: User, noon: dt.datetime, rows: tuple[tuple[int | None, int | None], ...]
) -> None:
    order = ordered(coordinator, noon, 4, 2)
    tell(order, noon, *rows)
    order.refresh_from_db()
    cups = Wanted({Product.objects.get(name="Cups").pk: 2}, order.delivery_on, "", "")
    with pytest.raises(OrderRefused, match="is picked already: it cannot be changed"):
        amend_order(order_id=order.pk, wanted=cups, seen_version=order.version, agreed="", by=coordinator, at=noon)
    with pytest.raises(OrderRefused, match="is picked already: it cannot be cancelled"):
        cancel_order(order_id=order.pk, reason="Too many", by=coordinator, at=noon)


def test_nothing_is_added_to_it_and_its_page_says_why(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    order = ordered(coordinator, noon, 4, 2)
    tell(order, noon, (1, 0), (None, None))
    assert open_order(order.customer_id, noon) is None
    page = coordinator_client.get(reverse("orders:order", args=[order.number])).content.decode()
    assert "it can neither be changed nor cancelled" in page
    assert reverse("orders:cancel", args=[order.number]) not in page
