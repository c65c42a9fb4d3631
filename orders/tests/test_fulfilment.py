"""The warehouse: reserving, picking, part-despatch, back orders, credits; and what the customer hears."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest

from customers.actions import answer_letter, close_service_tasks
from customers.actions.answers import link_token
from customers.models import Message, ServiceTask
from customers.rules.vocabulary import Answer, MessageKind
from orders.actions import (
    allocate_order,
    close_order,
    credit_order,
    fulfil_order,
    give_up_rest,
    hold_order,
    invoice_order,
)
from orders.models import Credit, Order
from orders.rules.fulfilment import FulfilmentRefused, Told
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed, told
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    """Four of Tea and two of Cups, ten of each free; £72.00 with VAT."""
    tea, cups = (make_product(name=name, stock_free=10) for name in ("Tea", "Cups"))
    return make_confirmed(by=coordinator, at=noon, lines={tea: 4, cups: 2})


def tell(order: Order, at: dt.datetime, *rows: tuple[int | None, int | None], due_on: dt.date | None = None) -> Order:
    fulfil_order(order_id=order.pk, told=told(order, *rows, due_on=due_on), by=None, at=at)
    order.refresh_from_db()
    return order


def stock() -> dict[str, int]:
    return dict(Product.objects.values_list("name", "stock_free"))


def test_a_held_order_is_not_for_the_warehouse(coordinator: User, order: Order, noon: dt.datetime) -> None:
    hold_order(order_id=order.pk, kind=HoldKind.STOCK, words="Recall?", by=coordinator, at=noon)
    with pytest.raises(OrderRefused, match="is held"):
        allocate_order(order_id=order.pk, by=coordinator, at=noon)
    with pytest.raises(OrderRefused, match="the warehouse has nothing to do with it"):
        tell(order, noon, (4, 0), (2, 0))


def test_from_picked_to_closed(coordinator: User, order: Order, noon: dt.datetime) -> None:
    assert tell(order, noon, (4, 0), (2, 0)).state == OrderState.PICKED
    assert tell(order, noon, (4, 4), (2, 2)).state == OrderState.DESPATCHED
    invoice_order(order_id=order.pk, invoice_number="INV-1", by=coordinator, at=noon)
    assert close_order(order_id=order.pk, by=coordinator, at=noon).state == OrderState.CLOSED
    assert [step.state for step in order.steps.all()] == [
        "confirmed",
        "allocated",
        "picked",
        "despatched",
        "invoiced",
        "closed",
    ]
    assert stock() == {"Tea": 6, "Cups": 8}


def test_a_part_that_leaves_is_told_once_with_what_follows(order: Order, noon: dt.datetime) -> None:
    due = noon.date() + dt.timedelta(days=7)
    for _ in range(2):
        tell(order, noon, (3, 3), (2, 2), due_on=due)
    letter = Message.objects.get(kind=MessageKind.PART_DESPATCH)
    assert order.state == OrderState.PART_DESPATCHED
    assert "1 x Tea (expected Tue 1 December 2026)" in ServiceTask.objects.get().words
    assert "Cups" in letter.text


def test_the_back_order_follows_and_is_done(order: Order, noon: dt.datetime) -> None:
    tell(order, noon, (3, 3), (2, 2))
    assert tell(order, noon, (4, 4), (None, None)).state == OrderState.DESPATCHED
    assert Message.objects.filter(kind=MessageKind.PART_DESPATCH).count() == 1


def test_goods_that_come_later_than_promised_are_told_once_a_date(order: Order, noon: dt.datetime) -> None:
    in_time, late, later = (noon.date() + dt.timedelta(days=days) for days in (1, 3, 4))
    tell(order, noon, (None, None), (None, None), due_on=in_time)
    assert not Message.objects.filter(kind=MessageKind.DELAY).exists()
    for due in (late, late, later):
        tell(order, noon, (None, None), (None, None), due_on=due)
    assert Message.objects.filter(kind=MessageKind.DELAY).count() == 2


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        (((5, 0), (0, 0)), "5 is more than the 4 that were ordered"),
        (((2, 2), (0, 0)), "2 despatched is less than the 3 before"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    order: Order, noon: dt.datetime, rows: tuple[tuple[int, int], ...], why: str
) -> None:
    tell(order, noon, (3, 3), (0, 0))
    with pytest.raises(FulfilmentRefused, match=why):
        tell(order, noon, *rows)
    assert order.lines.earliest("position").fulfilment.despatched == 3


def test_a_credit_leaves_the_figures_once(coordinator: User, order: Order, noon: dt.datetime) -> None:
    tell(order, noon, (4, 4), (2, 2))
    tea, key = order.lines.get(product__name="Tea"), uuid4()
    for _ in range(2):
        credit_order(order_id=order.pk, packs={tea.pk: 1}, reason="Burst", key=key, by=coordinator, at=noon)
    order.refresh_from_db()
    assert (order.credited_total, order.counted_total, Credit.objects.count()) == (Decimal(10), Decimal(50), 1)
    with pytest.raises(OrderRefused, match="4 cannot be credited, 3 have left us"):
        credit_order(order_id=order.pk, packs={tea.pk: 4}, reason="All", key=uuid4(), by=coordinator, at=noon)


def test_what_has_not_left_us_is_not_credited(coordinator: User, order: Order, noon: dt.datetime) -> None:
    line = order.lines.earliest("position")
    with pytest.raises(OrderRefused, match="0 have left us"):
        credit_order(order_id=order.pk, packs={line.pk: 1}, reason="Broken", key=uuid4(), by=coordinator, at=noon)


def test_a_back_order_that_ends_is_not_paid_and_told(coordinator: User, order: Order, noon: dt.datetime) -> None:
    tell(order, noon, (3, 3), (2, 2))
    key = uuid4()
    for _ in range(2):
        give_up_rest(order_id=order.pk, reason="Discontinued", key=key, by=coordinator, at=noon)
    order.refresh_from_db()
    assert (order.state, order.counted_total) == (OrderState.DESPATCHED, Decimal(50))
    assert "The rest will not follow: 1 x Tea. Discontinued" in Message.objects.get(kind=MessageKind.CHANGE).text
    tea = order.lines.get(product__name="Tea")
    with pytest.raises(OrderRefused, match="3 have left us"):
        credit_order(order_id=order.pk, packs={tea.pk: 4}, reason="All", key=uuid4(), by=coordinator, at=noon)


def open_calls() -> list[str]:
    return [task.words for task in ServiceTask.objects.open().order_by("pk")]


def test_a_call_tells_the_last_day_only(order: Order, noon: dt.datetime) -> None:
    for days in (3, 4):
        tell(order, noon, (None, None), (None, None), due_on=noon.date() + dt.timedelta(days=days))
    [words] = open_calls()
    assert "Expected: Sat 28 November 2026" in words


def test_a_call_about_other_goods_stays(order: Order, noon: dt.datetime) -> None:
    due = noon.date() + dt.timedelta(days=3)
    for line in order.lines.order_by("position"):
        fulfil_order(order_id=order.pk, told={line.pk: Told(None, None, due)}, by=None, at=noon)
    assert ["Tea" in words for words in open_calls()] == [True, False]


def test_a_sooner_day_is_told_by_letter_alone_once_they_were_rung(order: Order, noon: dt.datetime) -> None:
    later, sooner = (noon.date() + dt.timedelta(days=days) for days in (6, 3))
    tell(order, noon, (None, None), (None, None), due_on=later)
    tasks = list(ServiceTask.objects.values_list("pk", flat=True))
    close_service_tasks(task_ids=tasks, because="rung", by=None, at=noon)
    tell(order, noon, (None, None), (None, None), due_on=sooner)
    assert Message.objects.filter(kind=MessageKind.DELAY).count() == 2
    assert open_calls() == []


def test_a_sooner_day_is_what_they_are_rung_about(order: Order, noon: dt.datetime) -> None:
    for days in (6, 3):
        tell(order, noon, (None, None), (None, None), due_on=noon.date() + dt.timedelta(days=days))
    [words] = open_calls()
    assert "Expected: Fri 27 November 2026" in words


def test_in_time_after_all_nobody_is_rung(order: Order, noon: dt.datetime) -> None:
    for days in (6, 1):
        tell(order, noon, (None, None), (None, None), due_on=noon.date() + dt.timedelta(days=days))
    assert open_calls() == []


def test_when_the_rest_has_left_nobody_is_rung_about_it(order: Order, noon: dt.datetime) -> None:
    tell(order, noon, (4, 4), (0, 0), due_on=noon.date() + dt.timedelta(days=3))
    assert len(open_calls()) == 1
    tell(order, noon, (4, 4), (2, 2))
    assert open_calls() == []


def test_what_they_asked_stays_to_be_answered(order: Order, noon: dt.datetime) -> None:
    tell(order, noon, (4, 4), (0, 0))
    letter = Message.objects.get(kind=MessageKind.PART_DESPATCH)
    token = link_token(letter.key, noon + dt.timedelta(days=1))
    answer_letter(token=token, answer=Answer.QUERIED, words="Why?", at=noon)
    tell(order, noon, (4, 4), (2, 2))
    assert open_calls() == ["They query it: Why?"]
