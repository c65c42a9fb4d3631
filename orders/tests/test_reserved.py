"""A confirmation reserves what is in stock; a held order gets it when it is released, and what goes back is free."""

import datetime as dt
from decimal import Decimal

import pytest

from customers.tests.make import make_customer
from orders.actions import allocate_order, cancel_order, decide_hold, hold_order
from orders.models import LineFulfilment, Order
from orders.reports import motion_rows, read_back
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User


def ordered(by: User, at: dt.datetime, *, tea: int, cups: int = 10, limit: Decimal | None = None) -> Order:
    """Four of Tea and two of Cups, with so many in stock."""
    lines = {make_product(name="Tea", stock_free=tea): 4, make_product(name="Cups", stock_free=cups): 2}
    return make_confirmed(by=by, at=at, lines=lines, customer=make_customer(credit_limit=limit))


def stock() -> dict[str, int]:
    return dict(Product.objects.values_list("name", "stock_free"))


def reserved() -> dict[str, int]:
    return dict(LineFulfilment.objects.values_list("line__product__name", "allocated"))


@pytest.mark.parametrize(
    ("tea", "state", "packs"),
    [
        (10, OrderState.ALLOCATED, {"Tea": 4, "Cups": 2}),
        (1, OrderState.PART_ALLOCATED, {"Tea": 1, "Cups": 2}),
        (-3, OrderState.PART_ALLOCATED, {"Cups": 2}),
    ],
)
def test_what_is_in_stock_is_reserved_by_the_confirmation(
    coordinator: User, noon: dt.datetime, tea: int, state: OrderState, packs: dict[str, int]
) -> None:
    assert ordered(coordinator, noon, tea=tea).state == state
    assert reserved() == packs
    assert stock() == {"Tea": tea - packs.get("Tea", 0), "Cups": 8}


def test_with_nothing_in_stock_it_is_confirmed_and_waits(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, tea=0, cups=0)
    assert (order.state, reserved()) == (OrderState.CONFIRMED, {})


def test_the_step_says_what_is_reserved_and_what_is_to_come(coordinator: User, noon: dt.datetime) -> None:
    step = ordered(coordinator, noon, tea=1).steps.latest("pk")
    assert step.words == "1 of Tea reserved; 2 of Cups reserved; 3 of Tea to come"
    assert (step.state, step.by) == (OrderState.PART_ALLOCATED, None)


def test_what_comes_in_later_is_reserved_on_the_warehouse_page(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, tea=1)
    Product.objects.filter(name="Tea").update(stock_free=9)
    assert allocate_order(order_id=order.pk, by=coordinator, at=noon).state == OrderState.ALLOCATED
    assert stock() == {"Tea": 6, "Cups": 8}


def test_a_held_order_reserves_when_it_is_released(coordinator: User, director: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, tea=10, limit=Decimal(1))
    assert (order.state, stock()) == (OrderState.HELD, {"Tea": 10, "Cups": 10})
    decide_hold(hold_id=order.holds.get().pk, releases=True, reason="Paid", by=director, at=noon)
    order.refresh_from_db()
    assert (order.state, stock()) == (OrderState.ALLOCATED, {"Tea": 6, "Cups": 8})


def test_a_reserved_order_that_is_held_keeps_its_packs(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, tea=10)
    hold = hold_order(order_id=order.pk, kind=HoldKind.QUERY, words="Which door?", by=coordinator, at=noon)
    decide_hold(hold_id=hold.pk, releases=True, reason="The back door", by=coordinator, at=noon)
    order.refresh_from_db()
    assert (order.state, stock()) == (OrderState.ALLOCATED, {"Tea": 6, "Cups": 8})
    assert order.steps.latest("pk").words == "All is reserved."


def test_a_cancelled_order_gives_its_packs_back(coordinator: User, noon: dt.datetime) -> None:
    order = ordered(coordinator, noon, tea=1)
    cancel_order(order_id=order.pk, reason="Not needed", by=coordinator, at=noon)
    assert stock() == {"Tea": 1, "Cups": 10}


def test_the_list_counts_the_lines_that_wait_for_more_than_is_free(coordinator: User, noon: dt.datetime) -> None:
    ordered(coordinator, noon, tea=1)
    (row,) = motion_rows(today=noon.date()).rows
    assert row.short == 1
    Product.objects.update(stock_free=3)
    (row,) = motion_rows(today=noon.date()).rows
    assert row.short == 0


def test_two_lines_that_wait_for_different_numbers_are_two(coordinator: User, noon: dt.datetime) -> None:
    ordered(coordinator, noon, tea=1, cups=0)
    (row,) = motion_rows(today=noon.date()).rows
    assert (row.lines, row.short) == (2, 2)


@pytest.mark.parametrize(("days", "is_today", "is_late"), [(-1, False, False), (0, True, False), (1, False, True)])
def test_what_is_delivered_today_is_late_tomorrow(
    coordinator: User, noon: dt.datetime, days: int, is_today: bool, is_late: bool
) -> None:
    delivery_on = ordered(coordinator, noon, tea=9).delivery_on
    assert delivery_on
    (row,) = motion_rows(today=delivery_on + dt.timedelta(days=days)).rows
    assert (row.is_today, row.is_late) == (is_today, is_late)


def test_what_an_order_has_reserved_is_not_short_of_stock_when_it_is_read_again(
    coordinator: User, noon: dt.datetime
) -> None:
    order = ordered(coordinator, noon, tea=4)
    again = read_back(order.pk, noon)
    assert again.short == ()
    assert "Stock" not in " ".join(said for line in again.lines for said in line.differences)
