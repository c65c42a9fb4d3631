"""Why nothing brings a customer up: the scheduled call that fell away, and what the ranking waits for."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from calls.rules.exceptions import say_day
from calls.rules.occurrences import FURTHEST_MOVE, Circumstances, Falling, Fate
from calls.rules.plan import Plan, calls_of


def fell_away(plan: Plan, around: Circumstances, today: dt.date, *, moved_to: dt.date | None) -> str:
    """What became of the call that the rhythm has for `today`, and until when; empty when it is made, or there is none.

    `moved_to` is where somebody put it off to from the queue.
    """
    near = calls_of(plan, around, today - FURTHEST_MOVE, today + FURTHEST_MOVE)
    if any(each.is_call and each.on == today for each in near):
        return ""
    fallen = next((each for each in near if each.rhythm_on == today), None)
    to = moved_to or _instead(around.added, today)
    if to is not None:
        why = f": {fallen.because}" if fallen and fallen.because else ""
        return f"Their scheduled call of today was moved to {say_day(to)}{why}."
    return _said(fallen, around, today) if fallen else ""


def _said(fallen: Falling, around: Circumstances, today: dt.date) -> str:
    if fallen.fate == Fate.MOVED:
        return f"Their scheduled call of today is on {say_day(fallen.on)} instead: {fallen.because}."
    if around.closure_on(today):
        return "Their scheduled call of today falls away, because they are closed."
    return f"Their scheduled call of today is left out, for today only: {fallen.because}."


def _instead(added: Mapping[dt.date, str], today: dt.date) -> dt.date | None:
    """The day that an exception gives the call of `today` to, as `calls.actions.exceptions.move_call` words it."""
    return next((day for day, words in added.items() if words.startswith(f"Instead of {say_day(today)}:")), None)


@dataclass(frozen=True, slots=True)
class Known:
    """What the ranking knows of a customer. Gaps are days; `last_order_on` None: they have never ordered."""

    is_active: bool
    is_prospect: bool
    proposed_as: Sequence[str]
    spoken_on: dt.date | None
    rung_on: dt.date | None
    last_order_on: dt.date | None
    order_days: int
    median_gap: float | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """From when the ranking proposes somebody, by the desk's settings: days, gaps known, and usual gaps."""

    conversation_rest_days: int
    prospect_rest_days: int
    given_up_days: int
    lapsed_days: int
    overdue_gaps: int
    overdue_from: float


def why_not_proposed(known: Known, today: dt.date, bounds: Bounds) -> str:
    """One sentence on what keeps the ranking from proposing them, the first thing that holds."""
    if not known.is_active:
        return "The ranking proposes accounts that are active, and theirs is not."
    if known.spoken_on and (again := known.spoken_on + dt.timedelta(days=bounds.conversation_rest_days)) > today:
        spoken = f"We spoke to them on {say_day(known.spoken_on)}"
        return f"{spoken}; the ranking proposes nobody again before {say_day(again)}."
    if known.proposed_as:
        return f"The ranking proposes them ({', '.join(known.proposed_as).lower()}): {_coming(known, today)}"
    if known.last_order_on is not None:
        return _quiet(known, known.last_order_on, today, bounds)
    if known.is_prospect and known.rung_on:
        again = known.rung_on + dt.timedelta(days=bounds.prospect_rest_days)
        if again > today:
            return f"We rang them on {say_day(known.rung_on)}; a prospect is proposed again from {say_day(again)}."
    if known.is_prospect:
        return "The ranking has not looked at them yet: prospects are found anew each hour."
    return "They have never ordered and are no prospect, so the ranking has nothing to go by."


def _coming(known: Known, today: dt.date) -> str:
    rung_today = known.rung_on == today
    return "they were rung today already." if rung_today else "they come up when the queue is next filled."


def _quiet(known: Known, last: dt.date, today: dt.date, bounds: Bounds) -> str:
    since = f"Their last order was on {say_day(last)}, {(today - last).days} days ago"
    if (today - last).days > bounds.given_up_days:
        return f"{since}: after {bounds.given_up_days} days the ranking gives a customer up."
    if known.median_gap is None or known.order_days <= bounds.overdue_gaps:
        lapsed = last + dt.timedelta(days=bounds.lapsed_days)
        return (
            f"{since}. That is too few orders to know their rhythm; without one they count as lapsed "
            f"from {say_day(lapsed)}, and no promotion or dropped item asks for a call."
        )
    overdue = last + dt.timedelta(days=-int(-bounds.overdue_from * max(known.median_gap, 1) // 1))
    return (
        f"{since}; they usually order every {known.median_gap:.0f} days, so they are overdue from {say_day(overdue)}, "
        "and no promotion or dropped item asks for a call."
    )
