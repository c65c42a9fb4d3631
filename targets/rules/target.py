"""What may be asked of a person or the desk."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from staff.rules import Refusal
from targets.rules.vocabulary import COUNTED, Measure

LONGEST = dt.timedelta(days=366)
MOST = Decimal(1_000_000_000)


class TargetRefused(Refusal):
    """A target that cannot be; `field` is the field that is wrong."""


@dataclass(frozen=True, slots=True)
class Asked:
    """So much of a measure from the first day to the last; no person means the whole desk."""

    person_id: int | None
    measure: str
    promotion_id: int | None
    starts_on: dt.date
    ends_on: dt.date
    value: Decimal


def month_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of its month."""
    first = day.replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)


def check_asked(asked: Asked, *, today: dt.date) -> None:
    """Raise TargetRefused for a target that is empty, endless, over already, or counts what does not exist."""
    if asked.ends_on < asked.starts_on:
        raise TargetRefused("The last day is before the first. Change one of them.", field="ends_on")
    if asked.ends_on < today:
        raise TargetRefused("This period is over. A target needs a day still to come.", field="ends_on")
    if asked.ends_on - asked.starts_on >= LONGEST:
        raise TargetRefused("A target runs for a year at most. Choose an earlier last day.", field="ends_on")
    if asked.promotion_id is not None and asked.measure != Measure.PROMOTION_PACKS:
        raise TargetRefused("Only packs sold on promotion can be of one promotion. Leave it empty.", field="promotion")
    check_value(asked.measure, asked.value)


def check_value(measure: str, value: Decimal) -> None:
    """Raise TargetRefused unless `value` is an amount that the measure can reach."""
    if not value.is_finite() or not 0 < value < MOST:
        raise TargetRefused("Ask for more than nothing, and less than a thousand million.", field="value")
    word = COUNTED.get(Measure(measure))
    if word and value != int(value):
        raise TargetRefused(f"A part of one cannot be counted: ask for a whole number of {word}s.", field="value")
