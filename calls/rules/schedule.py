"""On which days a schedule falls, and the moments of its window and cut-off on the wall clock of London."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from customers.rules.calendar import LONDON
from staff.rules import Refusal

YEAR = dt.timedelta(days=366)


class ImpossibleSchedule(Refusal):
    """The times or days of a schedule cannot be worked."""


def moment(day: dt.date, clock: dt.time) -> dt.datetime:
    """The aware moment at which London's clocks show `clock` on `day`; of an hour that comes twice, the first."""
    return dt.datetime.combine(day, clock, tzinfo=LONDON)


def london_day(at: dt.datetime) -> dt.date:
    return at.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Plan:
    """A weekly rhythm. Weekdays count from 0 for Monday; `valid_until` is the last day, None for no end."""

    weekdays: frozenset[int]
    window_from: dt.time
    window_until: dt.time
    cut_off: dt.time
    delivery_after_days: int
    valid_from: dt.date
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One call that a schedule asks for."""

    day: dt.date
    window_from: dt.datetime
    window_until: dt.datetime
    cut_off: dt.datetime
    delivery_on: dt.date


def falls_on(plan: Plan, day: dt.date) -> bool:
    ended = plan.valid_until is not None and day > plan.valid_until
    return day >= plan.valid_from and not ended and day.weekday() in plan.weekdays


def occurrence(plan: Plan, day: dt.date) -> Occurrence | None:
    """What the plan asks for on `day`. The day is decided first; only then do clocks get a time zone."""
    if not falls_on(plan, day):
        return None
    return Occurrence(
        day=day,
        window_from=moment(day, plan.window_from),
        window_until=moment(day, plan.window_until),
        cut_off=moment(day, plan.cut_off),
        delivery_on=day + dt.timedelta(days=plan.delivery_after_days),
    )


def days_from(plan: Plan, day: dt.date) -> Iterator[dt.date]:
    """The days on which the plan falls within a year of `day`, in order."""
    return (on for n in range(YEAR.days) if falls_on(plan, on := day + dt.timedelta(days=n)))


def check_plan(plan: Plan) -> None:
    """Raises ImpossibleSchedule, naming the field to mend."""
    if not plan.weekdays:
        raise ImpossibleSchedule("Choose at least one weekday, or we would never ring.", field="weekdays")
    if plan.window_until <= plan.window_from:
        raise ImpossibleSchedule(
            "The window ends before it starts. Give a later time “not after”.", field="window_until"
        )
    if plan.cut_off <= plan.window_from:
        raise ImpossibleSchedule(
            "The cut-off is before we may ring, so no order would make the delivery. Give a later cut-off.",
            field="cut_off",
        )
    if plan.valid_until is not None and next(days_from(plan, plan.valid_from), None) is None:
        raise ImpossibleSchedule("None of these weekdays lies between the first and the last day.", field="valid_until")
