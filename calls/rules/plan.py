"""A standing arrangement to ring: what it may say, and the moments of each call on the wall clock of London."""

import datetime as dt
from dataclasses import dataclass

from calls.rules.occurrences import DAY, Circumstances, Falling, HolidayRule, fallings
from calls.rules.rhythm import Repeats, Rhythm, rhythm_in_words
from calls.rules.schedule import ImpossibleSchedule, moment
from customers.rules.calendar import SATURDAY_HOURS, WEEKDAY_HOURS
from customers.rules.vocabulary import Weekday

YEAR = dt.timedelta(days=366)
FURTHEST_START = YEAR
MONDAY_TO_FRIDAY = frozenset(tuple(Weekday)[:5])
LONGEST_LEAD = 28
# Past the longest closure that is likely; then the plain count of days has to do.
DELIVERY_SOUGHT = dt.timedelta(days=60)
DELIVERY_SAID = {0: "the same day", 1: "on their next delivery day"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A rhythm with the clocks of its calls, all on the customer's wall clock.

    Delivery is on their first delivery day from `delivery_after_days` after the call, or on the first
    `delivery_weekday` from then. Orders must be in by `cut_off`, `cut_off_after_days` after the call.
    """

    rhythm: Rhythm
    window_from: dt.time
    window_until: dt.time
    cut_off: dt.time
    agreed: dt.time | None = None
    cut_off_after_days: int = 0
    delivery_after_days: int = 1
    delivery_weekday: int | None = None
    on_holiday: HolidayRule = HolidayRule.MOVE_BEFORE


@dataclass(frozen=True, slots=True)
class Moments:
    """When we may ring, when we agreed to, until when orders count, and for which delivery."""

    window_from: dt.datetime
    agreed_at: dt.datetime | None
    window_until: dt.datetime
    cut_off_at: dt.datetime
    delivery_on: dt.date


def calls_of(plan: Plan, around: Circumstances, first: dt.date, last: dt.date) -> list[Falling]:
    """The calls from `first` to `last` and the days that bring none, with the reason; dates only."""
    return fallings(plan.rhythm, plan.on_holiday, around, first, last)


def moments_on(plan: Plan, around: Circumstances, day: dt.date) -> Moments:
    """The clocks of the call on `day`. The day is decided first; only then do clocks get a time zone."""
    return Moments(
        window_from=moment(day, plan.window_from),
        agreed_at=moment(day, plan.agreed) if plan.agreed else None,
        window_until=moment(day, plan.window_until),
        cut_off_at=moment(day + plan.cut_off_after_days * DAY, plan.cut_off),
        delivery_on=delivery_on(plan, around, day),
    )


def delivery_on(plan: Plan, around: Circumstances, day: dt.date) -> dt.date:
    """The delivery that a call on `day` is for. Where its weekday is a holiday, their next delivery day."""
    earliest = day + plan.delivery_after_days * DAY
    open_days = around.delivery_days or MONDAY_TO_FRIDAY
    wanted = earliest
    if plan.delivery_weekday is not None:
        wanted = earliest + (plan.delivery_weekday - earliest.weekday()) % 7 * DAY
    on = wanted
    while on - wanted < DELIVERY_SOUGHT:
        if on.weekday() in open_days and not around.holiday_on(on) and not around.closure_on(on):
            return on
        on += DAY
    return wanted


def check_plan(plan: Plan, around: Circumstances, today: dt.date) -> None:
    """Raises ImpossibleSchedule, naming the field to mend. A year from now, or from its start, must bring a call."""
    _check_rhythm(plan.rhythm)
    if plan.rhythm.starts_on - today > FURTHEST_START:
        raise ImpossibleSchedule("That is more than a year away. Check the year.", field="valid_from")
    _check_window(plan)
    _check_cut_off_and_delivery(plan, around)
    _check_occurs(plan, around, today)


def _check_rhythm(rhythm: Rhythm) -> None:
    if rhythm.ends_on is not None and rhythm.ends_on < rhythm.starts_on:
        raise ImpossibleSchedule("The last day is before the first. Give a later last day.", field="valid_until")
    if rhythm.repeats == Repeats.MONTH_DAY:
        if rhythm.month_day is None or not 1 <= rhythm.month_day <= 31:
            raise ImpossibleSchedule("Give the day of the month, from 1 to 31.", field="month_day")
        return
    if not rhythm.weekdays:
        raise ImpossibleSchedule("Choose at least one weekday, or we would never ring.", field="weekdays")
    if Weekday.SUNDAY in rhythm.weekdays:
        raise ImpossibleSchedule("Nobody is rung on a Sunday. Choose another weekday.", field="weekdays")
    if rhythm.repeats == Repeats.MONTH_WEEKDAY and rhythm.month_week is None:
        raise ImpossibleSchedule("Say which one of the month: the first, the second … or the last.", field="month_week")


def _check_window(plan: Plan) -> None:
    if plan.window_until <= plan.window_from:
        raise ImpossibleSchedule(
            "The window ends before it starts. Give a later time “not after”.", field="window_until"
        )
    if plan.agreed is not None and not plan.window_from <= plan.agreed <= plan.window_until:
        raise ImpossibleSchedule(
            f"The agreed time is outside the window of {plan.window_from:%H:%M} to {plan.window_until:%H:%M}.",
            field="agreed_for",
        )
    on_saturdays = plan.rhythm.repeats != Repeats.MONTH_DAY and Weekday.SATURDAY in plan.rhythm.weekdays
    opens, closes = SATURDAY_HOURS if on_saturdays else WEEKDAY_HOURS
    if plan.window_from < opens or plan.window_until > closes:
        raise ImpossibleSchedule(
            f"We ring between {opens:%H:%M} and {closes:%H:%M}{' on Saturdays' if on_saturdays else ''}. "
            "Choose times in those hours.",
            field="window_from" if plan.window_from < opens else "window_until",
        )


def _check_cut_off_and_delivery(plan: Plan, around: Circumstances) -> None:
    if plan.cut_off_after_days == 0 and plan.cut_off <= plan.window_from:
        raise ImpossibleSchedule(
            "The cut-off is before we may ring, so no order would make the delivery. Give a later cut-off.",
            field="cut_off",
        )
    if plan.agreed is not None and plan.cut_off_after_days == 0 and plan.agreed >= plan.cut_off:
        raise ImpossibleSchedule(
            f"The agreed time is not before the cut-off at {plan.cut_off:%H:%M}, so an order then would be too late. "
            "Give an earlier agreed time or a later cut-off.",
            field="agreed_for",
        )
    if not 0 <= plan.delivery_after_days <= LONGEST_LEAD:
        raise ImpossibleSchedule(f"Give a number of days from 0 to {LONGEST_LEAD}.", field="delivery_after_days")
    if not 0 <= plan.cut_off_after_days <= plan.delivery_after_days:
        raise ImpossibleSchedule(
            "The cut-off is after the delivery, so an order before it could still be too late. "
            "Give an earlier cut-off or a later delivery.",
            field="cut_off_after_days",
        )
    open_days = around.delivery_days or MONDAY_TO_FRIDAY
    if plan.delivery_weekday is not None and plan.delivery_weekday not in open_days:
        raise ImpossibleSchedule(
            f"We do not deliver to them on a {Weekday(plan.delivery_weekday).label}. "
            "Choose one of their delivery days, or have their delivery days changed first.",
            field="delivery_weekday",
        )


def _check_occurs(plan: Plan, around: Circumstances, today: dt.date) -> None:
    first = max(plan.rhythm.starts_on, today)
    last = min(plan.rhythm.ends_on or first + YEAR, first + YEAR)
    days = calls_of(plan, around, first, last)
    if any(falling.is_call for falling in days):
        return
    if not days:
        raise ImpossibleSchedule(
            "This would never occur: none of its days is still to come before the last day. "
            "Give a later last day, or other days.",
            field="valid_until",
        )
    raise ImpossibleSchedule(
        f"This would never occur: each of its days falls away ({days[0].because}). Choose other days, "
        "or let calls move on holidays.",
        field="on_holiday",
    )


def plan_in_words(plan: Plan) -> str:
    """“Every second Tuesday between 09:00 and 11:30, agreed 10:15; cut-off 12:00, delivery on Thursday”."""
    agreed = f", agreed {plan.agreed:%H:%M}" if plan.agreed else ""
    window = f"between {plan.window_from:%H:%M} and {plan.window_until:%H:%M}{agreed}"
    cut_off = f"cut-off {plan.cut_off:%H:%M}{_later(plan.cut_off_after_days)}"
    days = plan.delivery_after_days
    delivery = DELIVERY_SAID.get(days, f"from {days} days later")
    if plan.delivery_weekday is not None:
        delivery = f"on {Weekday(plan.delivery_weekday).label}"
    return f"{rhythm_in_words(plan.rhythm)} {window}; {cut_off}, delivery {delivery}"


def _later(days: int) -> str:
    return {0: "", 1: " the next day"}.get(days, f" {days} days later")
