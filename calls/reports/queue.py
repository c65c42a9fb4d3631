"""Where a customer stands in the queue and why, or what keeps them out of it and until when."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from calls.actions.reasons import Reason, reasons_of
from calls.models import Lease, LeftOut, Override, QueueEntry
from calls.reports.why_not import away, gates, not_proposed
from calls.rules.left_out import WHAT_THEN, Because
from calls.rules.schedule import london_day, moment
from calls.rules.why import why_now
from customers.rules.codes import Code
from customers.rules.permission import Decision

MOST_OVERRIDES = 10


@dataclass(frozen=True, slots=True)
class Standing:
    """The level, how many are before them, and from when they come up."""

    level: str
    ahead: int
    ready_at: dt.datetime
    held_back_code: str


@dataclass(frozen=True, slots=True)
class Place:
    """An open entry. `ahead` are open before it, `ahead_ready` of them ready now; `reasons` are sentences, first first.

    `holder` has the customer's card until `held_until`; `owner` alone may take it before `pool_at`; `held_back` is what
    the permission gate said.
    """

    level: str
    ahead: int
    ahead_ready: int
    is_ready: bool
    ready_at: dt.datetime
    due_at: dt.datetime | None
    owner: str
    pool_at: dt.datetime
    is_shared: bool
    holder: str
    held_until: dt.datetime | None
    held_back: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeptOut:
    """What would have brought them up, what keeps them out, and what follows."""

    cause: str
    because: str
    then: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The last place of theirs that ended today."""

    at: dt.datetime | None
    how: str
    why: str


@dataclass(frozen=True, slots=True)
class Why:
    """Why now or why not, of one customer; `lease` is whose card they are on now.

    `gate` is what the permission gate says at this moment of the number that we would ring, None when they have none,
    and `numbers` of each; `away` says closures and
    scheduled calls of today that fell away. `not_proposed` is said of those who are not in the queue.
    """

    place: Place | None
    lease: Lease | None
    kept_out: tuple[KeptOut, ...]
    ended: Ended | None
    rests_until: dt.datetime | None
    promised_for: dt.datetime | None
    next_call_on: dt.date | None
    overrides: tuple[Override, ...]
    gate: Decision | None
    numbers: tuple[tuple[str, Decision], ...]
    away: tuple[str, ...]
    not_proposed: str

    @property
    def is_barred(self) -> bool:
        return self.gate is not None and not self.gate.allowed


def standing(customer_id: int) -> Standing | None:
    """None when nothing is open for them. Two statements."""
    entry = QueueEntry.objects.open().filter(customer=customer_id).first()
    if entry is None:
        return None
    return Standing(entry.get_level_display(), _before(entry).count(), entry.ready_at, entry.held_back_code)


def why(customer_id: int, at: dt.datetime) -> Why:
    """From the same rows that order the queue, in a number of statements that does not depend on its length."""
    today = london_day(at)
    entry = QueueEntry.objects.open().select_related("owner").filter(customer=customer_id).first()
    left_out = LeftOut.objects.filter(customer=customer_id, due_on=today)
    lease = Lease.objects.held(at).filter(customer=customer_id).select_related("holder").first()
    overrides = Override.objects.filter(customer=customer_id).select_related("made_by")
    reasons = reasons_of(entry.pk if entry else None, at=at)
    days, asked = away(customer_id, at), gates(customer_id, reasons, at)
    return Why(
        place=_place(entry, reasons, lease, at) if entry else None,
        lease=lease,
        kept_out=tuple(_kept_out(row) for row in left_out),
        ended=None if entry else _ended(customer_id, at),
        rests_until=days.rests_until,
        promised_for=days.promised_for,
        next_call_on=days.next_call_on,
        overrides=tuple(overrides[:MOST_OVERRIDES]),
        gate=asked.chosen,
        numbers=asked.numbers,
        away=days.sentences,
        not_proposed="" if entry else not_proposed(customer_id, at),
    )


def _before(entry: QueueEntry) -> QuerySet[QueueEntry]:
    same_level = Q(level=entry.level) & (Q(rank__lt=entry.rank) | Q(rank=entry.rank, pk__lt=entry.pk))
    return QueueEntry.objects.open().filter(Q(level__lt=entry.level) | same_level)


def _place(entry: QueueEntry, reasons: list[Reason], lease: Lease | None, at: dt.datetime) -> Place:
    before = _before(entry).aggregate(all=Count("pk"), ready=Count("pk", filter=Q(ready_at__lte=at)))
    return Place(
        level=entry.get_level_display(),
        ahead=before["all"],
        ahead_ready=before["ready"],
        is_ready=entry.ready_at <= at,
        ready_at=entry.ready_at,
        due_at=entry.due_at,
        owner=str(entry.owner) if entry.owner else "",
        pool_at=entry.pool_at,
        is_shared=entry.owner is None or entry.pool_at <= at,
        holder=str(lease.holder) if lease else "",
        held_until=lease.until_at if lease else None,
        held_back=_code_words(entry.held_back_code) if entry.ready_at > at else "",
        reasons=tuple(_sentence(why_now([reason.cause], at=at)) for reason in reasons),
    )


def _sentence(why_now: str) -> str:
    said = why_now.removeprefix("Because: ")
    return f"{said[:1].upper()}{said[1:]}"


def _kept_out(row: LeftOut) -> KeptOut:
    until = f" until {row.until_on:%a} {row.until_on.day} {row.until_on:%b}" if row.until_on else ""
    return KeptOut(row.get_cause_display(), f"{row.get_because_display()}{until}", WHAT_THEN[Because(row.because)])


def _ended(customer_id: int, at: dt.datetime) -> Ended | None:
    midnight = moment(london_day(at), dt.time(0))
    closed = QueueEntry.objects.filter(customer=customer_id, closed_at__gte=midnight)
    last = closed.order_by("-closed_at").first()
    if last is None:
        return None
    return Ended(last.closed_at, last.get_closed_as_display(), _code_words(last.closed_code))


def _code_words(code: str) -> str:
    """The permission gate's sentence; empty for a code that it no longer has."""
    return Code(code).label if code in Code.values else ""
