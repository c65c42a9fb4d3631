"""What a promised callback means in hours: an exact time is a short window, a loose one a stretch of the day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import TextChoices

from calls.rules.occurrences import Shut
from calls.rules.schedule import london_day, moment
from customers.rules.calendar import LONDON, calling_hours, is_holiday
from customers.rules.vocabulary import Nation
from staff.rules import Refusal

# An exact promise is kept when we ring within so long from the time named, unless the desk's settings say otherwise.
EXACT_WINDOW = dt.timedelta(minutes=15)
# A loose promise needs room to be kept.
SHORTEST_LOOSE = dt.timedelta(minutes=30)
FURTHEST = dt.timedelta(days=366)

Hours = tuple[dt.datetime, dt.datetime]


class ImpossiblePromise(Refusal):
    """We could not keep it, so we do not make it."""


class Part(TextChoices):
    """The stretches of a day that people promise."""

    MORNING = "morning", "In the morning"
    AFTERNOON = "afternoon", "In the afternoon"
    DAY = "day", "During the day"


class Due(TextChoices):
    """How an open promise stands."""

    LATE = "late", "Overdue"
    NOW = "now", "Now"
    LATER = "later", "Later"


PARTS: dict[Part, tuple[dt.time, dt.time]] = {
    Part.MORNING: (dt.time(9), dt.time(12)),
    Part.AFTERNOON: (dt.time(13), dt.time(17)),
    Part.DAY: (dt.time(9), dt.time(17)),
}


@dataclass(frozen=True, slots=True)
class Promise:
    """When we said we would ring: from `window_from`, before `window_until`."""

    window_from: dt.datetime
    window_until: dt.datetime
    is_exact: bool
    words: str = ""


def hours_on(day: dt.date, nation: Nation) -> Hours | None:
    """The calling hours of a day where the customer is; None on a Sunday and on a public holiday."""
    hours = None if is_holiday(day, () if nation == Nation.UNKNOWN else (nation,)) else calling_hours(day)
    return (moment(day, hours[0]), moment(day, hours[1])) if hours else None


def exact(
    *,
    day: dt.date,
    clock: dt.time,
    words: str,
    at: dt.datetime,
    hours: Hours | None,
    window: dt.timedelta = EXACT_WINDOW,
) -> Promise:
    """A promise for one time, kept within `window`. `hours` are that day's calling hours, None for a day without."""
    check_near(day, at=at)
    start = moment(day, clock)
    if start <= at:
        raise ImpossiblePromise("That time has passed. Give a later one.", field="promise")
    return _within(Promise(start, start + window, True, words), day, hours)


def loose(*, day: dt.date, part: Part, words: str, at: dt.datetime, hours: Hours | None) -> Promise:
    """A promise for a stretch of a day; of today, what is left of it."""
    check_near(day, at=at)
    starts, ends = (moment(day, clock) for clock in PARTS[part])
    start = max(starts, at)
    if ends - start < SHORTEST_LOOSE:
        raise ImpossiblePromise("There is too little left of that time. Choose a later one.", field="promise")
    return _within(Promise(start, ends, False, words), day, hours)


def check_near(day: dt.date, *, at: dt.datetime) -> None:
    """Raises ImpossiblePromise for a day more than a year away either way, before anything is reckoned from it."""
    ahead = day - london_day(at)
    if ahead > FURTHEST:
        raise ImpossiblePromise("That is more than a year away. Give an earlier day.", field="promise")
    if ahead < -FURTHEST:
        raise ImpossiblePromise("That time has passed. Give a later one.", field="promise")


def check_open(day: dt.date, closures: Iterable[Shut]) -> None:
    """Raises ImpossiblePromise for a day on which the customer is closed."""
    shut = next((shut for shut in closures if shut.covers(day)), None)
    if shut is None:
        return
    last, because = shut.until_on, f" ({shut.words})" if shut.words else ""
    raise ImpossiblePromise(
        f"They are closed on {day:%A} {day.day} {day:%B}{because}, until {last:%A} {last.day} {last:%B}. "
        "Choose a day after that.",
        field="promise",
    )


def _within(promise: Promise, day: dt.date, hours: Hours | None) -> Promise:
    if hours is None:
        raise ImpossiblePromise(
            f"We do not ring on {day:%A} {day.day} {day:%B}. Choose a working day.", field="promise"
        )
    opens, closes = hours
    if promise.window_from < opens or promise.window_until > closes:
        raise ImpossiblePromise(
            f"We ring between {opens:%H:%M} and {closes:%H:%M} on that day. Choose a time in those hours.",
            field="promise",
        )
    return promise


def due(window_from: dt.datetime, window_until: dt.datetime, *, at: dt.datetime) -> Due:
    if window_until <= at:
        return Due.LATE
    return Due.NOW if window_from <= at else Due.LATER


def when(promise: Promise) -> str:
    """The promise as it is said: on Tue 24 Nov at 14:30; on Tue 24 Nov between 13:00 and 17:00."""
    start, end = promise.window_from.astimezone(LONDON), promise.window_until.astimezone(LONDON)
    clock = f"at {start:%H:%M}" if promise.is_exact else f"between {start:%H:%M} and {end:%H:%M}"
    return f"on {start:%a} {start.day} {start:%b} {clock}"
