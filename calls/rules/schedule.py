"""London's wall clock, and what is said of a schedule that cannot be worked."""

import datetime as dt

from customers.rules.calendar import LONDON
from staff.rules import Refusal


class ImpossibleSchedule(Refusal):
    """The times, days or people of a schedule cannot be worked."""


class ScheduleMoved(Refusal):
    """Somebody else changed the schedule while this form was open; `now_so` is what it says now."""

    def __init__(self, *, now_so: str) -> None:
        super().__init__(
            f"Somebody changed this schedule meanwhile. It says now: {now_so}. Set it again if yours is to stand."
        )


def moment(day: dt.date, clock: dt.time) -> dt.datetime:
    """The aware moment at which London's clocks show `clock` on `day`; of an hour that comes twice, the first."""
    return dt.datetime.combine(day, clock, tzinfo=LONDON)


def london_day(at: dt.datetime) -> dt.date:
    return at.astimezone(LONDON).date()
