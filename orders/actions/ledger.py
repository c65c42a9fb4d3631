"""Takes in the accounts ledger: what customers owe, what is overdue, who is on stop, and their limits."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction
from django.db.models import Max

from customers.actions.standing import Standing, set_standing
from customers.models import Customer
from orders.models import LedgerBalance, LedgerImport
from orders.rules.ledger import LedgerRow, check_as_of
from promotions.rules.promotion import london_day

BATCH = 1_000
Reject = Callable[[int, str], None]


@dataclass(frozen=True, slots=True)
class LedgerTaken:
    """What an import did; `was_here` is a file that had been taken in before, and then nothing was done."""

    accounts: int
    standings: int
    rejected: int
    was_here: bool = False


@transaction.atomic
def import_ledger(
    *,
    rows: Iterable[tuple[int, LedgerRow]],
    name: str,
    sha256: str,
    as_of: date,
    reject: Reject,
    at: datetime,
    dry_run: bool = False,
) -> LedgerTaken:
    """Takes over each account's balance as of the end of a day; accounts that the file does not name stay as they are.

    `rows` are numbered; `reject` is told the number of a row that is left out, and why. The same file of the same day
    again, or twice at once, is taken once. `dry_run` does all and keeps nothing. Locks the customers that it names.
    Raises LedgerRefused for a day to come or one before the last ledger.
    """
    check_as_of(as_of, LedgerImport.objects.aggregate(last=Max("as_of"))["last"], london_day(at))
    taken, is_new = LedgerImport.objects.get_or_create(
        sha256=sha256, as_of=as_of, defaults={"name": name[:120], "imported_at": at}
    )
    if not is_new:
        return LedgerTaken(taken.rows, 0, taken.rejected, was_here=True)
    accounts = standings = rejected = 0
    named: set[str] = set()
    for batch in _batches(rows):
        known, bad = _known(batch, named, reject)
        rejected += bad
        accounts += len(known)
        standings += set_standing(
            standings={pk: Standing(row.on_stop, row.credit_limit) for pk, row in known.items()}, at=at
        )
        _write(known, taken)
    taken.rows, taken.rejected = accounts, rejected
    taken.save(update_fields=["rows", "rejected"])
    if dry_run:
        transaction.set_rollback(True)
    return LedgerTaken(accounts, standings, rejected)


def _batches(rows: Iterable[tuple[int, LedgerRow]]) -> Iterator[list[tuple[int, LedgerRow]]]:
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def _known(batch: list[tuple[int, LedgerRow]], named: set[str], reject: Reject) -> tuple[dict[int, LedgerRow], int]:
    """The rows by customer, and how many were left out: accounts that we do not have, or named before."""
    asked = Customer.objects.filter(account_number__in=[row.account for _, row in batch])
    ids = dict(asked.values_list("account_number", "pk"))
    known, bad = {}, 0
    for number, row in batch:
        why = "there is no such account" if row.account not in ids else ""
        why = "the account was named above already" if row.account in named else why
        if why:
            reject(number, why)
            bad += 1
        else:
            named.add(row.account)
            known[ids[row.account]] = row
    return known, bad


def _write(known: dict[int, LedgerRow], taken: LedgerImport) -> None:
    LedgerBalance.objects.bulk_create(
        [
            LedgerBalance(
                customer_id=pk,
                balance=row.balance,
                overdue=row.overdue,
                overdue_since=row.overdue_since,
                taken_from=taken,
            )
            for pk, row in sorted(known.items())
        ],
        update_conflicts=True,
        unique_fields=["customer"],
        update_fields=["balance", "overdue", "overdue_since", "taken_from"],
    )
