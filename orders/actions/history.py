"""Brings over the orders of an earlier system: COPY into a table of this transaction, then a few statements over it.

A credit note is taken off the customer's latest earlier invoice line of that product with at least that quantity,
before orders are made: so each figure counts what the customer kept. An order that is credited in full comes over as
cancelled, with its lines. A credit that corrects no line of the file is counted and left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import islice
from typing import Any

from django.db import connection, transaction

from customers.models import Customer
from orders.actions import history_steps as steps
from orders.rules.history import HistoryLine
from promotions.models import Product, ProductGroup
from promotions.rules import VatRate
from promotions.rules.vocabulary import PriceKind

BATCH = 20_000
GROUP = "Brought over"


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `shifted` is by how many days the history was moved on."""

    orders: int
    lines: int
    cancelled: int
    customers: int
    products: int
    already_here: int
    credits_unmatched: int
    first_on: date | None
    last_on: date | None
    shifted: int


@transaction.atomic
def import_history(*, lines: Iterable[HistoryLine], at: datetime, ends_on: date | None = None) -> Imported:
    """Makes closed orders of invoices, with their own numbers; invoices that are here already are left as they are.

    `ends_on` moves the whole history by whole days so that its last one falls on that date. Unknown customers and
    products are made. Memory is bounded by one batch; importing twice adds nothing the second time.
    """
    with connection.cursor() as cursor:
        cursor.execute(steps.MAKE_TABLE)
        for batch in _batches(lines):
            _copy(cursor, batch)
        cursor.execute(steps.INDEX)
        shift = _shift(cursor, ends_on)
        unmatched = _count(cursor, steps.MATCH_CREDITS)
        already_here = _count(cursor, steps.LEAVE_OUT_WHAT_IS_HERE)
        customers = _make_customers(cursor, at)
        products = _make_products(cursor)
        asked = {"shift": shift, "closed": "closed", "cancelled": "cancelled", "kind": PriceKind.LIST.value}
        cursor.execute(steps.KEEP_LINES)
        orders = _count(cursor, steps.MAKE_ORDERS, asked)
        made = _count(cursor, steps.MAKE_LINES, asked)
        percents = {f"{rate}": rate.percent for rate in VatRate}
        cursor.execute(steps.MAKE_VAT_ROWS, percents)
        cursor.execute(steps.ADD_VAT)
        cursor.execute(steps.SUMMARY)
        cancelled, first, last = cursor.fetchone()
    return Imported(
        orders=orders,
        lines=made,
        cancelled=cancelled,
        customers=customers,
        products=products,
        already_here=already_here,
        credits_unmatched=unmatched,
        first_on=first,
        last_on=last,
        shifted=shift.days,
    )


def _batches(lines: Iterable[HistoryLine]) -> Iterator[list[HistoryLine]]:
    rest = iter(lines)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _copy(cursor: Any, batch: list[HistoryLine]) -> None:
    text = StringIO()
    for line in batch:
        fields = (
            line.invoice,
            "t" if line.is_credit else "f",
            line.code,
            line.name,
            str(line.quantity),
            line.invoiced_at.isoformat(sep=" "),
            str(line.unit_price),
            line.account,
        )
        text.write("\t".join(map(_copied, fields)) + "\n")
    text.seek(0)
    cursor.copy_expert(steps.COPY, text)


def _copied(value: str) -> str:
    """A value as COPY reads it."""
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r").replace("\0", "")


def _shift(cursor: Any, ends_on: date | None) -> timedelta:
    cursor.execute(steps.LAST_DAY)
    (last,) = cursor.fetchone()
    return ends_on - last if ends_on and last else timedelta(0)


def _count(cursor: Any, statement: str, asked: dict[str, Any] | None = None) -> int:
    cursor.execute(statement, asked)
    return int(cursor.rowcount)


def _make_customers(cursor: Any, at: datetime) -> int:
    cursor.execute(steps.UNKNOWN_ACCOUNTS)
    made = [
        Customer(account_number=account, name=f"Customer {account}", source="Order history", created_at=at)
        for (account,) in cursor.fetchall()
    ]
    return len(Customer.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH))


def _make_products(cursor: Any) -> int:
    cursor.execute(steps.UNKNOWN_PRODUCTS)
    found = cursor.fetchall()
    if not found:
        return 0
    group, _ = ProductGroup.objects.get_or_create(name=GROUP)
    made = [Product(code=code, name=name, list_price=price, group=group) for code, name, price in found]
    return len(Product.objects.bulk_create(made, ignore_conflicts=True, batch_size=BATCH))
