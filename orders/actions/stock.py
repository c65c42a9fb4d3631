"""Reserves packs in the warehouse for an order, and gives them back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from orders.actions.draft import locked_order
from orders.actions.life import lines_of, move
from orders.models import LineFulfilment, Order, OrderLine
from orders.rules.life import LineProgress, state_after
from orders.rules.order import OrderRefused
from promotions.models import Product
from staff.models import User


@transaction.atomic
def allocate_order(*, order_id: int, by: User, at: datetime) -> Order:
    """Reserves what is free of each line, first asked, first served; again takes what has come in since.

    Locks the order, then its products by id: the last packs go to one order. Raises OrderRefused when the order is held
    or on its way already, or when nothing is free.
    """
    order = locked_order(order_id)
    lines = lines_of(order)
    free = _lock_free(line.product_id for line in lines)
    taken: dict[int, int] = {}
    for line in lines:
        progress = progress_of(line)
        more = min(max(0, progress.quantity - progress.allocated), max(0, free[line.product_id]))
        if more:
            free[line.product_id] -= more
            taken[line.product_id] = taken.get(line.product_id, 0) + more
            write_progress(line, LineProgress(progress.quantity, progress.allocated + more))
    to = state_after(map(progress_of, lines))
    if to is None:
        raise OrderRefused(f"Nothing of order {order.number} is in stock.")
    if to != order.state:
        move(order, to, by=by, at=at, words=_words(lines))
    _take(taken)
    return order


def free_stock(order: Order) -> None:
    """Gives back what is reserved for a locked order and not picked."""
    back: dict[int, int] = {}
    for line in lines_of(order):
        progress = progress_of(line)
        reserved = progress.allocated - progress.picked
        if reserved > 0:
            back[line.product_id] = back.get(line.product_id, 0) - reserved
            write_progress(line, LineProgress(progress.quantity, progress.picked, progress.picked, progress.despatched))
    _lock_free(back)
    _take(back)


def take_stock(product_id: int, packs: int) -> None:
    """Takes packs that the warehouse has picked without a reservation; what it has in hand is right, below zero too."""
    _take({product_id: packs})


def progress_of(line: OrderLine) -> LineProgress:
    """How far a line is; packs that will not follow are no longer wanted."""
    done = getattr(line, "fulfilment", None)
    if done is None:
        return LineProgress(line.quantity)
    return LineProgress(line.quantity - done.given_up, done.allocated, done.picked, done.despatched)


def write_progress(line: OrderLine, progress: LineProgress, **also: object) -> None:
    """Keeps how far a line is; its order must be locked."""
    counts = {"allocated": progress.allocated, "picked": progress.picked, "despatched": progress.despatched, **also}
    line.fulfilment, _ = LineFulfilment.objects.update_or_create(line=line, defaults=counts)


def _lock_free(products: Iterable[int]) -> dict[int, int]:
    rows = Product.objects.filter(pk__in=set(products)).order_by("pk").select_for_update(no_key=True)
    return dict(rows.values_list("pk", "stock_free"))


def _take(packs: Mapping[int, int]) -> None:
    for product_id in sorted(packs):
        if packs[product_id]:
            Product.objects.filter(pk=product_id).update(stock_free=F("stock_free") - packs[product_id])


def _words(lines: Iterable[OrderLine]) -> str:
    short = [(line, p) for line in lines if (p := progress_of(line)).allocated < p.quantity]
    return "; ".join(f"{p.quantity - p.allocated} of {line.product.name} to come" for line, p in short)
