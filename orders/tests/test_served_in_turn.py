"""Who waits for goods comes before who asks later, whatever happens at once, and nobody loses what was theirs."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from customers.tests.at_once import at_once
from customers.tests.make import make_customer
from orders.actions import (
    Wanted,
    allocate_order,
    amend_order,
    cancel_order,
    confirm_order,
    decide_hold,
    hold_order,
    preview_amendment,
)
from orders.actions.hand_out import hand_out_stock
from orders.models import LineFulfilment, Order
from orders.reports import read_back
from orders.rules.order import OrderRefused, ReadBackAgain
from orders.rules.stock import packs_for
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed, make_ready_draft
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User
from staff.rules import Refusal

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", stock_free=0)


def comes_in(tea: Product, packs: int) -> None:
    Product.objects.filter(pk=tea.pk).update(stock_free=packs)


def reserved(*orders: Order) -> list[int]:
    done = dict(LineFulfilment.objects.values_list("line__order", "allocated"))
    return [done.get(order.pk, 0) for order in orders]


def amending(order: Order, wanted: dict[Product, int], by: User, at: dt.datetime) -> Callable[[], Order]:
    """A change that has been read back, and is so again while stock moves under it."""
    quantities = {product.pk: packs for product, packs in wanted.items()}
    asked: dict[str, Any] = {"order_id": order.pk, "seen_version": order.version, "by": by, "at": at}
    asked["wanted"] = Wanted(quantities, order.delivery_on, "", "")
    agreed = [preview_amendment(**asked).agreed]

    def change() -> Order:
        while True:
            try:
                return amend_order(agreed=agreed.pop(), **asked)
            except ReadBackAgain:
                agreed.append(preview_amendment(**asked).agreed)

    return change


@pytest.mark.parametrize(
    ("free", "kept", "had", "packs"),
    [(5, 0, 0, 5), (5, 3, 0, 2), (2, 3, 0, 0), (-1, 0, 0, 0), (5, 9, 2, 2), (1, 0, 3, 1), (5, 1, 2, 4)],
)
def test_what_an_order_may_take(free: int, kept: int, had: int, packs: int) -> None:
    assert packs_for(free, kept=kept, had=had) == packs


def test_a_confirmation_leaves_what_came_in_to_those_who_wait(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    waits = make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    comes_in(tea, 5)
    later = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    assert reserved(waits, later) == [0, 2]
    hand_out_stock(at=noon)
    assert reserved(waits, later) == [3, 2]


def test_who_is_delivered_to_sooner_need_not_wait_for_them(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    waits = make_confirmed(by=coordinator, at=noon, lines={tea: 3}, delivery_on=noon.date() + 2 * DAY)
    comes_in(tea, 5)
    sooner = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    hand_out_stock(at=noon)
    assert reserved(waits, sooner) == [1, 4]


def test_the_read_back_counts_what_is_kept_as_gone(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    comes_in(tea, 5)
    told = read_back(make_ready_draft(by=coordinator, at=noon, lines={tea: 4}).pk, noon)
    assert "Stock: only 2 free." in told.changed[0].differences
    assert told.short == (f"{tea.pk}:2",)


def test_what_others_wait_for_by_now_is_read_back_again(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    comes_in(tea, 5)
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 4})
    comes_in(tea, 0)
    make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    comes_in(tea, 5)
    with pytest.raises(ReadBackAgain, match="Tea: only 2 free"):
        confirm_order(order_id=draft.pk, seen_version=draft.version, shown_short={}, by=coordinator, at=noon + MINUTE)


def test_a_release_takes_its_turn(tea: Product, coordinator: User, director: User, noon: dt.datetime) -> None:
    on_stop = make_customer(credit_limit=Decimal(1))
    waits = make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    held = make_confirmed(by=coordinator, at=noon + MINUTE, lines={tea: 4}, customer=on_stop)
    comes_in(tea, 5)
    decide_hold(hold_id=held.holds.get().pk, releases=True, reason="Paid", by=director, at=noon)
    assert reserved(waits, held) == [0, 2]


def test_a_change_keeps_what_the_order_had_and_waits_its_turn_for_more(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    comes_in(tea, 2)
    changed = make_confirmed(by=coordinator, at=noon + MINUTE, lines={tea: 2})
    waits = make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    comes_in(tea, 4)
    amending(changed, {tea: 9}, coordinator, noon)()
    assert reserved(changed, waits) == [3, 0]
    assert Product.objects.get().stock_free == 3


def test_a_change_that_is_held_gives_back_what_the_order_had(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    comes_in(tea, 9)
    customer = make_customer(credit_limit=Decimal(30))
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2}, customer=customer)
    amending(order, {tea: 9}, coordinator, noon)()
    assert (reserved(order), Product.objects.get().stock_free) == ([0], 9)


def test_a_change_of_what_people_hold_keeps_what_the_order_had(
    tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    comes_in(tea, 5)
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 5})
    hold = hold_order(order_id=order.pk, kind=HoldKind.QUERY, words="Three?", by=coordinator, at=noon)
    waits = make_confirmed(by=coordinator, at=noon, lines={tea: 9})
    order.refresh_from_db()
    amending(order, {tea: 3}, coordinator, noon)()
    assert (reserved(order, waits), Product.objects.get().stock_free) == ([3, 0], 2)
    decide_hold(hold_id=hold.pk, releases=True, reason="Three", by=coordinator, at=noon)
    order.refresh_from_db()
    assert order.state == OrderState.ALLOCATED


def test_the_warehouse_does_not_take_another_orders_turn(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    first = make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    second = make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    comes_in(tea, 2)
    with pytest.raises(OrderRefused, match="is kept for orders with an earlier delivery"):
        allocate_order(order_id=second.pk, by=coordinator, at=noon)
    allocate_order(order_id=first.pk, by=coordinator, at=noon)
    assert reserved(first, second) == [2, 0]


def test_what_comes_in_in_the_middle_of_a_hand_out_stays_in_turn(
    tea: Product, coordinator: User, noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (make_confirmed(by=coordinator, at=noon, lines={tea: 3}) for _ in range(2))
    comes_in(tea, 1)
    # The worker has looked up who waits, served nobody yet but the second.
    monkeypatch.setattr("orders.actions.hand_out._waiting", lambda: [second.pk])
    assert hand_out_stock(at=noon) == 0
    assert reserved(first, second) == [0, 0]


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_at_once_those_who_wait_come_first(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    comes_in(tea, 6)
    later = noon + MINUTE
    changed, gone = (make_confirmed(by=coordinator, at=later, lines={tea: 3}) for _ in range(2))
    waits = [make_confirmed(by=coordinator, at=noon, lines={tea: 3}) for _ in range(3)]
    drafts = [make_ready_draft(by=coordinator, at=noon, lines={tea: 4}) for _ in range(3)]
    comes_in(tea, 7)
    answers = at_once(
        *[
            lambda draft=draft: confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=later)
            for draft in drafts
        ],
        amending(changed, {tea: 5}, coordinator, noon),
        lambda: cancel_order(order_id=gone.pk, reason="Not needed", by=coordinator, at=noon),
        lambda: hand_out_stock(at=noon),
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    hand_out_stock(at=noon)
    # Seven came in and three came back: nine for those who waited, and the tenth for one that asked later.
    assert reserved(*waits) == [3, 3, 3]
    assert (sum(reserved(changed, *drafts)), Product.objects.get().stock_free) == (3 + 1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_change_and_a_confirmation_of_one_customer_never_wait_in_a_circle(
    coordinator: User, noon: dt.datetime
) -> None:
    first, second = make_product(stock_free=99), make_product(stock_free=99)
    customer = make_customer()
    for _ in range(4):
        order = make_confirmed(by=coordinator, at=noon, lines={second: 1}, customer=customer)
        draft = make_ready_draft(by=coordinator, at=noon, lines={first: 2, second: 2}, customer=customer)
        answers = at_once(
            amending(order, {first: 1, second: 2}, coordinator, noon),
            lambda draft=draft: confirm_order(  # type: ignore[misc]
                order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon
            ),
        )
        assert not [answer for answer in answers if isinstance(answer, Exception) and not isinstance(answer, Refusal)]
