"""What the credit rule needs to know of a customer, gathered in one or two statements."""

from dataclasses import replace
from datetime import datetime

from django.db.models import DecimalField, F, Sum, Value
from django.db.models.functions import Coalesce

from customers.models import Customer
from orders.models import LedgerBalance, Order
from orders.rules.credit import Account, why_credit_holds
from orders.rules.life import NOT_INVOICED
from promotions.rules.promotion import london_day

AMOUNT: DecimalField = DecimalField(max_digits=12, decimal_places=2)  # type: ignore[type-arg]  # takes none at run time


def credit_account(customer: Customer, *, but_order: int | None = None) -> Account:
    """The customer's standing. What is confirmed counts as ordered until it is invoiced: then the ledger knows it.

    What was credited before the invoice counts without its VAT.
    """
    ledger = LedgerBalance.objects.filter(customer=customer).first()
    orders = Order.objects.filter(customer=customer, state__in=NOT_INVOICED)
    if but_order is not None:
        orders = orders.exclude(pk=but_order)
    owed = Coalesce(Sum(F("gross_total") - F("credited_total")), Value(0, AMOUNT), output_field=AMOUNT)
    account = Account(
        name=customer.name,
        is_on_stop=customer.is_on_stop,
        limit=customer.credit_limit,
        ordered=orders.aggregate(owed=owed)["owed"],
    )
    if ledger is None:
        return account
    return replace(account, balance=ledger.balance, overdue=ledger.overdue, overdue_since=ledger.overdue_since)


def credit_words(order: Order, at: datetime) -> tuple[str, ...]:
    """Why this order is held for credit, in words; empty when it is not."""
    account = credit_account(order.customer, but_order=order.pk)
    return why_credit_holds(account, order.gross_total, london_day(at))
