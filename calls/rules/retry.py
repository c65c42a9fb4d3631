"""When somebody who was not reached is tried again: after how long, at which hour, and when they are left in peace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import GROUP_OF, Outcome, OutcomeGroup
from customers.rules.calendar import LONDON, is_working_day, next_working_day
from customers.rules.vocabulary import Nation

STEP = dt.timedelta(minutes=30)
SHORTEST_WAIT = dt.timedelta(minutes=5)

# They are there, or it was our own line: the same hour is as good as another.
ANY_HOUR = frozenset({Outcome.BUSY, Outcome.LINE_FAILED, Outcome.WRONG_NUMBER})
# What says nothing about whether they pick up.
NOT_COUNTED = frozenset({Outcome.LINE_FAILED, Outcome.CLOSED_TODAY})


@dataclass(frozen=True, slots=True)
class Retry:
    """Wait so long after an outcome; after `most` of that outcome in one round the entry is done."""

    wait: dt.timedelta
    most: int


@dataclass(frozen=True, slots=True)
class Hours:
    """From one clock of a day to another: when customers are tried, when the response standards run."""

    begins: dt.time
    ends: dt.time


@dataclass(frozen=True, slots=True)
class Round:
    """What has been tried. `times` counts this outcome in this entry, this call too; `tried_at` are recent diallings.

    `due_at` is the cut-off or the end of the promise. `is_owed`: a promise or an answer, which we owe even late. Who
    did not answer at ten is not tried again at ten but `apart` from it: another hour finds another situation.
    `also_on` is a day on which they are rung although it is no working day.
    """

    times: int
    tried_at: tuple[dt.datetime, ...]
    due_at: dt.datetime | None
    is_owed: bool
    nation: Nation
    hours: Hours
    apart: dt.timedelta
    also_on: dt.date | None = None


def next_try(outcome: Outcome, retry: Retry | None, tried: Round, *, at: dt.datetime) -> dt.datetime | None:
    """When the customer comes up again, in the hours in which they are tried; None when the entry is done.

    What the call is for comes first: where the wait and another hour would pass it, there is one more try half way to
    it. After a cut-off there is nothing left to ring for; what we owe goes on. Who is closed today is tried on the
    next day, whatever the wait.
    """
    if retry is None or tried.times >= retry.most:
        return None
    is_shut = outcome == Outcome.CLOSED_TODAY
    wanted = _opening(london_day(at), tried) if is_shut else at + retry.wait
    due_at = tried.due_at
    if due_at is not None and due_at > at:
        in_time = _found(outcome, tried, wanted, before=due_at) or (None if is_shut else _half_way(tried, at, due_at))
        if in_time is not None:
            return in_time
    return _found(outcome, tried, wanted) if due_at is None or tried.is_owed else None


def _found(
    outcome: Outcome, tried: Round, earliest: dt.datetime, *, before: dt.datetime | None = None
) -> dt.datetime | None:
    """The first half hour from `earliest` on that day that is apart from every hour tried; else the next working day,
    there the hour farthest from all; else, before `before`, the farthest of what is left of that day."""
    today = _starts(tried, london_day(earliest), earliest, before)
    any_hour = outcome in ANY_HOUR
    apart = next((start for start in today if any_hour or _distance(start, tried) >= tried.apart), None)
    if apart is not None:
        return apart
    opening = _opening(london_day(earliest), tried)
    then = _starts(tried, london_day(opening), opening, before) or today
    if not then:
        return None
    return then[0] if any_hour else max(then, key=lambda start: (_distance(start, tried), -start.timestamp()))


def _half_way(tried: Round, at: dt.datetime, due_at: dt.datetime) -> dt.datetime | None:
    """Half of what is left of today's hours before `due_at`; of the time itself, when a promise lies outside of them.

    None when too little is left for another try.
    """
    day = london_day(at)
    begins, ends = moment(day, tried.hours.begins), min(due_at, moment(day, tried.hours.ends))
    if not _is_open(day, tried) or ends <= max(at, begins):
        if not tried.is_owed:
            return None
        begins, ends = at, due_at
    again = max(at + max((ends - at) / 2, SHORTEST_WAIT), begins)
    return again if again < ends else None


def counts_towards_rest(outcome: Outcome) -> bool:
    return GROUP_OF[outcome] is OutcomeGroup.NOT_REACHED and outcome not in NOT_COUNTED


def _starts(tried: Round, day: dt.date, earliest: dt.datetime, before: dt.datetime | None) -> list[dt.datetime]:
    """The half hours of a day in which they may be tried; none on a day on which nobody rings."""
    if not _is_open(day, tried):
        return []
    start, ends = max(earliest, moment(day, tried.hours.begins)), moment(day, tried.hours.ends)
    ends = ends if before is None else min(ends, before)
    count = max(0, -((start - ends) // STEP))
    return [start + n * STEP for n in range(count)]


def _is_open(day: dt.date, tried: Round) -> bool:
    return day == tried.also_on or is_working_day(day, tried.nation)


def _opening(day: dt.date, tried: Round) -> dt.datetime:
    """When they may be tried next after `day`."""
    return moment(next_working_day(day, tried.nation), tried.hours.begins)


def _minutes(at: dt.datetime) -> int:
    local = at.astimezone(LONDON)
    return local.hour * 60 + local.minute


def _distance(at: dt.datetime, tried: Round) -> dt.timedelta:
    """To the nearest clock tried; a whole day when none was."""
    clocks: Sequence[int] = [_minutes(moment_tried) for moment_tried in tried.tried_at]
    return dt.timedelta(minutes=min((abs(_minutes(at) - clock) for clock in clocks), default=24 * 60))
