"""How far a target should be by now, by selling hours, and what today must bring."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from promotions.rules.money import money
from targets.rules.vocabulary import Measure, say_amount, share_done

OPENS = dt.time(9)
CLOSES = dt.time(17, 30)
DAY = dt.timedelta(days=1)

WorkingDay = Callable[[dt.date], bool]


@dataclass(frozen=True, slots=True)
class Pace:
    """One target at one moment. `elapsed` and `by_tonight` are shares of the period's selling hours, 0 to 1."""

    measure: str
    asked: Decimal
    actual: Decimal
    elapsed: Decimal
    by_tonight: Decimal

    @property
    def share(self) -> Decimal:
        return share_done(self.actual, self.asked)

    @property
    def against_pace(self) -> Decimal | None:
        """Actual of what should be done by now: 1 is exactly on pace. None before the first selling hour."""
        return share_done(self.actual, self.asked * self.elapsed) if self.elapsed else None

    @property
    def wanting_today(self) -> Decimal:
        """What must still come today to end it on pace; nothing when it is there already."""
        missing = max(Decimal(0), self.asked * self.by_tonight - self.actual)
        if self.measure == Measure.ORDER_VALUE:
            return money(missing)
        return missing.to_integral_value(ROUND_CEILING)

    def sentence(self) -> str:
        if self.share >= 1:
            return "Done."
        if not self.wanting_today:
            return "On pace for the day already."
        return f"{say_amount(self.measure, self.wanting_today)} today to be on pace."

    def with_another(self, amount: Decimal) -> str:
        """What an order that counts for `amount` does to this target, said to whoever took it."""
        after = share_done(self.actual + amount, self.asked)
        if self.share < 1 <= after:
            return "This order reaches the target."
        return f"This order takes you to {int(after * 100)}\N{NO-BREAK SPACE}%."


def elapsed_share(first: dt.date, last: dt.date, until: dt.datetime, is_working: WorkingDay) -> Decimal:
    """The share of the selling hours from `first` to `last` that is over at `until`, a London wall clock.

    A period without a working day is over as a whole once its last day is.
    """
    days = [first + DAY * number for number in range((last - first).days + 1)]
    working = [day for day in days if is_working(day)]
    if not working:
        return Decimal(int(until.date() > last))
    over = sum((_over_of(day, until) for day in working), dt.timedelta())
    return Decimal(over.total_seconds()) / Decimal((_over_of(first, None) * len(working)).total_seconds())


def _over_of(day: dt.date, until: dt.datetime | None) -> dt.timedelta:
    opens, closes = dt.datetime.combine(day, OPENS), dt.datetime.combine(day, CLOSES)
    wall = closes if until is None else until.replace(tzinfo=None)
    return max(dt.timedelta(), min(wall, closes) - opens)
