"""Whether every scheduled customer of a day is accounted for: called, moved with a reason, or handed over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from calls.actions.occurrences import circumstances_of
from calls.models import Attempt, HandOver, MovedCall, QueueEntry, QueueReason, Schedule
from calls.rules.exceptions import next_open_day
from calls.rules.occurrences import Circumstances
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import EntryEnd
from customers.rules.vocabulary import Nation
from staff.models import User

CALLED = (EntryEnd.CALLED, EntryEnd.RESTED, EntryEnd.RANG_US)
MOST_ROWS = 100
ANYBODY = "Anybody"


@dataclass(slots=True)
class Account:
    """One person's scheduled customers of a day. `settled`: had ordered already, may not be called, was left out."""

    person: str
    called: int = 0
    settled: int = 0
    moved: int = 0
    handed: int = 0
    left: int = 0

    @property
    def scheduled(self) -> int:
        """What stood on their list; what they handed over stands on another's too."""
        return self.called + self.settled + self.moved + self.handed + self.left


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Somebody scheduled who has no outcome. `offered_to` is who was asked to take them and has not answered."""

    entry_id: int
    customer: str
    account_number: str
    owner: str
    is_owned: bool
    due_on: dt.date
    cut_off: dt.datetime | None
    is_past: bool
    usual: Decimal | None
    attempts: int
    offered_to: str
    hand_over_id: int | None


@dataclass(frozen=True, slots=True)
class DayEnd:
    """`carried` of the rows were left on an earlier day; `more` are not shown."""

    day: dt.date
    people: tuple[Account, ...]
    rows: tuple[LeftRow, ...]
    more: int

    @property
    def left(self) -> int:
        return len(self.rows) + self.more

    @property
    def carried(self) -> int:
        return sum(row.due_on < self.day for row in self.rows)

    @property
    def value(self) -> Decimal:
        return sum((row.usual or Decimal(0) for row in self.rows), Decimal(0))

    @property
    def whole(self) -> Account:
        """The people together. What was handed over is counted where it went."""
        total = Account("Everybody")
        for one in self.people:
            total.called += one.called
            total.settled += one.settled
            total.moved += one.moved
            total.left += one.left
        return total


@dataclass(slots=True)
class _Accounts:
    by_owner: dict[int | None, Account] = field(default_factory=dict)

    def of(self, owner_id: int | None, name: str | None) -> Account:
        return self.by_owner.setdefault(owner_id, Account(name or ANYBODY))


def day_end(day: dt.date, at: dt.datetime, *, owner: User | None = None) -> DayEnd:
    """Of one person, or with None of the desk; today also lists what was left on earlier days. Seven statements."""
    reasons = QueueReason.objects.filter(schedule__isnull=False)
    if owner is not None:
        reasons = reasons.filter(entry__owner=owner)
    is_today = day == london_day(at)
    listed = reasons.filter(entry__closed_at=None, **{"due_on__lte" if is_today else "due_on": day})
    of_all = listed.order_by().values("entry").distinct().count()
    rows = _rows(listed, at)
    return DayEnd(
        day=day,
        people=_people(reasons.filter(due_on=day), day, owner),
        rows=tuple(rows),
        more=of_all - len(rows),
    )


def _people(reasons: QuerySet[QueueReason], day: dt.date, owner: User | None) -> tuple[Account, ...]:
    accounts = _Accounts()
    is_open, is_called = Q(entry__closed_at=None), Q(entry__closed_as__in=CALLED)
    counted = (
        reasons.order_by()
        .values_list("entry__owner", "entry__owner__full_name")
        .annotate(
            left=Count("entry", distinct=True, filter=is_open),
            called=Count("entry", distinct=True, filter=is_called),
            settled=Count("entry", distinct=True, filter=~is_open & ~is_called),
        )
    )
    for owner_id, name, left, called, settled in counted:
        account = accounts.of(owner_id, name)
        account.left, account.called, account.settled = left, called, settled
    moved = MovedCall.objects.filter(from_on=day).order_by().values_list("owner", "owner__full_name")
    for owner_id, name, n in _only(moved, "owner", owner).annotate(n=Count("entry", distinct=True)):
        accounts.of(owner_id, name).moved = n
    starts, ends = moment(day, dt.time(0)), moment(day + dt.timedelta(days=1), dt.time(0))
    handed = HandOver.objects.filter(taken_at__gte=starts, taken_at__lt=ends, giver__isnull=False)
    given = handed.filter(entry__reasons__schedule__isnull=False, entry__reasons__due_on=day)
    for giver, name, n in (_only(given.order_by().values_list("giver", "giver__full_name"), "giver", owner)).annotate(
        n=Count("entry", distinct=True)
    ):
        accounts.of(giver, name).handed = n
    return tuple(sorted(accounts.by_owner.values(), key=lambda account: (account.person == ANYBODY, account.person)))


def _only(rows: QuerySet, name: str, owner: User | None) -> QuerySet:  # type: ignore[type-arg]
    return rows if owner is None else rows.filter(**{name: owner})


def _rows(reasons: QuerySet[QueueReason], at: dt.datetime) -> list[LeftRow]:
    """The earliest scheduled call of each customer, soonest cut-off first."""
    earliest = reasons.order_by("entry", "due_on", "due_at", "pk").distinct("entry").values("pk")
    found = QueueReason.objects.filter(pk__in=earliest).select_related("entry__customer", "entry__owner")
    shown = list(found.order_by("due_on", "due_at", "pk")[:MOST_ROWS])
    first = [reason.entry_id for reason in shown]
    attempts = _attempts(first, at)
    offers = {
        offer.entry_id: offer for offer in HandOver.objects.waiting().filter(entry__in=first).select_related("taker")
    }
    return [_row(reason, attempts.get(reason.entry_id, 0), offers.get(reason.entry_id), at) for reason in shown]


def _attempts(entry_ids: Iterable[int], at: dt.datetime) -> dict[int, int]:
    starts = moment(london_day(at), dt.time(0))
    tried = Attempt.objects.filter(call__entry__in=list(entry_ids), dialled_at__gte=starts).order_by()
    return dict(tried.values_list("call__entry").annotate(n=Count("pk")))


def _row(reason: QueueReason, attempts: int, offer: HandOver | None, at: dt.datetime) -> LeftRow:
    entry = reason.entry
    return LeftRow(
        entry_id=entry.pk,
        customer=entry.customer.name,
        account_number=entry.customer.account_number,
        owner=str(entry.owner or ANYBODY),
        is_owned=entry.owner_id is not None,
        due_on=reason.due_on,
        cut_off=reason.due_at,
        is_past=reason.due_at is not None and reason.due_at <= at,
        usual=reason.usual_total,
        attempts=attempts,
        offered_to=str(offer.taker) if offer else "",
        hand_over_id=offer.pk if offer else None,
    )


def next_day_for(entry: QueueEntry, at: dt.datetime) -> dt.date:
    """The first day after today on which the customer can be rung, to propose it. Two statements."""
    schedules = Schedule.objects.filter(reasons__entry=entry).select_related("customer").order_by("pk")[:1]
    around = circumstances_of(list(schedules), london_day(at))
    each = next(iter(around.values()), Circumstances(Nation(entry.customer.nation)))
    return next_open_day(london_day(at), each)
