"""What the credit rule needs to know of a customer, gathered in one or two statements."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import DecimalField, Exists, Max, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce

from customers.models import Customer
from customers.rules.calendar import LONDON
from orders.actions.payable import vat_back
from orders.models import LedgerBalance, LedgerImport, Order, OrderStep
from orders.rules.credit import Account, why_credit_holds
from orders.rules.life import NOT_INVOICED
from orders.rules.vocabulary import OrderState
from promotions.rules.promotion import london_day

INVOICED = (OrderState.INVOICED, OrderState.CLOSED)
AMOUNT: DecimalField = DecimalField(max_digits=12, decimal_places=2)  # type: ignore[type-arg]  # takes none at run time


def credit_account(customer: Customer, *, but_order: int | None = None) -> Account:
    """The customer's standing. What is confirmed counts as ordered until a ledger knows its invoice.

    That is the first ledger drawn up on the day of the invoice or later. Of what was credited nothing is owed. Two
    statements, one more for a customer whom no ledger has named, and where something was credited.
    """
    ledger = LedgerBalance.objects.filter(customer=customer).select_related("taken_from").first()
    as_of = ledger.taken_from.as_of if ledger else LedgerImport.objects.aggregate(last=Max("as_of"))["last"]
    orders = Order.objects.filter(Q(state__in=NOT_INVOICED) | _invoiced_after(as_of), customer=customer)
    if but_order is not None:
        orders = orders.exclude(pk=but_order)
    sums = orders.aggregate(gross=_sum("gross_total"), credited=_sum("credited_total"))
    vat = vat_back(orders) if sums["credited"] else Decimal(0)
    account = Account(
        name=customer.name,
        is_on_stop=customer.is_on_stop,
        limit=customer.credit_limit,
        ordered=sums["gross"] - sums["credited"] - vat,
    )
    if ledger is None:
        return account
    return replace(account, balance=ledger.balance, overdue=ledger.overdue, overdue_since=ledger.overdue_since)


def _sum(column: str) -> Coalesce:
    return Coalesce(Sum(column), Value(0, AMOUNT), output_field=AMOUNT)


def _invoiced_after(as_of: date | None) -> Q:
    """Orders whose invoice is younger than the ledger; none where there is no ledger that could know an invoice."""
    if as_of is None:
        return Q(pk__in=[])
    next_day = datetime.combine(as_of + timedelta(days=1), time.min, LONDON)
    invoiced = OrderStep.objects.filter(order=OuterRef("pk"), state=OrderState.INVOICED, at__gte=next_day)
    return Q(Exists(invoiced), state__in=INVOICED)


def credit_words(order: Order, at: datetime) -> tuple[str, ...]:
    """Why this order is held for credit, in words; empty when it is not."""
    account = credit_account(order.customer, but_order=order.pk)
    return why_credit_holds(account, order.gross_total, london_day(at))
