"""The accounts ledger of the evening before: what is owed, what is overdue, who is on stop."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from customers.models import Customer
from customers.rules.vocabulary import CustomerKind, CustomerStatus
from orders.actions.ledger import import_ledger
from orders.models import Order
from orders.rules.ledger import LedgerRow
from orders.rules.vocabulary import OrderState

# Of so many accounts one pays late: by turns a few days, which is forgiven, and so many that the next order is held.
LATE_ONE_IN = 12
LATE_BY = (3, 16)
STOPPED_BY = 45
UNPAID = dt.timedelta(days=30)
LEAST_OF_A_STOP = Decimal("240.00")
PENNY = Decimal("0.01")


def make_ledger(*, over_limit: Customer | None, at: dt.datetime) -> None:
    """Imports it as accounts would; `over_limit` owes nearly all of a limit that their order then goes beyond."""
    as_of = at.date() - dt.timedelta(days=1)
    rows = enumerate(_rows(over_limit, as_of), start=2)
    import_ledger(rows=rows, name="ledger.csv", sha256="made up", as_of=as_of, reject=lambda number, why: None, at=at)


def _rows(over_limit: Customer | None, as_of: dt.date) -> Iterator[LedgerRow]:
    if over_limit is not None:
        yield LedgerRow(over_limit.account_number, Decimal("1912.40"), Decimal(0), None, None, Decimal(2000))
    delivered = Order.objects.filter(customer=OuterRef("pk"), state=OrderState.CLOSED, delivery_on__gt=as_of - UNPAID)
    unpaid = delivered.order_by().values("customer").annotate(gross=Sum("gross_total")).values("gross")
    known = Customer.objects.filter(kind=CustomerKind.CUSTOMER).exclude(status=CustomerStatus.CLOSED)
    others = known.exclude(pk=over_limit.pk) if over_limit else known
    found: Iterator[Any] = others.annotate(unpaid=Subquery(unpaid)).order_by("pk").iterator()
    for place, customer in enumerate(found):
        row = _row(customer, customer.unpaid or Decimal(0), place, as_of)
        if row.balance:
            yield row


def _row(customer: Customer, unpaid: Decimal, place: int, as_of: dt.date) -> LedgerRow:
    is_stopped = customer.status == CustomerStatus.ON_STOP
    limit = customer.credit_limit
    balance = min(unpaid, limit * 3 / 4) if limit is not None else unpaid
    balance = max(balance, LEAST_OF_A_STOP if is_stopped else Decimal(0)).quantize(PENNY)
    turn, is_late = place // LATE_ONE_IN, place % LATE_ONE_IN == 0
    days = STOPPED_BY if is_stopped else LATE_BY[turn % 2] if is_late else 0
    overdue = (balance / 2).quantize(PENNY) if days else Decimal(0)
    since = as_of - dt.timedelta(days=days) if overdue else None
    return LedgerRow(customer.account_number, balance, overdue, since, is_stopped, None)
