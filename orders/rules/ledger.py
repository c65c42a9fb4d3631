"""How a row of the accounts ledger is read: what a customer owes, and on which terms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from staff.rules import Refusal

COLUMNS = ("account", "balance", "overdue", "overdue_since", "on_stop", "credit_limit")
NEEDED = ("account", "balance")
YES, NO = frozenset({"yes", "y", "true", "1", "stop"}), frozenset({"", "no", "n", "false", "0"})
MOST = Decimal(10_000_000)
MONEY = re.compile(r"[£\s,]")


class LedgerRefused(Refusal):
    """A file that cannot be taken as a ledger."""


class RowLeftOut(Exception):
    """A row that is not taken; its text is the reason that goes into the rejects file."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One account. None means that the file does not say: then what stands stays."""

    account: str
    balance: Decimal
    overdue: Decimal
    overdue_since: date | None
    on_stop: bool | None
    credit_limit: Decimal | None


def check_columns(found: list[str]) -> None:
    """Raises LedgerRefused, naming what is missing."""
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise LedgerRefused(f"The file has no column {', '.join(missing)}; it has {', '.join(found) or 'none'}.")
    for name in COLUMNS:
        if found.count(name) > 1:
            raise LedgerRefused(f"The file has more than one column {name}. Leave in the one that counts.")


def check_as_of(as_of: date, last: date | None, today: date) -> None:
    """Raises LedgerRefused for a ledger of a day to come, or one older than what we hold."""
    if as_of > today:
        raise LedgerRefused(f"The ledger is of {as_of}, which is still to come. Give the day it was drawn up.")
    if last is not None and as_of < last:
        raise LedgerRefused(f"The ledger is of {as_of}; one of {last} has been imported already.")


def read_row(row: Mapping[str, str | None]) -> LedgerRow:
    """The account that a row holds; raises RowLeftOut with the reason."""
    said = {name: (row.get(name) or "").strip() for name in COLUMNS}
    if not said["account"]:
        raise RowLeftOut("no account number")
    balance, overdue = _money(said["balance"], "balance"), _money(said["overdue"] or "0", "overdue")
    if overdue < 0:
        raise RowLeftOut("overdue is below zero")
    return LedgerRow(
        account=said["account"],
        balance=balance,
        overdue=overdue,
        overdue_since=_day(said["overdue_since"]) if said["overdue_since"] else None,
        on_stop=_yes_or_no(said["on_stop"]) if "on_stop" in row else None,
        credit_limit=_limit(said["credit_limit"]),
    )


def _money(text: str, name: str) -> Decimal:
    try:
        amount = Decimal(MONEY.sub("", text))
    except InvalidOperation:
        raise RowLeftOut(f"{name} “{text}” is no amount") from None
    if not amount.is_finite() or abs(amount) > MOST or amount != round(amount, 2):
        raise RowLeftOut(f"{name} “{text}” is no amount in pounds and pence")
    return amount


def _limit(text: str) -> Decimal | None:
    if not text:
        return None
    limit = _money(text, "credit_limit")
    if limit < 0:
        raise RowLeftOut("credit_limit is below zero")
    return limit


def _day(text: str) -> date:
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day of the books, without a clock
        except ValueError:
            continue
    raise RowLeftOut(f"overdue_since “{text}” is no date")


def _yes_or_no(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise RowLeftOut(f"on_stop “{text}” is neither yes nor no")
    return text.lower() in YES
