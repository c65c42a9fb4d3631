"""An entry's reasons as the card uses them: the sentence, the number to ring, whom to ask for, and to what purpose."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from calls.actions.claim_sql import LINES, REASONS
from calls.models import Call
from calls.rules.vocabulary import Level
from calls.rules.why import Cause
from customers.models import PhoneLine
from customers.reports import LineFacts
from customers.rules.numbers import read_number
from customers.rules.vocabulary import Purpose


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason with what the card needs of its cause.

    `link` names what the customer has with us and it is about, empty for a call to sell; `line_id` and `number` are
    what the cause says to ring, `contact_id` whom to ask for.
    """

    cause: Cause
    link: str
    line_id: int | None
    number: str
    contact_id: int | None


# As the database tells them, in JSON.
Numbers = Sequence[Sequence[Any]]
Told = Sequence[Sequence[Any]]


class Number(NamedTuple):
    """A number of theirs, with what the permission gate asks about it (customers.reports.LineFacts)."""

    pk: int
    contact_id: int | None
    is_main: bool
    is_stopped: bool
    facts: Sequence[Any]

    @property
    def known(self) -> LineFacts:
        return LineFacts(*self.facts)

    @property
    def may_be_tried(self) -> bool:
        """As the filling sees it (queue_sql.REACHABLE): theirs, and not stopped."""
        return not (self.is_stopped or self.known.wrong_number)


@dataclass(frozen=True, slots=True)
class Errand:
    """What we ring about: to sell, or about something the customer has with us, which `service_link` names."""

    purpose: Purpose
    service_link: str = ""


def reasons_of(entry_id: int | None, *, at: dt.datetime) -> list[Reason]:
    """First the one that gives the place. One statement; none without an entry."""
    if entry_id is None:
        return []
    ((told,),) = REASONS.rows({"entry": entry_id, "at": at})
    return reasons_from(told)


def is_told(told: Told | None) -> bool:
    """Whether FIRST_READY told each cause; else REASONS does."""
    return all(known is not False for *_, known in told or ())


def reasons_from(told: Told | None) -> list[Reason]:
    """What REASONS and FIRST_READY tell, read; no statement."""
    return [_reason(*row) for row in told or ()]


def _reason(
    level: int,
    rank: float,
    due_on: str,
    due_at: str | None,
    usual_total: str | None,
    expected_on: str | None,
    proposed_as: str,
    about: str,
    known: dict[str, Any] | None,
) -> Reason:
    known = known or {}
    kind = known.get("kind", "")
    since = known.get("since")
    cause = Cause(
        level=Level(level),
        rank=rank,
        due_on=dt.date.fromisoformat(due_on),
        due_at=dt.datetime.fromisoformat(due_at) if due_at else None,
        promised_from=dt.datetime.fromisoformat(since) if since else None,
        is_exact=known.get("is_exact", False),
        promised_by=known.get("who", "").split(" ")[0],
        words=known.get("words", "") if kind in WORDED else "",
        usual_total=Decimal(usual_total) if usual_total else None,
        expected_on=dt.date.fromisoformat(expected_on) if expected_on else None,
        proposed_as=proposed_as,
        about=about,
        errand=_errand_words(kind, known),
        agreed=dt.time.fromisoformat(known["agreed"]) if known.get("agreed") else None,
        until=dt.time.fromisoformat(known["until"]) if known.get("until") else None,
        kind=known.get("missed_as", kind),
    )
    return Reason(cause, _link(kind, known), known.get("line_id"), known.get("number", ""), known.get("contact_id"))


WORDED = frozenset({"callback", "enquiry", "missed", "override"})


def _errand_words(kind: str, known: dict[str, Any]) -> str:
    """What we ring to say, for news and for a quote that waits."""
    if kind == "service_task":
        return f"about {known['about']}: {known['words']}"
    return f"our quote {known['about']} waits for their answer" if kind == "quote" else ""


def _link(kind: str, known: dict[str, Any]) -> str:
    """What of theirs it is about: their question, call, order, the quote they asked for; empty: nothing of theirs."""
    if kind == "enquiry":
        return f"enquiry {known['id']}"
    if kind == "missed":
        return f"their call {known['id']}"
    if kind == "service_task":
        return str(known["about"])
    return f"quote {known['about']}" if kind == "quote" and known["enquiry_id"] else ""


def errand_of(reasons: Sequence[Reason]) -> Errand:
    """The first reason decides: what the customer has with us makes it a service call, all else is to sell."""
    link = reasons[0].link if reasons else ""
    return Errand(Purpose.SERVICE, link) if link else Errand(Purpose.MARKETING)


def lines_of(customer_id: int) -> Numbers:
    """A customer's numbers, as FIRST_READY brings them along."""
    ((numbers,),) = LINES.rows({"customer": customer_id})
    return numbers or ()


def number_for(numbers: Numbers, reasons: Sequence[Reason]) -> Number | None:
    """The number they rang from or a schedule names, else the main one; one that is stopped, wrong or of a kind that is
    never rung only without another.

    None when the customer has no number at all.
    """
    rung_from = {reason.number for reason in reasons if reason.number}
    named = {reason.line_id for reason in reasons if reason.line_id}
    return min(
        (Number(*row) for row in numbers),
        key=lambda number: (
            number.known.wrong_number,
            number.is_stopped,
            read_number(number.known.number).code is not None,
            number.known.number not in rung_from,
            number.pk not in named,
            not number.is_main,
            number.pk,
        ),
        default=None,
    )


def line_for(customer_id: int, numbers: Numbers, reasons: Sequence[Reason]) -> PhoneLine | None:
    """The line of `number_for`; only its key, customer, number and contact are known."""
    chosen = number_for(numbers, reasons)
    if chosen is None:
        return None
    return PhoneLine(pk=chosen.pk, customer_id=customer_id, number=chosen.known.number, contact_id=chosen.contact_id)


def contact_for(reasons: Sequence[Reason], line: PhoneLine | Number | None) -> int | None:
    """The key of whom the cause names, else of whoever answers that number."""
    named = next((reason.contact_id for reason in reasons if reason.contact_id), None)
    return named or (line.contact_id if line else None)


def service_link(call: Call) -> str:
    """What a service call is about: what of theirs brought the customer up. Empty for a call to sell."""
    if call.purpose != Purpose.SERVICE:
        return ""
    return next((reason.link for reason in reasons_of(call.entry_id, at=call.opened_at) if reason.link), "")
