"""Who is not in the queue today, or waits in it, counted by reason; and the customers behind each count."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from calls.models import LeftOut, QueueEntry, Rest
from calls.rules.left_out import Because
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import EntryEnd
from customers.models import Customer
from customers.rules.codes import Code

MOST_ROWS = 100
MIDNIGHT = dt.time(0)


@dataclass(frozen=True, slots=True)
class Tally:
    """So many customers, and the key of the list behind the number."""

    key: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """`left_out` were due and did not come up; `waiting` are put off for now; `taken_out` have left the queue today."""

    left_out: tuple[Tally, ...]
    waiting: tuple[Tally, ...]
    taken_out: tuple[Tally, ...]
    resting: int


@dataclass(frozen=True, slots=True)
class BlockedCustomer:
    name: str
    account_number: str


def blocked(at: dt.datetime) -> Blocked:
    """Four statements, whatever the length of the queue."""
    return Blocked(
        left_out=_counted("left_out", _left_out(at), "because", _because_words),
        waiting=_counted("waiting", _waiting(at), "held_back_code", _code_words),
        taken_out=_counted("taken_out", _taken_out(at), "closed_code", _code_words) + _skipped(at),
        resting=Rest.objects.at(at).count(),
    )


def blocked_customers(key: str, at: dt.datetime) -> tuple[BlockedCustomer, ...]:
    """The first MOST_ROWS behind a count by name; none for a key that is not one of ours. One statement."""
    what, _, which = key.partition(":")
    behind: dict[str, Callable[[], QuerySet[Customer]]] = {
        "left_out": lambda: Customer.objects.filter(left_out__in=_left_out(at).filter(because=which)),
        "waiting": lambda: Customer.objects.filter(queue_entries__in=_waiting(at).filter(held_back_code=which)),
        "taken_out": lambda: Customer.objects.filter(queue_entries__in=_taken_out(at).filter(closed_code=which)),
        "skipped": lambda: Customer.objects.filter(queue_entries__in=_ended_today(at).filter(closed_as=which)),
        "resting": lambda: Customer.objects.filter(rest__until_at__gt=at),
    }
    if what not in behind:
        return ()
    rows = behind[what]().distinct().order_by("name", "account_number").values_list("name", "account_number")
    return tuple(BlockedCustomer(*row) for row in rows[:MOST_ROWS])


def _left_out(at: dt.datetime) -> QuerySet[LeftOut]:
    return LeftOut.objects.filter(due_on=london_day(at))


def _waiting(at: dt.datetime) -> QuerySet[QueueEntry]:
    return QueueEntry.objects.open().filter(ready_at__gt=at).exclude(held_back_code="")


def _ended_today(at: dt.datetime) -> QuerySet[QueueEntry]:
    return QueueEntry.objects.filter(closed_at__gte=moment(london_day(at), MIDNIGHT))


def _taken_out(at: dt.datetime) -> QuerySet[QueueEntry]:
    return _ended_today(at).filter(closed_as=EntryEnd.NOT_PERMITTED)


def _skipped(at: dt.datetime) -> tuple[Tally, ...]:
    n = _ended_today(at).filter(closed_as=EntryEnd.SKIPPED).count()
    return (Tally(f"skipped:{EntryEnd.SKIPPED}", EntryEnd.SKIPPED.label, n),) if n else ()


def _counted(
    what: str, rows: QuerySet[LeftOut] | QuerySet[QueueEntry], column: str, say: Callable[[str], str]
) -> tuple[Tally, ...]:
    counts = rows.order_by().values_list(column).annotate(n=Count("customer", distinct=True)).order_by("-n", column)
    return tuple(Tally(f"{what}:{value}", say(value), n) for value, n in counts)


def _because_words(value: str) -> str:
    return Because(value).label


def _code_words(code: str) -> str:
    return Code(code).label if code in Code.values else "May not be rung"
