"""Whether a promise can be kept: who is in at that time, and what of their time is promised already."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from calls.rules.promise import FURTHEST, Hours, ImpossiblePromise, Part, Promise, exact, loose, when
from calls.rules.schedule import london_day, moment
from customers.rules.calendar import LONDON
from staff.rules.attendance import Span

# How far ahead free times are looked for, in which steps, and how many are offered.
LOOK_AHEAD_DAYS = 14
STEP = dt.timedelta(minutes=15)
MOST_OFFERED = 4

NOTHING = dt.timedelta(0)


class NoRoom(ImpossiblePromise):
    """Nobody is there to keep it, or those who are have promised enough already."""


@dataclass(frozen=True, slots=True)
class Room:
    """What the desk can promise. `people`: a span for each stretch that somebody is in; `promised`: open windows.

    A call takes `handling`; no more than `share` (0 to 1) of the people's time is promised. `errands` are the calls
    that are promised for a day and no time of it: news to be told, quotes to be rung about.
    """

    people: tuple[Span, ...]
    promised: tuple[Span, ...]
    handling: dt.timedelta
    share: float
    errands: Mapping[dt.date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreeTime:
    """A time that can still be promised; `value` names it in a form: “2026-11-24 14:45”, “2026-11-24 afternoon”."""

    promise: Promise
    value: str

    @property
    def words(self) -> str:
        return when(self.promise).removeprefix("on ")


def check_room(promise: Promise, room: Room) -> None:
    """Raises NoRoom. Where somebody is in, one promise always fits; more as long as the shared time suffices.

    A promise for a stretch of the day weighs on each part of it in proportion. The day as a whole holds no more than
    its shared time either: what is promised for a day and no time of it must be rung too.
    """
    window = Span(promise.window_from, promise.window_until)
    at_all = min(room.handling, window.end - window.start)
    if not any(_overlap(window, span) >= at_all for span in room.people):
        raise NoRoom("Nobody is at the desk then. Choose one of the times below.", field="promise")
    others = [_overlap(window, other) / (other.end - other.start) for other in room.promised]
    wanted = room.handling * (1 + sum(others))
    there = sum((_overlap(window, span) for span in room.people), NOTHING)
    if any(others) and wanted > there * room.share:
        met = sum(1 for part in others if part)
        raise NoRoom(
            f"{met} {'callback is' if met == 1 else 'callbacks are'} promised for that time already, as many as we can "
            "keep. Choose one of the times below.",
            field="promise",
        )
    _check_day(promise, room)


def _check_day(promise: Promise, room: Room) -> None:
    on = london_day(promise.window_from)
    day = Span(moment(on, dt.time(0)), moment(on + dt.timedelta(days=1), dt.time(0)))
    others = sum(1 for other in room.promised if other.meets(day)) + room.errands.get(on, 0)
    there = sum((_overlap(day, span) for span in room.people), NOTHING)
    if others and room.handling * (1 + others) > there * room.share:
        raise NoRoom(
            f"{others} {'call is' if others == 1 else 'calls are'} promised for that day already, with news and "
            "quotes, as many as we can keep. Choose one of the times below.",
            field="promise",
        )


def free_times(
    room: Room,
    *,
    after: dt.datetime,
    exact_window: dt.timedelta | None,
    at: dt.datetime,
    hours: Callable[[dt.date], Hours | None],
) -> list[FreeTime]:
    """The next MOST_OFFERED times from `after` on: clock times with their window, or without one parts of days.

    `hours` are the calling hours of a day where the customer is.
    """
    first = london_day(max(after, at))
    days = [first + dt.timedelta(days=n) for n in range(LOOK_AHEAD_DAYS)]
    found = (
        free
        for day in days
        for free in (_clocks(day, at, hours(day), exact_window) if exact_window else _parts(day, at, hours(day)))
        if free.promise.window_until > after and (not free.promise.is_exact or free.promise.window_from >= after)
    )
    return list(islice((free for free in found if _fits(free.promise, room)), MOST_OFFERED))


def sought_from(after: dt.datetime, at: dt.datetime) -> dt.datetime:
    """From when free times are looked for: now, where `after` has passed or a slip of the year is too far away."""
    return max(after, at) if after - at < FURTHEST else at


def _fits(promise: Promise, room: Room) -> bool:
    try:
        check_room(promise, room)
    except NoRoom:
        return False
    return True


def _parts(day: dt.date, at: dt.datetime, hours: Hours | None) -> Iterator[FreeTime]:
    for part in (Part.MORNING, Part.AFTERNOON):
        try:
            yield FreeTime(loose(day=day, part=part, words="", at=at, hours=hours), f"{day} {part}")
        except ImpossiblePromise:
            continue


def _clocks(day: dt.date, at: dt.datetime, hours: Hours | None, window: dt.timedelta) -> Iterator[FreeTime]:
    start, closes = hours or (at, at)
    while start + window <= closes:
        clock = start.astimezone(LONDON).time()
        try:
            promise = exact(day=day, clock=clock, words="", at=at, hours=hours, window=window)
            yield FreeTime(promise, f"{day} {clock:%H:%M}")
        except ImpossiblePromise:
            pass
        start += STEP


def _overlap(one: Span, other: Span) -> dt.timedelta:
    return max(min(one.end, other.end) - max(one.start, other.start), NOTHING)


def asked_for(value: str) -> tuple[dt.date, dt.time | None, Part | None]:
    """The day and the clock time or part of a FreeTime's `value`; raises ImpossiblePromise for any other text."""
    day, _, rest = value.partition(" ")
    try:
        if rest in Part.values:
            return dt.date.fromisoformat(day), None, Part(rest)
        return dt.date.fromisoformat(day), dt.time.fromisoformat(rest), None
    except ValueError as unreadable:
        raise ImpossiblePromise("Choose one of the times again.", field="promise") from unreadable
