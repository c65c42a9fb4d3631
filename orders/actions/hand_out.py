"""Hands what has come in to the orders that wait for it, however it came: a delivery, a cancellation, a count."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from customers.actions import record_event
from customers.rules.vocabulary import EventKind
from orders.actions.draft import lock_customer, locked_order
from orders.actions.life import lines_of, refuse_while_queried
from orders.actions.news import Goods, end_calls, promise_goods_in
from orders.actions.stock import progress_of, reserve
from orders.actions.waiting import waiting_lines, waiting_orders
from orders.models import Order, OrderLine
from orders.rules.life import check_in_the_warehouse
from orders.rules.order import OrderRefused

MOST_PER_RUN = 500


def hand_out_stock(*, at: datetime) -> int:
    """Reserve what is free for orders that wait, the earliest delivery first; returns how many got something.

    Of one day the order that was confirmed first comes first. Each in a transaction of its own, so that a crash in
    between leaves the rest to the next run. Asking twice, or many at once, hands each pack out once, and what comes in
    meanwhile stays for those whose turn it is.
    """
    return sum(_hand_to(order_id, at) for order_id in _waiting())


def _waiting() -> list[int]:
    """The orders that lack what is free, as they are served."""
    lines = waiting_lines().filter(order=OuterRef("pk"), product__stock_free__gt=0)
    return list(waiting_orders().filter(Exists(lines)).values_list("pk", flat=True)[:MOST_PER_RUN])


def _hand_to(order_id: int, at: datetime) -> bool:
    """Whether the order got something; one that moved on meanwhile, or that the customer queries, gets nothing."""
    try:
        with transaction.atomic():
            return _reserve(locked_order(order_id), at)
    except OrderRefused:
        return False


def _reserve(order: Order, at: datetime) -> bool:
    check_in_the_warehouse(order.number, order.state)
    refuse_while_queried(order)
    before = {line.pk: progress_of(line).allocated for line in lines_of(order)}
    lock_customer(order)
    if not reserve(order, by=None, at=at):
        return False
    lines = lines_of(order)
    got = {line: packs for line in lines if (packs := progress_of(line).allocated - before[line.pk])}
    if got:
        _tell(order, got, at, is_all=not any(progress_of(line).to_reserve for line in lines))
    return bool(got)


def _tell(order: Order, got: Mapping[OrderLine, int], at: datetime, *, is_all: bool) -> None:
    """Whoever was told that goods come later hears that they are here; who heard nothing of it is not troubled."""
    step = order.steps.latest("pk")
    goods = [
        Goods(packs, line.product.code, line.product.name, line.product.pack)
        for line, packs in got.items()
        if _was_told_late(order, line)
    ]
    named = ", ".join(f"{packs} x {line.product.name}" for line, packs in got.items())
    said = f"Come in and reserved for order {order.number}: {named}"
    if goods:
        heard = promise_goods_in(order=order, fact_key=f"order-{order.pk}-in-{step.pk}", goods=goods, at=at)
        said = f"{said}; {heard.in_words}"
        if is_all:
            because = f"all that it waited for is here: {step.words}"
            end_calls(order, "delayed", because=because, by=None, at=at)
    record_event(customer_id=order.customer_id, kind=EventKind.ORDER, sentence=f"{said}.", by=None, at=at)


def _was_told_late(order: Order, line: OrderLine) -> bool:
    """By a letter that a part has left, or that it comes after the day of delivery."""
    done = getattr(line, "fulfilment", None)
    due = done.due_on if done else None
    is_late = due is not None and order.delivery_on is not None and due > order.delivery_on
    return is_late or order.lines.filter(fulfilment__despatched__gt=0).exists()
