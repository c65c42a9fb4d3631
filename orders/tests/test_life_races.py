"""The life of an order under many hands at once, on real connections."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from customers.models import Message
from customers.rules.vocabulary import MessageKind
from customers.tests.make import make_customer
from orders.actions import (
    Wanted,
    allocate_order,
    amend_order,
    cancel_order,
    confirm_order,
    credit_order,
    decide_hold,
    fulfil_order,
    preview_amendment,
)
from orders.models import Credit, Order, OrderRevision, OrderStep
from orders.rules.order import ReadBackAgain
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, make_ready_draft, told
from orders.tests.test_races import at_once
from promotions.models import Product
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from staff.rules import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_releases_are_one(coordinator: User, director: User, noon: dt.datetime) -> None:
    customer = make_customer(credit_limit=Decimal(1))
    hold = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer).holds.get()
    release = lambda: decide_hold(hold_id=hold.pk, releases=True, reason="Paid", by=director, at=noon)  # noqa: E731
    answers = at_once(*[release] * 4)
    assert not [answer for answer in answers if isinstance(answer, Refusal)]
    assert OrderStep.objects.filter(state=OrderState.RELEASED).count() == 1


def test_of_a_release_and_a_refusal_one_stands(coordinator: User, director: User, noon: dt.datetime) -> None:
    customer = make_customer(credit_limit=Decimal(1))
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=customer)
    hold = order.holds.get()

    def deciding(releases: bool) -> Callable[[], object]:
        return lambda: decide_hold(hold_id=hold.pk, releases=releases, reason="So", by=director, at=noon)

    at_once(deciding(True), deciding(False))
    hold.refresh_from_db()
    order.refresh_from_db()
    assert (hold.decision, order.state) == ("released", OrderState.ALLOCATED)


def test_confirmed_and_cancelled_at_once_is_one_or_the_other_in_order(coordinator: User, noon: dt.datetime) -> None:
    draft = make_ready_draft(by=coordinator, at=noon, lines={make_product(): 1})
    confirmed, cancelled = at_once(
        lambda: confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon),
        lambda: cancel_order(order_id=draft.pk, reason="Changed their mind", by=coordinator, at=noon),
    )
    draft.refresh_from_db()
    assert not isinstance(confirmed, Refusal)
    assert draft.state == (OrderState.ALLOCATED if isinstance(cancelled, Refusal) else OrderState.CANCELLED)


def test_the_last_packs_that_come_in_go_to_one_order(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(stock_free=0)
    orders = [make_confirmed(by=coordinator, at=noon, lines={tea: 2}) for _ in range(4)]
    Product.objects.update(stock_free=5)

    def allocating(order: Order) -> Callable[[], object]:
        return lambda: allocate_order(order_id=order.pk, by=coordinator, at=noon)

    answers = at_once(*map(allocating, orders))
    assert sorted(answer.state for answer in answers if isinstance(answer, Order)) == [
        "allocated",
        "allocated",
        "part_allocated",
    ]
    assert Product.objects.get().stock_free == 0


def test_of_two_confirmations_of_the_last_packs_one_is_read_back_again(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea", stock_free=5)
    drafts = [make_ready_draft(by=coordinator, at=noon, lines={tea: 3}) for _ in range(4)]

    def confirming(draft: Order) -> Callable[[], object]:
        return lambda: confirm_order(
            order_id=draft.pk, seen_version=draft.version, shown_short={}, by=coordinator, at=noon
        )

    answers = at_once(*map(confirming, drafts))
    assert [answer.state for answer in answers if isinstance(answer, Order)] == ["allocated"]
    refused = [answer for answer in answers if isinstance(answer, ReadBackAgain)]
    assert ["Tea: only 2 free" in refusal.sentence for refusal in refused] == [True] * 3
    assert (Product.objects.get().stock_free, Order.objects.drafts().count()) == (2, 3)


def test_confirming_changing_releasing_and_cancelling_the_same_goods_never_wait_in_a_circle(
    coordinator: User, director: User, noon: dt.datetime
) -> None:
    goods = [make_product(stock_free=20, floor_price=Decimal(1)) for _ in range(6)]
    make_promotion(by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=goods)
    forth, back = (dict.fromkeys(order, 1) for order in (goods, goods[::-1]))
    drafts = [make_ready_draft(by=coordinator, at=noon, lines=lines) for lines in (forth, back)]
    changed, gone = (make_confirmed(by=coordinator, at=noon, lines=lines) for lines in (back, forth))
    held = make_confirmed(by=coordinator, at=noon, lines=back, customer=make_customer(credit_limit=Decimal(1)))
    wanted = Wanted({product.pk: 2 for product in goods}, changed.delivery_on, "", "")
    agreed = preview_amendment(
        order_id=changed.pk, wanted=wanted, seen_version=changed.version, by=coordinator, at=noon
    ).agreed
    answers = at_once(
        *[
            lambda draft=draft: confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)
            for draft in drafts
        ],
        lambda: amend_order(
            order_id=changed.pk, wanted=wanted, seen_version=changed.version, agreed=agreed, by=coordinator, at=noon
        ),
        lambda: cancel_order(order_id=gone.pk, reason="Not needed", by=coordinator, at=noon),
        lambda: decide_hold(hold_id=held.holds.get().pk, releases=True, reason="Paid", by=director, at=noon),
    )
    assert not [answer for answer in answers if answer is None or isinstance(answer, Refusal)]
    # Two drafts and the released one with a pack each, the changed one with two.
    assert set(Product.objects.values_list("stock_free", flat=True)) == {20 - 3 - 2}


def test_the_warehouse_and_a_cancellation_at_once_never_both(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(stock_free=9): 2})
    rows = told(order, (2, 2))
    moved, cancelled = at_once(
        lambda: fulfil_order(order_id=order.pk, told=rows, by=None, at=noon),
        lambda: cancel_order(order_id=order.pk, reason="Too late?", by=coordinator, at=noon),
    )
    assert isinstance(moved, Refusal) != isinstance(cancelled, Refusal)
    order.refresh_from_db()
    left = Product.objects.get().stock_free
    assert (order.state, left) in ((OrderState.DESPATCHED, 7), (OrderState.CANCELLED, 9))


def test_the_warehouse_heard_twice_at_once_is_told_once(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(stock_free=9): 2})
    rows = told(order, (1, 1))
    moved = at_once(*[lambda: fulfil_order(order_id=order.pk, told=rows, by=None, at=noon)] * 4)
    assert sorted(moved) == [False, False, False, True]
    assert Message.objects.filter(kind=MessageKind.PART_DESPATCH).count() == 1
    assert Product.objects.get().stock_free == 7


def test_one_change_is_one_revision_when_pressed_twice(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 2})
    asked: dict[str, Any] = {"order_id": order.pk, "seen_version": order.version, "by": coordinator, "at": noon}
    asked["wanted"] = Wanted({tea.pk: 3}, order.delivery_on, "", "")
    agreed = preview_amendment(**asked).agreed

    def change() -> Order:
        return amend_order(agreed=agreed, **asked)

    answers = at_once(change, change, change)
    assert len([answer for answer in answers if isinstance(answer, Order)]) == 1
    assert OrderRevision.objects.filter(order=order).count() == 2


def test_one_form_credits_once(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(stock_free=9): 2})
    fulfil_order(order_id=order.pk, told=told(order, (2, 2)), by=None, at=noon)
    line, key = order.lines.get(), uuid4()

    def credit() -> Decimal:
        return credit_order(order_id=order.pk, packs={line.pk: 1}, reason="Burst", key=key, by=coordinator, at=noon)

    assert at_once(credit, credit, credit) == [Decimal(10)] * 3
    assert Credit.objects.count() == 1


def test_two_orders_of_the_same_goods_in_opposite_order_do_not_wait_in_a_circle(
    coordinator: User, noon: dt.datetime
) -> None:
    products = [make_product(stock_free=9) for _ in range(12)]
    orders = [
        make_confirmed(by=coordinator, at=noon, lines=dict.fromkeys(goods, 1)) for goods in (products, products[::-1])
    ]
    rows = [told(order, *[(1, 1)] * len(products)) for order in orders]
    moved = at_once(
        *[
            lambda order=order, row=row: fulfil_order(order_id=order.pk, told=row, by=None, at=noon)
            for order, row in zip(orders, rows, strict=True)
        ]
    )
    assert moved == [True, True]
    assert set(Product.objects.values_list("stock_free", flat=True)) == {7}
