"""How often a made-up customer orders, and on which days: weekly, fortnightly, four-weekly, lapsing or seasonal."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random

# The made-up desk rings from Monday to Saturday, as the law allows: nobody is rung on a Sunday.
WORKING_DAYS = 6
SUMMER = frozenset(range(4, 10))
WINTER = frozenset({10, 11, 12, 1, 2, 3})
SHUT = frozenset({(12, 25), (12, 26), (1, 1)})


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    FOUR_WEEKLY = "four_weekly"
    LAPSING = "lapsing"
    SEASONAL = "seasonal"


# In 100 customers, with the days between two orders.
SHARES = (
    (Rhythm.WEEKLY, 18, 7),
    (Rhythm.FORTNIGHTLY, 25, 14),
    (Rhythm.FOUR_WEEKLY, 32, 28),
    (Rhythm.LAPSING, 13, 14),
    (Rhythm.SEASONAL, 12, 14),
)


@dataclass(frozen=True, slots=True)
class Habit:
    """One customer's rhythm; `first` and `last` are ordinal numbers of days: the first order's, and one that counts."""

    rhythm: Rhythm
    every: int
    weekday: int
    first: int
    last: int
    months: frozenset[int]


def habit_of(random: Random, first: int, last: int) -> Habit:
    """A habit between the two days: some customers came late, lapsing ones stop two to eight months before the end."""
    rhythm, every = _drawn(random.random() * 100)
    weekday = int(random.random() * WORKING_DAYS)
    if random.random() < 0.2:
        first += int(random.random() * 300)
    stops = int(60 + random.random() * 180)
    months = frozenset(range(1, 13))
    if rhythm is Rhythm.SEASONAL:
        months = SUMMER if random.random() < 0.6 else WINTER
    first += int(random.random() * every)
    first += (weekday - _weekday(first)) % 7
    return Habit(rhythm, every, weekday, first, last - stops if rhythm is Rhythm.LAPSING else last, months)


def _drawn(per_cent: float) -> tuple[Rhythm, int]:
    for rhythm, share, every in SHARES:
        if per_cent < share:
            return rhythm, every
        per_cent -= share
    raise AssertionError("the shares make a hundred")


def order_days(habit: Habit, random: Random) -> Iterator[int]:
    """The ordinal days of their orders, in order: now and then one is left out or comes a day or two late."""
    chance = random.random
    day = habit.first
    while day <= habit.last:
        late = int(chance() * 3) if chance() < 0.12 else 0
        taken = day + late
        if chance() > 0.07 and taken <= habit.last and _is_trading(taken, habit.months):
            yield taken
        day += habit.every


def _weekday(ordinal: int) -> int:
    return (ordinal + 6) % 7


def _is_trading(ordinal: int, months: frozenset[int]) -> bool:
    day = dt.date.fromordinal(ordinal)
    return day.month in months and _weekday(ordinal) < WORKING_DAYS and (day.month, day.day) not in SHUT
