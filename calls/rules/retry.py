"""When somebody who was not reached is tried again: after how long, at which hour, and when they are left in peace."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import GROUP_OF, Outcome, OutcomeGroup
from customers.rules.calendar import LONDON, is_working_day, next_working_day
from customers.rules.vocabulary import Nation

# The desk's day for tries that nobody asked for; a promise may lie outside of it.
DAY_BEGINS, DAY_ENDS = dt.time(9), dt.time(17)
STEP = dt.timedelta(minutes=30)
# Who did not answer at ten is not tried again at ten: another hour finds another situation.
APART = dt.timedelta(hours=1)
SHORTEST_WAIT = dt.timedelta(minutes=5)
# Over how long calls without reaching anybody are counted towards a rest.
COUNTED = dt.timedelta(days=30)

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
class Round:
    """What has been tried. `times` counts this outcome in this entry, this call too; `tried_at` are recent diallings.

    `due_at` is the cut-off or the end of the promise. `is_owed`: a promise or an answer, which we owe even late.
    """

    times: int
    tried_at: tuple[dt.datetime, ...]
    due_at: dt.datetime | None
    is_owed: bool
    nation: Nation


def next_try(outcome: Outcome, retry: Retry | None, tried: Round, *, at: dt.datetime) -> dt.datetime | None:
    """When the customer comes up again; None when the entry is done.

    A wait that would pass what the call is for is cut to half of what is left, so that there is one more try in time.
    After a cut-off there is nothing left to ring for today; what we owe goes on.
    """
    if retry is None or tried.times >= retry.most:
        return None
    due_at, wanted = tried.due_at, at + retry.wait
    if due_at is not None and at < due_at <= wanted:
        return at + max((due_at - at) / 2, SHORTEST_WAIT)
    if due_at is not None and not tried.is_owed and due_at <= at:
        return None
    if outcome in ANY_HOUR:
        return wanted if _is_open(wanted, tried.nation) else _opening(wanted, tried.nation)
    return another_hour(tried.tried_at, earliest=wanted, nation=tried.nation)


def another_hour(tried_at: Sequence[dt.datetime], *, earliest: dt.datetime, nation: Nation) -> dt.datetime:
    """The first half hour from `earliest` on that day that is APART from every hour tried; else the next working day.

    There it is the hour farthest from all that were tried. By the clock on the customer's wall.
    """
    clocks = [_minutes(moment_tried) for moment_tried in tried_at]
    today = earliest
    while _is_open(today, nation):
        if _distance(today, clocks) >= APART:
            return today
        today += STEP
    opening = _opening(earliest, nation)
    starts = [opening + n * STEP for n in range(int((_closing(opening) - opening) / STEP))]
    return max(starts, key=lambda start: (_distance(start, clocks), -start.timestamp()))


def counts_towards_rest(outcome: Outcome) -> bool:
    return GROUP_OF[outcome] is OutcomeGroup.NOT_REACHED and outcome not in NOT_COUNTED


def _is_open(at: dt.datetime, nation: Nation) -> bool:
    local = at.astimezone(LONDON)
    return is_working_day(local.date(), nation) and DAY_BEGINS <= local.time() < DAY_ENDS


def _opening(after: dt.datetime, nation: Nation) -> dt.datetime:
    """When the desk's day next begins: this morning if it has not begun, else on the next working day."""
    day = london_day(after)
    begins = moment(day, DAY_BEGINS)
    if after <= begins and is_working_day(day, nation):
        return begins
    return moment(next_working_day(day, nation), DAY_BEGINS)


def _closing(at: dt.datetime) -> dt.datetime:
    return moment(london_day(at), DAY_ENDS)


def _minutes(at: dt.datetime) -> int:
    local = at.astimezone(LONDON)
    return local.hour * 60 + local.minute


def _distance(at: dt.datetime, clocks: Sequence[int]) -> dt.timedelta:
    """To the nearest clock tried; a whole day when none was."""
    return dt.timedelta(minutes=min((abs(_minutes(at) - clock) for clock in clocks), default=24 * 60))
