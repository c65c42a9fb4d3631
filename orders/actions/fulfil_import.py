"""Takes in what the warehouse's file tells, order by order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orders.actions.fulfil import fulfil_order
from orders.models import Order
from orders.rules.fulfilment import Told, ToldRow, UnreadRow
from staff.rules import Refusal

Row = tuple[int, ToldRow | UnreadRow]
Reject = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class FulfilmentTaken:
    """Orders that moved on, those that stand as they stood, and rows that were left out."""

    moved: int
    as_before: int
    rejected: int


def import_fulfilment(*, rows: Iterable[Row], reject: Reject, at: datetime, dry_run: bool = False) -> FulfilmentTaken:
    """Takes the rows of each order together, in a transaction of its own: an order is taken whole or not at all.

    A row of it that cannot be read leaves it out as well. `reject` is told the number of each row that is left out, and
    why. Counts are of everything so far: the same file again, twice at once, or after a crash half way, changes nothing
    that was taken. `dry_run` keeps nothing, and holds up nobody for longer than an order takes.
    """
    by_order: dict[str, list[Row]] = {}
    for number, row in rows:
        by_order.setdefault(row.order, []).append((number, row))
    moved = as_before = rejected = 0
    for order_number, its_rows in by_order.items():
        try:
            with transaction.atomic():
                changed = _take(order_number, its_rows, at)
                transaction.set_rollback(dry_run)
        except Refusal as refusal:
            rejected += len(its_rows)
            for number, row in its_rows:
                reject(number, row.why if isinstance(row, UnreadRow) else refusal.sentence)
        else:
            moved, as_before = moved + changed, as_before + (not changed)
    return FulfilmentTaken(moved, as_before, rejected)


def _take(order_number: str, rows: Sequence[Row], at: datetime) -> bool:
    told_rows = _all_read(order_number, rows)
    order = Order.objects.filter(number=order_number).first()
    if order is None:
        raise Refusal(f"There is no order {order_number}.")
    return fulfil_order(order_id=order.pk, told=_lines(order, told_rows), by=None, at=at)


def _all_read(order_number: str, rows: Sequence[Row]) -> list[ToldRow]:
    """The rows of an order, all of which could be read. Raises Refusal naming the first that could not."""
    read = []
    for number, row in rows:
        if isinstance(row, UnreadRow):
            raise Refusal(f"Row {number} of order {order_number} cannot be read: {row.why}.")
        read.append(row)
    return read


def _lines(order: Order, rows: Sequence[ToldRow]) -> dict[int, Told]:
    """What is told by line id; a line is named by its place, or by its product's code if one line has it."""
    places: dict[str, list[int]] = {}
    for pk, position, code in order.lines.values_list("pk", "position", "product__code"):
        places.setdefault(str(position), []).append(pk)
        if code != str(position):
            places.setdefault(code, []).append(pk)
    told: dict[int, Told] = {}
    for row in rows:
        found = places.get(row.line, [])
        if len(found) != 1:
            several = "several lines" if found else "no line"
            raise Refusal(f"Order {order.number} has {several} “{row.line}”.")
        if found[0] in told:
            raise Refusal(f"Line “{row.line}” of order {order.number} is told twice.")
        told[found[0]] = row.told
    return told
