"""Reserves packs in the warehouse for an order, and gives them back."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F

from orders.actions.draft import locked_order
from orders.actions.life import lines_of, move, note_step
from orders.models import LineFulfilment, Order, OrderLine
from orders.rules.life import LineProgress, check_in_the_warehouse, state_after
from orders.rules.order import OrderRefused
from orders.rules.stock import StockAsked, check_stock_as_shown
from promotions.models import Product
from staff.models import User


@transaction.atomic
def allocate_order(*, order_id: int, by: User, at: datetime) -> Order:
    """Reserves what is free of each line, first asked, first served; again takes what has come in since.

    What is picked and despatched stays as it is, so the goods of a back order are reserved too. Asked again when all is
    reserved, nothing happens. Locks the order, then its products by id: the last packs go to one order. Raises
    OrderRefused when the warehouse must not have the order, or when nothing more is free.
    """
    order = locked_order(order_id)
    check_in_the_warehouse(order.number, order.state)
    if not reserve(order, by=by, at=at) and any(progress_of(line).to_reserve for line in lines_of(order)):
        raise OrderRefused(f"Nothing that order {order.number} waits for is in stock.")
    return order


def reserve(order: Order, *, by: User | None, at: datetime) -> bool:
    """Reserves what is free for the lines of a locked order and writes the step; whether there was anything.

    Locks its products by id.
    """
    lines = lines_of(order)
    free = _lock_free(line.product_id for line in lines)
    taken: Counter[int] = Counter()
    said = []
    for line in lines:
        progress = progress_of(line)
        more = min(progress.to_reserve, max(0, free[line.product_id] - taken[line.product_id]))
        if more:
            taken[line.product_id] += more
            write_progress(line, replace(progress, allocated=progress.allocated + more))
            said.append(f"{more} of {line.product.name} reserved")
    if not taken:
        return False
    _take(taken)
    words, to = "; ".join([*said, *_short(lines)]), state_after(map(progress_of, lines))
    if to is None or to == order.state:
        note_step(order, by=by, at=at, words=words)
    else:
        move(order, to, by=by, at=at, words=words)
    return True


def check_stock(order: Order, shown: Mapping[int, int]) -> None:
    """Raises ReadBackAgain when less is free for a locked order than the read-back showed; see the rule.

    Locks the order's products by id, so that what was free stays so until the transaction ends.
    """
    wanted: Counter[int] = Counter()
    for product_id, quantity in order.lines.values_list("product", "quantity"):
        wanted[product_id] += quantity
    products = Product.objects.filter(pk__in=wanted).order_by("pk").select_for_update(no_key=True)
    check_stock_as_shown(
        {one.pk: StockAsked(one.name, wanted[one.pk], one.stock_free, one.stock_due_on) for one in products}, shown
    )


def free_stock(order: Order) -> None:
    """Gives back what is reserved for a locked order and not picked."""
    back: Counter[int] = Counter()
    for line in lines_of(order):
        progress = progress_of(line)
        reserved = progress.allocated - progress.picked
        if reserved > 0:
            back[line.product_id] -= reserved
            write_progress(line, replace(progress, allocated=progress.picked))
    _lock_free(back)
    _take(back)


def end_back_order(rest: Mapping[OrderLine, int]) -> None:
    """Notes that so many packs of lines of a locked order will not follow; what is reserved or picked of them is free
    again. Locks the products by id.
    """
    back: Counter[int] = Counter()
    for line, packs in rest.items():
        progress, done = progress_of(line), getattr(line, "fulfilment", None)
        back[line.product_id] -= progress.allocated - progress.despatched
        left = replace(progress, allocated=progress.despatched, picked=progress.despatched)
        write_progress(line, left, given_up=(done.given_up if done else 0) + packs, due_on=None)
    _take(back)


def take_stock(packs: Mapping[int, int]) -> None:
    """Takes packs by product that the warehouse has picked without a reservation; it is right, below zero too.

    Locks the products by id, so that two orders of the same goods never wait for each other in a circle.
    """
    _take(packs)


def picked_of(order: Order) -> list[tuple[str, int]]:
    """What of an order is picked, gone or not: the product's name and how many packs. One statement."""
    picked = order.lines.filter(fulfilment__picked__gt=0).order_by("position", "pk")
    return list(picked.values_list("product__name", "fulfilment__picked"))


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


def _short(lines: Iterable[OrderLine]) -> list[str]:
    waits = [(line, progress_of(line).to_reserve) for line in lines]
    return [f"{packs} of {line.product.name} to come" for line, packs in waits if packs]
