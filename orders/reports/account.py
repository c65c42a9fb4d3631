"""How a customer stands with us in money, for the telephone and their page."""

from dataclasses import dataclass
from datetime import date, datetime

from customers.models import Customer
from orders.actions.credit_check import credit_account
from orders.models import LedgerBalance
from orders.rules.credit import holds_for_debt, overdue_words, owed_words
from promotions.rules.promotion import london_day


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """In words, each empty where there is nothing to say. `overdue_holds`: the next order is taken, and held.

    `as_of` is the day of the ledger that named them last; None when none did.
    """

    is_on_stop: bool
    overdue: str
    overdue_holds: bool
    owed: str
    is_over_limit: bool
    as_of: date | None


def account_sheet(customer_id: int, at: datetime) -> AccountSheet:
    """Four statements, or five. Raises Customer.DoesNotExist."""
    customer = Customer.objects.defer("search_words").get(pk=customer_id)
    account, today = credit_account(customer), london_day(at)
    named_in = LedgerBalance.objects.filter(customer=customer).values_list("taken_from__as_of", flat=True).first()
    return AccountSheet(
        is_on_stop=account.is_on_stop,
        overdue=overdue_words(account),
        overdue_holds=holds_for_debt(account, today),
        owed=owed_words(account),
        is_over_limit=account.limit is not None and account.balance + account.ordered > account.limit,
        as_of=named_in,
    )
