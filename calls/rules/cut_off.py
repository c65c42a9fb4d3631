"""Until when an order makes the delivery that a call is for, where the schedule and the round name two moments."""

import datetime as dt
from dataclasses import dataclass

from calls.rules.schedule import london_day
from customers.rules.calendar import LONDON
from orders.rules.delivery import DeliveryTerms, say_date, why_no_delivery


@dataclass(frozen=True, slots=True)
class CutOff:
    """The moment that decides, and the delivery it is for; `words` say what does not fit together."""

    at: dt.datetime
    delivery_on: dt.date
    words: str = ""


def cut_off_that_counts(
    *, delivery_on: dt.date, scheduled: dt.datetime | None, by_round: dt.datetime | None, round_name: str
) -> CutOff | None:
    """The earlier one, since each ends the orders for its own reason; None where neither is set."""
    moments = [moment for moment in (scheduled, by_round) if moment is not None]
    if not moments:
        return None
    return CutOff(min(moments), delivery_on, two_cut_offs(scheduled, by_round, round_name))


def two_cut_offs(scheduled: dt.datetime | None, by_round: dt.datetime | None, round_name: str) -> str:
    """That the two are not one moment, in words; empty when they are, or when one is not set."""
    if scheduled is None or by_round is None or scheduled == by_round:
        return ""
    lorry = f"the round {round_name}" if round_name else "their delivery"
    return f"Their schedule says {_say(scheduled)}, {lorry} {_say(by_round)}: the earlier counts."


def not_delivered(on: dt.date | None, terms: DeliveryTerms, at: dt.datetime) -> str:
    """That there is no delivery on this day, or none any more, and why; empty when there is one, or no day."""
    reason = why_no_delivery(on, terms.days, today=london_day(at), at=at) if on else ""
    return f"No delivery on {say_date(on)}: {reason}." if on and reason else ""


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where a call of a schedule does not fit its delivery. `is_broken`: it promises what no van makes; otherwise it
    stops taking orders sooner than the round does, which may be meant."""

    words: str
    is_broken: bool


def misfit(*, delivery_on: dt.date, cut_off_at: dt.datetime, terms: DeliveryTerms, at: dt.datetime) -> Misfit | None:
    """What a call of a schedule asks for that its delivery does not give; None when it fits."""
    if reason := not_delivered(delivery_on, terms, at):
        return Misfit(reason, is_broken=True)
    by_round = terms.days.order_by(delivery_on)
    words = two_cut_offs(cut_off_at, by_round, terms.round)
    return Misfit(words, is_broken=by_round is not None and cut_off_at > by_round) if words else None


def does_not_fit(contradiction: str) -> str:
    """As it stands above a form."""
    return f"The next call does not fit their delivery. {contradiction}"


def _say(moment: dt.datetime) -> str:
    there = moment.astimezone(LONDON)
    return f"{there:%a} {there.day} {there:%b %H:%M}"
