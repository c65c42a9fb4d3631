"""The days on which a schedule asks us to ring: its rhythm with holidays, closures, added and skipped days applied."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices

from calls.rules.rhythm import Repeats, Rhythm, rhythm_days
from customers.rules.calendar import holidays_of
from customers.rules.vocabulary import Nation, Weekday

DAY = dt.timedelta(days=1)
# A call is not moved further than this; Christmas with a weekend beside it takes five days.
FURTHEST_MOVE = dt.timedelta(days=10)
# What a day depends on lies within one move and the neighbours of where it ends.
REACH = 2 * FURTHEST_MOVE


class HolidayRule(TextChoices):
    """What happens to a call whose day is a public holiday, or a day on which we do not ring."""

    MOVE_BEFORE = "before", "Ring on the working day before"
    MOVE_AFTER = "after", "Ring on the working day after"
    SKIP = "skip", "No call that time"


class Fate(TextChoices):
    """What became of a day of the rhythm."""

    AS_USUAL = "as_usual", "As usual"
    MOVED = "moved", "Moved"
    ADDED = "added", "Extra call"
    LEFT_OUT = "left_out", "Left out"


class Exceptional(TextChoices):
    """How somebody made a schedule depart from its rhythm on one day."""

    ADDED = "added", "Extra call"
    SKIPPED = "skipped", "Left out"


@dataclass(frozen=True, slots=True)
class Shut:
    """The customer is closed from the first to the last day, both included."""

    from_on: dt.date
    until_on: dt.date
    words: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What bends a rhythm at one customer. Added and skipped days carry the words that say why."""

    nation: Nation
    delivery_days: frozenset[int] = frozenset()
    shut: tuple[Shut, ...] = ()
    added: Mapping[dt.date, str] = field(default_factory=dict)
    skipped: Mapping[dt.date, str] = field(default_factory=dict)

    def closure_on(self, day: dt.date) -> Shut | None:
        return next((shut for shut in self.shut if shut.covers(day)), None)

    def holiday_on(self, day: dt.date) -> str:
        """The name of the public holiday where they are; empty on other days."""
        return holidays_of(Nation(self.nation), day.year).get(day, "")


@dataclass(frozen=True, slots=True, order=True)
class Falling:
    """One day of a schedule. `on` is when we ring, `rhythm_on` the day that it stands for; equal unless moved."""

    on: dt.date
    rhythm_on: dt.date
    fate: Fate
    because: str = ""

    @property
    def is_call(self) -> bool:
        return self.fate != Fate.LEFT_OUT


def fallings(rhythm: Rhythm, rule: HolidayRule, around: Circumstances, first: dt.date, last: dt.date) -> list[Falling]:
    """The calls from `first` to `last`, and the days of the rhythm there that bring none, in order.

    The same days come out whatever range they are asked in. A moved call stays between its neighbours: where it
    would meet the next one it is left out, for there is a call anyway.
    """
    days = rhythm_days(rhythm, first - REACH, last + REACH)
    found = [_extra(day, words, around) for day, words in around.added.items() if rhythm.contains(day)]
    calls = {day for day in days if day not in around.skipped and not around.closure_on(day)}
    calls = calls - around.added.keys() | {extra.on for extra in found if extra.is_call}
    found += [_fate_of(day, rhythm, rule, around, calls) for day in days if day not in around.added]
    return sorted(falling for falling in found if first <= falling.on <= last)


def _extra(day: dt.date, words: str, around: Circumstances) -> Falling:
    """An extra call, unless the customer has closed since it was asked for, or the day has become a holiday there."""
    closure = around.closure_on(day)
    shut = closure.words or "Closed" if closure else around.holiday_on(day)
    return Falling(day, day, Fate.LEFT_OUT, shut) if shut else Falling(day, day, Fate.ADDED, words)


def _fate_of(
    day: dt.date, rhythm: Rhythm, rule: HolidayRule, around: Circumstances, calls: Iterable[dt.date]
) -> Falling:
    if day in around.skipped:
        return Falling(day, day, Fate.LEFT_OUT, around.skipped[day])
    closure = around.closure_on(day)
    if closure is not None:
        return Falling(day, day, Fate.LEFT_OUT, closure.words or "Closed")
    why = why_no_call(day, rhythm, around)
    if not why:
        return Falling(day, day, Fate.AS_USUAL)
    if rule == HolidayRule.SKIP:
        return Falling(day, day, Fate.LEFT_OUT, why)
    return _moved(day, rhythm, -DAY if rule == HolidayRule.MOVE_BEFORE else DAY, why, around, calls)


def why_no_call(day: dt.date, rhythm: Rhythm, around: Circumstances) -> str:
    """Why the desk does not ring on a day of this rhythm; empty when it does.

    Nobody is rung on a Sunday; on a Saturday only where the rhythm names it, not where a date happens to be one.
    """
    holiday = around.holiday_on(day)
    if holiday:
        return holiday
    if day.weekday() == Weekday.SUNDAY:
        return "A Sunday"
    by_chance = rhythm.repeats == Repeats.MONTH_DAY
    return "A Saturday" if by_chance and day.weekday() == Weekday.SATURDAY else ""


def is_open_for_calls(day: dt.date, around: Circumstances) -> bool:
    """A working day there on which the customer is not closed and nobody has asked us not to ring."""
    if day.weekday() >= Weekday.SATURDAY or day in around.skipped:
        return False
    return not around.holiday_on(day) and not around.closure_on(day)


def _moved(
    day: dt.date, rhythm: Rhythm, step: dt.timedelta, why: str, around: Circumstances, calls: Iterable[dt.date]
) -> Falling:
    target = day + step
    while abs(target - day) <= FURTHEST_MOVE and rhythm.contains(target):
        if target in calls:
            return Falling(day, day, Fate.LEFT_OUT, f"{why}; the call beside it stands for both")
        if is_open_for_calls(target, around):
            return Falling(target, day, Fate.MOVED, why)
        target += step
    return Falling(day, day, Fate.LEFT_OUT, f"{why}; there is no working day near it")
