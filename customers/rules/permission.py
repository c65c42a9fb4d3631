"""May we ring this number now? One ordered table of steps over facts; anything not known or going wrong is a no."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

from customers.rules.areas import nation_of_number
from customers.rules.calendar import LONDON, next_permitted, why_not_now
from customers.rules.codes import PERMANENT, Code, Obligation
from customers.rules.numbers import read_number
from customers.rules.vocabulary import Nation, Purpose

RULESET = "2026-11.1"
TRY_AGAIN_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Facts:
    """All that a decision rests on, as read at `at` (aware).

    `service_link` names the order or question that a service call is about; `has_promotion` says that something is
    offered in it, which makes it marketing. `is_appointment`: the customer themselves asked for this time.
    """

    number: str
    purpose: str
    at: dt.datetime
    actor_may: bool
    nation: Nation
    objected: bool
    wrong_number: bool
    caller_id: str
    service_link: str = ""
    has_promotion: bool = False
    is_appointment: bool = False

    @property
    def is_clean_service(self) -> bool:
        return self.purpose == Purpose.SERVICE and not self.has_promotion

    @property
    def nations(self) -> tuple[Nation, ...]:
        """Whose holidays count: the line's area and the customer's record; () when neither is known."""
        reading = read_number(self.number)
        found = {self.nation, nation_of_number(reading.e164 or "")} - {Nation.UNKNOWN}
        return tuple(sorted(found))


@dataclass(frozen=True)
class Decision:
    """The answer. `code` is the first reason against, `codes` all of them; `retry_at` is set when the refusal passes.

    `permanent`: something in `codes` will not pass by waiting, so nothing is gained by keeping the number in a queue.
    """

    allowed: bool
    code: str
    codes: tuple[str, ...]
    permanent: bool
    retry_at: dt.datetime | None
    obligations: tuple[str, ...]
    ruleset: str = RULESET

    @property
    def sentence(self) -> str:
        """What the person at the screen reads."""
        if self.allowed:
            return "You may ring this number now."
        said = Code(self.code).label
        if self.retry_at is None or self.code in {Code.FAIL_CLOSED, Code.NOT_PERMITTED}:
            return said
        return f"{said} You may ring them from {self.retry_at.astimezone(LONDON):%a %-d %b, %H:%M}."


Finding = Iterator[Code]


def _number(facts: Facts) -> Finding:
    code = read_number(facts.number).code
    if code is not None:
        yield code


def _actor(facts: Facts) -> Finding:
    if not facts.actor_may or facts.purpose not in Purpose.values:
        yield Code.NOT_PERMITTED


def _absolute_stops(facts: Facts) -> Finding:
    if facts.wrong_number:
        yield Code.WRONG_NUMBER


def _service_link(facts: Facts) -> Finding:
    if facts.purpose == Purpose.SERVICE and not facts.service_link:
        yield Code.SERVICE_NOT_LINKED


def _objection(facts: Facts) -> Finding:
    if facts.objected:
        yield Code.OBJECTION


def _caller_id(facts: Facts) -> Finding:
    """Ofcom: the number we show must be one that can be rung back, without a premium."""
    if not facts.caller_id.strip():
        yield Code.CALLER_ID_MISSING
    elif read_number(facts.caller_id).code is not None:
        yield Code.CALLER_ID_INVALID


def _time(facts: Facts) -> Finding:
    code = why_not_now(facts.at, facts.nations)
    if code is not None and not facts.is_appointment:
        yield code


@dataclass(frozen=True)
class Step:
    ask: Callable[[Facts], Finding]
    marketing_only: bool = False


# The order is the order of the codes; a step that is added finds its place here and nowhere else.
STEPS = (
    Step(_number),
    Step(_actor),
    Step(_absolute_stops),
    Step(_service_link),
    Step(_objection, marketing_only=True),
    Step(_caller_id),
    Step(_time),
)


def decide(facts: Facts) -> Decision:
    """Ask every step that applies; the first hit is the code. A fact that is None, and whatever goes wrong, is R00."""
    try:
        if any(getattr(facts, field.name) is None for field in fields(Facts)):
            return fail_closed(facts.at)
        codes = tuple(
            code for step in STEPS if not (step.marketing_only and facts.is_clean_service) for code in step.ask(facts)
        )
        return _refuse(codes, facts) if codes else _allow(facts)
    except Exception:  # A gate that cannot answer stays shut, whatever the reason.
        return fail_closed(facts.at)


def fail_closed(at: dt.datetime) -> Decision:
    """The answer when the facts could not be had."""
    return Decision(False, Code.FAIL_CLOSED, (Code.FAIL_CLOSED,), False, at + TRY_AGAIN_AFTER, ())


def _allow(facts: Facts) -> Decision:
    duties = [Obligation.SAY_COMPANY_NAME, Obligation.GIVE_ADDRESS_IF_ASKED]
    if facts.is_clean_service:
        duties.append(Obligation.OFFER_NOTHING)
    return Decision(True, "", (), False, None, tuple(duties))


def _refuse(codes: tuple[Code, ...], facts: Facts) -> Decision:
    permanent = any(code in PERMANENT for code in codes)
    retry_at = None if permanent else _retry_at(codes, facts)
    return Decision(False, codes[0], codes, permanent, retry_at, ())


def _retry_at(codes: tuple[Code, ...], facts: Facts) -> dt.datetime:
    only_the_hour = set(codes) <= {Code.BANK_HOLIDAY, Code.NO_CALL_DAY, Code.OUTSIDE_HOURS}
    return next_permitted(facts.at if only_the_hour else facts.at + TRY_AGAIN_AFTER, facts.nations)
