"""Missed calls and messages that wait to be returned."""

import datetime as dt
from dataclasses import dataclass

from calls.models import MissedContact
from customers.rules.numbers import for_people
from staff.reports.keys import behind, key_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class MissedRow:
    """`caller` as it was taken down; `customer` is empty while nobody knows who it was."""

    id: int
    kind: str
    caller: str
    number: str
    customer: str
    account_number: str
    words: str
    arrived_at: dt.datetime
    due_at: dt.datetime
    first_attempt_at: dt.datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class MissedPage:
    """Some rows, and the `after` of the following page; empty when this is the last."""

    rows: tuple[MissedRow, ...]
    following: str


def missed_rows(at: dt.datetime, *, after: str = "") -> MissedPage:
    """The open ones, soonest due first. One statement. A key that cannot be read starts at the first."""
    waiting = MissedContact.objects.open().filter(behind(after, "due_at")).select_related("customer")
    found = list(waiting[: PAGE + 1])
    following = key_of(found[PAGE - 1].due_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    return MissedPage(tuple(_row(row, at) for row in found[:PAGE]), following)


def _row(row: MissedContact, at: dt.datetime) -> MissedRow:
    return MissedRow(
        id=row.pk,
        kind=row.get_kind_display(),
        caller=row.caller,
        number=for_people(row.number) if row.number else "",
        customer=row.customer.name if row.customer else "",
        account_number=row.customer.account_number if row.customer else "",
        words=row.words,
        arrived_at=row.arrived_at,
        due_at=row.due_at,
        first_attempt_at=row.first_attempt_at,
        is_late=row.first_attempt_at is None and row.due_at <= at,
    )
