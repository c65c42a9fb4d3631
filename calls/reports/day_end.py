"""Whether every scheduled customer of a day is accounted for: called, moved with a reason, or handed over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q

from calls.actions.occurrences import circumstances_of
from calls.models import Attempt, HandOver, QueueEntry, Schedule
from calls.reports.blocked import left_out_of
from calls.reports.scheduled import PAGE, LeftCustomer, Tally, left_customers, tallies, together
from calls.rules.exceptions import next_open_day
from calls.rules.occurrences import Circumstances
from calls.rules.schedule import london_day, moment
from customers.rules.vocabulary import Nation
from staff.models import User

ANYBODY = "Anybody"


@dataclass(frozen=True, slots=True)
class Account:
    """One person's scheduled customers of a day; `handed` have gone to somebody else's list."""

    person: str
    tally: Tally
    handed: int = 0

    @property
    def scheduled(self) -> int:
        """What stood on their list; what they handed over stands on another's too."""
        return self.tally.scheduled + self.handed


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Somebody scheduled who has no outcome. `offered_to` is who was asked to take them and has not answered."""

    who: LeftCustomer
    is_past: bool
    attempts: int
    offered_to: str
    hand_over_id: int | None


@dataclass(frozen=True, slots=True)
class DayEnd:
    """`people` have an account each, anybody's last. `own` is the account of the person whose page it is, else None.

    `rows` is one page of everybody left; `following` the key of the next. `left_out` are the desk's, whatever was due.
    """

    day: dt.date
    people: tuple[Account, ...]
    own: Account | None
    everybody: Tally
    rows: tuple[LeftRow, ...]
    following: str
    left_out: int

    @property
    def concerned(self) -> Tally:
        """Whose being left the page speaks of first: the person's own, or the desk's."""
        return self.own.tally if self.own else self.everybody

    @property
    def accounted(self) -> int:
        return self.own.scheduled if self.own else self.everybody.scheduled

    @property
    def anybodys(self) -> int:
        """Left of the pool's, beside one's own."""
        return self.everybody.all_left - self.concerned.all_left

    @property
    def anybodys_value(self) -> Decimal:
        return self.everybody.left_value - self.concerned.left_value


def day_end(day: dt.date, at: dt.datetime, *, owner: User | None = None, after: str = "") -> DayEnd:
    """Of one person with the pool's, or with None of the desk; today also lists what was left on earlier days.

    Six statements.
    """
    owner_id = owner.pk if owner else None
    found, handed = tallies(day, at, owner_id=owner_id), _handed(day, owner_id)
    names = {person: name for person, (name, _) in found.items()} | {who: name for who, (name, _) in handed.items()}
    accounts = {
        person: Account(
            name or ANYBODY,
            found[person][1] if person in found else Tally(),
            handed[person][1] if person in handed else 0,
        )
        for person, name in names.items()
    }
    if owner is not None:
        accounts.setdefault(owner.pk, Account(str(owner), Tally()))
    page = left_customers(day, at, owner_id=owner_id, after=after, most=PAGE)
    return DayEnd(
        day=day,
        people=tuple(sorted(accounts.values(), key=lambda one: (one.person == ANYBODY, one.person))),
        own=accounts[owner.pk] if owner else None,
        everybody=together(found),
        rows=tuple(_rows(page.rows, at)),
        following=page.following,
        left_out=left_out_of(day),
    )


def _handed(day: dt.date, owner_id: int | None) -> dict[int | None, tuple[str, int]]:
    """By giver, how many of the day's scheduled calls a colleague took from them on that day and did not give back."""
    starts, ends = moment(day, dt.time(0)), moment(day + dt.timedelta(days=1), dt.time(0))
    taken = HandOver.objects.filter(taken_at__gte=starts, taken_at__lt=ends, giver__isnull=False)
    taken = taken.exclude(entry__owner=F("giver"))
    if owner_id is not None:
        taken = taken.filter(giver=owner_id)
    stood = Q(entry__reasons__schedule__isnull=False, entry__reasons__due_on=day)
    given = taken.filter(stood | Q(entry__moved_calls__from_on=day)).order_by()
    counted = given.values_list("giver", "giver__full_name").annotate(n=Count("entry", distinct=True))
    return {giver: (name, n) for giver, name, n in counted}


def _rows(shown: Iterable[LeftCustomer], at: dt.datetime) -> Iterable[LeftRow]:
    entries = [who.entry_id for who in shown if who.entry_id is not None]
    attempts = _attempts(entries, at)
    offers = {
        offer.entry_id: offer for offer in HandOver.objects.waiting().filter(entry__in=entries).select_related("taker")
    }
    for who in shown:
        offer = offers.get(who.entry_id or 0)
        yield LeftRow(
            who=who,
            is_past=who.cut_off is not None and who.cut_off <= at,
            attempts=attempts.get(who.entry_id or 0, 0),
            offered_to=str(offer.taker) if offer else "",
            hand_over_id=offer.pk if offer else None,
        )


def _attempts(entry_ids: list[int], at: dt.datetime) -> dict[int, int]:
    starts = moment(london_day(at), dt.time(0))
    tried = Attempt.objects.made().filter(call__entry__in=entry_ids, dialled_at__gte=starts).order_by()
    return dict(tried.values_list("call__entry").annotate(n=Count("pk")))


def next_day_for(entry: QueueEntry, at: dt.datetime) -> dt.date:
    """The first day after today on which the customer can be rung, to propose it. Two statements."""
    schedules = Schedule.objects.filter(reasons__entry=entry).select_related("customer").order_by("pk")[:1]
    around = circumstances_of(list(schedules), london_day(at))
    each = next(iter(around.values()), Circumstances(Nation(entry.customer.nation)))
    return next_open_day(london_day(at), each)
