"""Missed calls and messages that wait to be returned."""

import datetime as dt
from dataclasses import dataclass

from calls.models import MissedContact
from customers.rules.numbers import for_people

MOST_ROWS = 100


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


def missed_rows(at: dt.datetime) -> tuple[MissedRow, ...]:
    """The open ones, soonest due first. One statement."""
    waiting = MissedContact.objects.open().select_related("customer")[:MOST_ROWS]
    return tuple(
        MissedRow(
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
        for row in waiting
    )
