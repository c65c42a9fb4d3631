"""The one sentence that says why this customer is next, from the values that ordered them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from calls.rules.ranking.vocabulary import CandidateKind
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import Level
from customers.rules.calendar import LONDON


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for an entry. Which fields are filled follows from `level` and `kind`, the name of its cause.

    `promised_from` is also when they rang, left word or were laid aside; `promised_by` also who pulled them forward.
    Of a scheduled call `agreed` and `until` are clocks on their wall: the time agreed with them, and not after.
    """

    level: Level
    rank: float
    due_on: dt.date
    due_at: dt.datetime | None = None
    promised_from: dt.datetime | None = None
    is_exact: bool = False
    promised_by: str = ""
    words: str = ""
    usual_total: Decimal | None = None
    expected_on: dt.date | None = None
    proposed_as: str = ""
    about: str = ""
    errand: str = ""
    kind: str = ""
    agreed: dt.time | None = None
    until: dt.time | None = None


def why_now(causes: Sequence[Cause], *, at: dt.datetime) -> str:
    """The sentence for the card: the cause that gives the place, which comes first, in full; the others by name."""
    if not causes:
        return "Because: it is in the queue."
    first, *others = causes
    also = list(dict.fromkeys(_also(cause, at) for cause in others if cause.errand or cause.level != first.level))
    return "Because: " + ", ".join([*_parts(first, at), *also])


def _parts(cause: Cause, at: dt.datetime) -> list[str]:
    if cause.errand:
        return [cause.errand]
    if cause.kind in OWN_WORDS:
        return OWN_WORDS[cause.kind](cause, at)
    if cause.level == Level.PROMISE:
        return [_promise(cause, at), *([f"about “{cause.words}”"] if cause.words else [])]
    if cause.level == Level.BREACHING and cause.due_at:
        late = "was due" if cause.due_at <= at else "is due"
        return [
            f"their enquiry {late} an answer by {_clock(cause.due_at, at)}",
            *([f"“{cause.words[:80]}”"] if cause.words else []),
        ]
    if cause.proposed_as:
        return _proposal(cause, at)
    return [*_schedule(cause, at), *_habit(cause, at)]


def _also(cause: Cause, at: dt.datetime) -> str:
    if cause.level == Level.PROMISE and cause.promised_from and cause.promised_from > at:
        return f"also {_promise(cause, at)}"
    return f"also {cause.errand}" if cause.errand else ALSO_BY_KIND.get(cause.kind) or ALSO[cause.level]


def _missed(cause: Cause, at: dt.datetime) -> list[str]:
    rang = _clock(cause.promised_from, at) if cause.promised_from else "today"
    did = f"they left word at {rang}" if cause.kind == "message" else f"they rang at {rang} and reached nobody"
    due = [f"to be returned by {_clock(cause.due_at, at)}"] if cause.due_at else []
    return [did, *due, *([f"“{cause.words[:80]}”"] if cause.words else [])]


def _laid_aside(cause: Cause, at: dt.datetime) -> list[str]:
    since = f" at {_clock(cause.promised_from, at)}" if cause.promised_from else ""
    return [f"their card was laid aside{since} for a caller"]


def _pulled_forward(cause: Cause, _at: dt.datetime) -> list[str]:
    return [f"pulled forward by {cause.promised_by}: {cause.words}"]


def _promise(cause: Cause, at: dt.datetime) -> str:
    by = f" by {cause.promised_by}" if cause.promised_by else ""
    if cause.promised_from is None or cause.due_at is None:
        return f"a call was promised{by}"
    if cause.is_exact:
        return f"promised for {_clock(cause.promised_from, at)}{by}"
    return f"promised between {_clock(cause.promised_from, at)} and {_clock(cause.due_at, at)}{by}"


def _schedule(cause: Cause, at: dt.datetime) -> list[str]:
    if cause.due_at is None:
        return [Level(cause.level).label.lower()]
    agreed = [f"agreed for {cause.agreed:%H:%M}"] if cause.agreed else []
    cut_off = f"cut-off {'was ' if cause.due_at <= at else ''}{_clock(cause.due_at, at)}"
    is_sooner = cause.until is not None and moment(cause.due_on, cause.until) < cause.due_at
    return [*agreed, cut_off, *([f"not after {cause.until:%H:%M}"] if is_sooner else [])]


def _habit(cause: Cause, at: dt.datetime) -> list[str]:
    parts = []
    if cause.usual_total is not None:
        parts.append(f"usually £{cause.usual_total:,.0f} on a {cause.due_on:%A}")
    if cause.expected_on is not None and (days := (london_day(at) - cause.expected_on).days) > 0:
        parts.append(f"{days} {'day' if days == 1 else 'days'} overdue")
    return parts


def _proposal(cause: Cause, at: dt.datetime) -> list[str]:
    """What the ranking proposes them for, and what an order of theirs is."""
    known = PROPOSED[CandidateKind(cause.proposed_as)].format(about=cause.about)
    worth = [f"an order is about £{cause.usual_total:,.0f}"] if cause.usual_total is not None else []
    if cause.expected_on is None or (days := (london_day(at) - cause.expected_on).days) <= 0:
        return [known, *worth]
    return [known, f"expected {days} {'day' if days == 1 else 'days'} ago", *worth]


def _clock(moment: dt.datetime, at: dt.datetime) -> str:
    """The wall clock; with the day in front where it is not today."""
    local = moment.astimezone(LONDON)
    today = local.date() == london_day(at)
    return f"{local:%H:%M}" if today else f"{local:%a} {local.day} {local:%b} {local:%H:%M}"


PROPOSED: dict[CandidateKind, str] = {
    CandidateKind.PROMOTION: "“{about}” is for them",
    CandidateKind.OVERDUE: "overdue to order",
    CandidateKind.LAPSED: "they have stopped ordering",
    CandidateKind.LOST_ITEM: "they have dropped {about}",
    CandidateKind.PROSPECT: "a prospect, nobody has spoken to them lately",
}
OWN_WORDS: dict[str, Callable[[Cause, dt.datetime], list[str]]] = {
    "call": _missed,
    "message": _missed,
    "stashed": _laid_aside,
    "override": _pulled_forward,
}
ALSO_BY_KIND = {"call": "also a call of theirs to return", "message": "also a message of theirs to answer"}
ALSO: dict[Level, str] = {
    Level.BREACHING: "also an enquiry to answer",
    Level.PROMISE: "also a promised callback",
    Level.SCHEDULED: "also their scheduled call",
    Level.PROMOTION: "also a promotion for them",
    Level.LAPSED: "also overdue to order",
    Level.PROSPECT: "also a prospect",
}
