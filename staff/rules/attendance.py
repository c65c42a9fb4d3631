"""When somebody works: their weekly hours on London's clocks, less the times they are away."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from zoneinfo import ZoneInfo

from staff.rules.vocabulary import Refusal

LONDON = ZoneInfo("Europe/London")
LONGEST_ABSENCE = dt.timedelta(days=366)
LONGEST_AHEAD = dt.timedelta(days=731)
# How late an absence may still be entered by whoever keeps the team's times.
LONGEST_LOOK_BACK = dt.timedelta(days=31)

Clock = tuple[dt.time, dt.time]
Week = Mapping[int, Clock]

# What holds for everybody whose own hours nobody has set: Monday (0) to Friday.
USUAL_WEEK: Week = {weekday: (dt.time(8, 30), dt.time(17)) for weekday in range(5)}


class ImpossibleHours(Refusal):
    """Nobody can work those hours."""


class ImpossibleAbsence(Refusal):
    """Those are not times at which somebody can be away."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From `start` until just before `end`; both are aware moments."""

    start: dt.datetime
    end: dt.datetime

    def holds(self, at: dt.datetime) -> bool:
        return self.start <= at < self.end

    def meets(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end


def moment(day: dt.date, clock: dt.time) -> dt.datetime:
    """The moment at which London's clocks show `clock` on `day`; of an hour that comes twice, the first.

    In UTC, because moments of one time zone are otherwise compared by their clocks.
    """
    return dt.datetime.combine(day, clock, tzinfo=LONDON).astimezone(dt.UTC)


def spans_on(day: dt.date, week: Week, away: Iterable[Span]) -> list[Span]:
    """When somebody works on `day`, in order; `away` may overlap and may reach beyond the day."""
    clock = week.get(day.weekday())
    return less([Span(moment(day, clock[0]), moment(day, clock[1]))] if clock else [], away)


def less(spans: Iterable[Span], away: Iterable[Span]) -> list[Span]:
    """What is left of `spans`, in order, without the times in `away`, which may overlap and reach beyond them."""
    left = list(spans)
    for absence in away:
        left = [part for span in left for part in _without(span, absence)]
    return sorted(left)


def spans_between(since: dt.date, until: dt.date, week: Week, away: Sequence[Span]) -> list[Span]:
    """The same for each day from `since` to `until`, both included."""
    days = (since + dt.timedelta(days=n) for n in range((until - since).days + 1))
    return [span for day in days for span in spans_on(day, week, away)]


def is_in(spans: Iterable[Span], at: dt.datetime) -> bool:
    return any(span.holds(at) for span in spans)


def next_in(spans: Iterable[Span], at: dt.datetime) -> dt.datetime | None:
    """`at` itself for somebody who is in; None when `spans` hold no later moment."""
    return next((max(span.start, at) for span in sorted(spans) if span.end > at), None)


def _without(span: Span, absence: Span) -> list[Span]:
    if not span.meets(absence):
        return [span]
    edges = [span.start, max(span.start, absence.start), min(span.end, absence.end), span.end]
    before, _away, after = pairwise(edges)
    return [Span(*part) for part in (before, after) if part[0] < part[1]]


def check_week(week: Week) -> None:
    """Raises ImpossibleHours, naming the weekday's field."""
    if not week:
        raise ImpossibleHours("Give hours for at least one day. For a time without work, enter an absence.")
    for weekday, (starts, ends) in week.items():
        if ends <= starts:
            raise ImpossibleHours("The day ends before it starts. Give a later end.", field=f"ends_{weekday}")


def check_absence(span: Span, *, at: dt.datetime, by_themselves: bool) -> None:
    """Raises ImpossibleAbsence. Nobody asks for a time that has passed; who keeps the times may enter it late."""
    if span.end <= span.start:
        raise ImpossibleAbsence("It ends before it starts. Give a later end.", field="ends_at")
    if span.end - span.start > LONGEST_ABSENCE:
        raise ImpossibleAbsence("That is more than a year. Give an earlier end.", field="ends_at")
    if span.start - at > LONGEST_AHEAD:
        raise ImpossibleAbsence("That is more than two years away. Check the year.", field="starts_at")
    if by_themselves and span.end <= at:
        raise ImpossibleAbsence("That time has passed. Tell whoever keeps the team's times.", field="starts_at")
    if span.end <= at - LONGEST_LOOK_BACK:
        raise ImpossibleAbsence("That was more than a month ago. Give the dates of this absence.", field="starts_at")


def whole_span(
    starts_on: dt.date, starts_clock: dt.time | None, ends_on: dt.date | None, ends_clock: dt.time | None
) -> Span:
    """An absence as people give it: without clocks whole days, without a last day only the first.

    Raises ImpossibleAbsence for the calendar's own last day, which has no day after it.
    """
    last = ends_on or starts_on
    if last == dt.date.max:
        raise ImpossibleAbsence("There is no such day. Check the year.", field="ends_at" if ends_on else "starts_at")
    midnight = dt.time(0)
    end = moment(last, ends_clock) if ends_clock else moment(last + dt.timedelta(days=1), midnight)
    return Span(moment(starts_on, starts_clock or midnight), end)


def in_words(span: Span) -> str:
    """Tue 24 Nov 09:00 to 12:00; Tue 24 Nov 13:00 to Fri 27 Nov 12:00; whole days without clocks: Tue 24 Nov."""
    start, end = span.start.astimezone(LONDON), span.end.astimezone(LONDON)
    midnight = dt.time(0)
    if start.time() == end.time() == midnight:
        last = end.date() - dt.timedelta(days=1)
        return _day(start) if last == start.date() else f"{_day(start)} to {_day(last)}"
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{_day(end)} {end:%H:%M}"
    return f"{_day(start)} {start:%H:%M} to {until}"


def _day(day: dt.date) -> str:
    return f"{day:%a} {day.day} {day:%b}"
