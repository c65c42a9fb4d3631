"""Who is not in the queue, or waits in it, counted by reason for a day; and the customers behind each count."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value, When

from calls.models import LeftOut, QueueEntry, Rest
from calls.rules.left_out import Because
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import EntryEnd, Level
from customers.models import Customer, PhoneLine
from customers.rules.calendar import why_not_now
from customers.rules.codes import Code
from customers.rules.numbers import SPECIAL_STARTS, UK_START
from customers.rules.vocabulary import Nation

PAGE = 50
A_DAY = dt.timedelta(days=1)
MIDNIGHT = dt.time(0)
SPECIAL = reduce(or_, (Q(number__startswith=start) for start in SPECIAL_STARTS))
UNUSUAL = SPECIAL | ~Q(number__startswith=UK_START)
# Between the two halves of a key; in no account number and in no name that was ever typed.
BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many customers, and the key of the list behind the number."""

    key: str
    words: str
    n: int


@dataclass(frozen=True, slots=True)
class Blocked:
    """`left_out` were due on the day and did not come up; `taken_out` left the queue on it.

    `waiting` and `resting` are of this moment, so of a day that has passed they are empty and None.
    """

    day: dt.date
    left_out: tuple[Tally, ...]
    waiting: tuple[Tally, ...]
    taken_out: tuple[Tally, ...]
    resting: int | None


@dataclass(frozen=True, slots=True)
class BlockedCustomer:
    name: str
    account_number: str


@dataclass(frozen=True, slots=True)
class BlockedPage:
    """Some of the customers behind a count, and the `after` of the following page; empty when this is the last."""

    rows: tuple[BlockedCustomer, ...]
    following: str


def blocked(day: dt.date, at: dt.datetime) -> Blocked:
    """Four statements, whatever the length of the queue; three for a day that has passed."""
    is_today = day == london_day(at)
    return Blocked(
        day=day,
        left_out=_counted("left_out", _left_out(day), "because", _because_words),
        waiting=_counted("waiting", _waiting(at), "code", _code_words) if is_today else (),
        taken_out=_counted("taken_out", _taken_out(day), "closed_code", _code_words) + _skipped(day),
        resting=Rest.objects.at(at).count() if is_today else None,
    )


def left_out_of(day: dt.date) -> int:
    """How many customers were due on the day and did not come up. One statement."""
    return _left_out(day).order_by().values("customer").distinct().count()


def blocked_customers(key: str, day: dt.date, at: dt.datetime, *, after: str = "") -> BlockedPage:
    """Who is behind a count, by name; nobody for a key that is not one of ours. One statement."""
    what, _, which = key.partition(":")
    behind: dict[str, Callable[[], QuerySet[Customer]]] = {
        "left_out": lambda: Customer.objects.filter(left_out__in=_left_out(day).filter(because=which)),
        "waiting": lambda: Customer.objects.filter(queue_entries__in=_waiting(at, of=which)),
        "taken_out": lambda: Customer.objects.filter(queue_entries__in=_taken_out(day).filter(closed_code=which)),
        "skipped": lambda: Customer.objects.filter(queue_entries__in=_ended(day).filter(closed_as=which)),
        "resting": lambda: Customer.objects.filter(rest__until_at__gt=at),
    }
    if what not in behind:
        return BlockedPage((), "")
    name, _, number = after.replace("\0", "").partition(BETWEEN)
    later = Q(name__gt=name) | Q(name=name, account_number__gt=number)
    rows = behind[what]().filter(later).distinct().order_by("name", "account_number")
    found = [BlockedCustomer(*row) for row in rows.values_list("name", "account_number")[: PAGE + 1]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return BlockedPage(tuple(found[:PAGE]), f"{last.name}{BETWEEN}{last.account_number}" if last else "")


def _left_out(day: dt.date) -> QuerySet[LeftOut]:
    return LeftOut.objects.filter(due_on=day)


def _waiting(at: dt.datetime, *, of: str = "") -> QuerySet[QueueEntry]:
    """Who may not be rung now, with the gate's code, whether Next has tried them or not; `of` one code only.

    For every entry at once it is known whether all their numbers are stopped somewhere, and what the hour and the
    holidays of their nation say, and whether all the numbers that are left are of a range that is never rung. What of a
    mixed range only a single number tells is known once Next has met it.
    """
    stopped = PhoneLine.objects.filter(number=OuterRef("number"), do_not_call_at__isnull=False)
    free = PhoneLine.objects.filter(customer=OuterRef("customer"), wrong_number_at=None, do_not_call_at=None)
    barred = Q(level__gte=Level.SCHEDULED) & ~Exists(free.filter(~Exists(stopped)))
    special = free.filter(SPECIAL)
    unusual = Exists(free.filter(UNUSUAL)) & ~Exists(free.exclude(UNUSUAL))
    held_back = Q(ready_at__gt=at) & ~Q(held_back_code="")
    by_nation = [
        When(Q(ready_at__lte=at, customer__nation=nation), then=Value(code.value))
        for nation in Nation
        if (code := why_not_now(at, () if nation == Nation.UNKNOWN else (nation,)))
    ]
    known = Case(
        When(barred, then=Value(Code.OBJECTION.value)),
        When(unusual & Exists(special), then=Value(Code.SPECIAL_RANGE.value)),
        When(unusual, then=Value(Code.NOT_UK.value)),
        When(held_back, then=F("held_back_code")),
        *by_nation,
        default=Value(""),
        output_field=CharField(),
    )
    waiting = QueueEntry.objects.open().annotate(code=known).exclude(code="")
    return waiting.filter(code=of) if of else waiting


def _ended(day: dt.date) -> QuerySet[QueueEntry]:
    return QueueEntry.objects.filter(closed_at__gte=moment(day, MIDNIGHT), closed_at__lt=moment(day + A_DAY, MIDNIGHT))


def _taken_out(day: dt.date) -> QuerySet[QueueEntry]:
    return _ended(day).filter(closed_as=EntryEnd.NOT_PERMITTED)


def _skipped(day: dt.date) -> tuple[Tally, ...]:
    n = _ended(day).filter(closed_as=EntryEnd.SKIPPED).count()
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
