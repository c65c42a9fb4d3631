"""On which days a rhythm falls: weeks counted from a first one, or a place in the month. Dates only, no clocks."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db.models import IntegerChoices, TextChoices

from customers.rules.vocabulary import Weekday

WEEK = dt.timedelta(days=7)
# Every month has this day; a later one falls on the last day of a shorter month.
SURE_DAY = 28


class Repeats(TextChoices):
    WEEKLY = "weekly", "Every week"
    FORTNIGHTLY = "fortnightly", "Every second week"
    FOUR_WEEKLY = "four_weekly", "Every fourth week"
    MONTH_WEEKDAY = "month_weekday", "Every month, on a weekday"
    MONTH_DAY = "month_day", "Every month, on a day of the month"


class MonthWeek(IntegerChoices):
    FIRST = 1, "first"
    SECOND = 2, "second"
    THIRD = 3, "third"
    FOURTH = 4, "fourth"
    LAST = -1, "last"


WEEKS: dict[Repeats, int] = {Repeats.WEEKLY: 1, Repeats.FORTNIGHTLY: 2, Repeats.FOUR_WEEKLY: 4}
AS_SAID: dict[Repeats, str] = {
    Repeats.WEEKLY: "Every",
    Repeats.FORTNIGHTLY: "Every second",
    Repeats.FOUR_WEEKLY: "Every fourth",
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Weekdays count from 0 for Monday; `ends_on` is the last day, None for no end.

    Second and fourth weeks count from the week of the first of the weekdays on or after `starts_on`.
    `month_day` and `month_week` matter only where `repeats` asks for them.
    """

    repeats: Repeats
    weekdays: frozenset[int]
    starts_on: dt.date
    ends_on: dt.date | None = None
    month_day: int | None = None
    month_week: MonthWeek | None = None

    def contains(self, day: dt.date) -> bool:
        """Whether `day` lies between the first and the last day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def rhythm_days(rhythm: Rhythm, first: dt.date, last: dt.date) -> list[dt.date]:
    """The days of the rhythm from `first` to `last`, both included, in order."""
    first = max(first, rhythm.starts_on)
    last = min(last, rhythm.ends_on or last)
    if first > last or not is_complete(rhythm):
        return []
    until = dt.datetime.combine(last, dt.time())
    return [moment.date() for moment in _rule(rhythm, first, until) if moment.date() >= first]


def is_complete(rhythm: Rhythm) -> bool:
    """Whether it says enough to fall on any day at all."""
    if rhythm.repeats == Repeats.MONTH_DAY:
        return rhythm.month_day is not None
    return bool(rhythm.weekdays) and (rhythm.repeats != Repeats.MONTH_WEEKDAY or rhythm.month_week is not None)


def _rule(rhythm: Rhythm, first: dt.date, until: dt.datetime) -> Iterable[dt.datetime]:
    """The rule, begun as near to `first` as its counting allows, so that old schedules cost no more than new ones."""
    if rhythm.repeats in WEEKS:
        weeks = WEEKS[rhythm.repeats]
        start = _counted_week(rhythm, first, weeks)
        return rrule(WEEKLY, interval=weeks, byweekday=sorted(rhythm.weekdays), dtstart=start, until=until)
    start = dt.datetime.combine(first.replace(day=1), dt.time())
    if rhythm.repeats == Repeats.MONTH_WEEKDAY:
        places = [weekday(day, rhythm.month_week) for day in sorted(rhythm.weekdays)]
        return rrule(MONTHLY, byweekday=places, dtstart=start, until=until)
    month_day = rhythm.month_day or SURE_DAY
    candidates = range(min(month_day, SURE_DAY), month_day + 1)
    return rrule(MONTHLY, bymonthday=candidates, bysetpos=-1, dtstart=start, until=until)


def _counted_week(rhythm: Rhythm, first: dt.date, weeks: int) -> dt.datetime:
    """The Monday of the latest week at or before `first` that the rhythm counts."""
    to_first_call = min((day - rhythm.starts_on.weekday()) % 7 for day in rhythm.weekdays)
    counted_from = monday_of(rhythm.starts_on + dt.timedelta(days=to_first_call))
    rounds = (monday_of(first) - counted_from) // (WEEK * weeks)
    return dt.datetime.combine(counted_from + rounds * weeks * WEEK, dt.time())


def rhythm_in_words(rhythm: Rhythm) -> str:
    """As a colleague says it: “Every second Tuesday and Friday”, “The last Friday of each month”."""
    names = listed([Weekday(day).label for day in sorted(rhythm.weekdays)])
    if rhythm.repeats in AS_SAID:
        return f"{AS_SAID[rhythm.repeats]} {names}"
    if rhythm.repeats == Repeats.MONTH_WEEKDAY and rhythm.month_week is not None:
        return f"The {MonthWeek(rhythm.month_week).label} {names} of each month"
    day = rhythm.month_day or 0
    shorter = ", or its last day" if day > SURE_DAY else ""
    return f"The {ordinal(day)} of each month{shorter}"


def listed(words: list[str]) -> str:
    """“Monday, Tuesday and Friday”."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"
