"""The one sentence that says why this customer is next, from the values that ordered them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from calls.rules.ranking.vocabulary import CandidateKind
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Level
from customers.rules.calendar import LONDON


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason for an entry. Which fields are filled follows from `level`."""

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


def why_now(causes: Sequence[Cause], *, at: dt.datetime) -> str:
    """The sentence for the card: the cause that ranks first in full, then the others by name."""
    if not causes:
        return "Because: it is in the queue."
    first, *others = sorted(causes, key=lambda cause: (cause.level, cause.rank))
    also = list(dict.fromkeys(_also(cause) for cause in others if cause.errand or cause.level != first.level))
    return "Because: " + ", ".join([*_parts(first, at), *also])


def _parts(cause: Cause, at: dt.datetime) -> list[str]:
    if cause.errand:
        return [cause.errand]
    if cause.level == Level.PROMISE:
        return [_promise(cause, at), *([f"about “{cause.words}”"] if cause.words else [])]
    if cause.level == Level.BREACHING and cause.due_at:
        late = "was due" if cause.due_at <= at else "is due"
        return [
            f"their enquiry {late} an answer by {_clock(cause.due_at, at)}",
            *([f"“{cause.words}”"] if cause.words else []),
        ]
    if cause.proposed_as:
        return _proposal(cause, at)
    return [*_schedule(cause, at), *_habit(cause, at)]


def _also(cause: Cause) -> str:
    return f"also {cause.errand}" if cause.errand else ALSO[cause.level]


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
    return [f"cut-off {'was ' if cause.due_at <= at else ''}{_clock(cause.due_at, at)}"]


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
ALSO: dict[Level, str] = {
    Level.BREACHING: "also an enquiry to answer",
    Level.PROMISE: "also a promised callback",
    Level.SCHEDULED: "also their scheduled call",
    Level.PROMOTION: "also a promotion for them",
    Level.LAPSED: "also overdue to order",
    Level.PROSPECT: "also a prospect",
}
