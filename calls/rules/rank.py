"""The place of an entry in the queue: its level first, always; within the level the rank, smaller for sooner.

Levels that go by time rank by a moment in epoch seconds. The queue is filled in SQL (`calls.actions.fill`) from the
constants below and the desk's settings; a test holds the two to the same numbers.
"""

import datetime as dt

from calls.rules.vocabulary import Level

# Larger than any moment in epoch seconds: a loose promise ranks behind each exact one, a scheduled call that is of no
# use any more behind each that is.
LOOSE_BEHIND_EXACT = PASSED_BEHIND_AHEAD = 10_000_000_000.0

Place = tuple[Level, float, int]


def place(level: Level, rank: float, entry_id: int) -> Place:
    """The published order as a sort key; the older entry goes first where level and rank are equal."""
    return level, rank, entry_id


def standing(level: Level, rank: float, ready_at: dt.datetime, *, at: dt.datetime) -> tuple[bool, float, Level, float]:
    """Which of one customer's causes gives them their place, as a sort key: the first of those that have begun.

    A promise counts inside its window, not before: it does not hide the scheduled call of the morning. As long as
    nothing has begun it is the earliest.
    """
    is_ahead = ready_at > at
    return is_ahead, ready_at.timestamp() if is_ahead else 0.0, level, rank


def breaching(due_at: dt.datetime) -> float:
    """L0: nearest breach first."""
    return due_at.timestamp()


def promised(window_until: dt.datetime, *, is_exact: bool) -> float:
    """L1: exact before loose, then the earliest end of the window."""
    return window_until.timestamp() + (0.0 if is_exact else LOOSE_BEHIND_EXACT)


def scheduled(cut_off: dt.datetime, not_after: dt.datetime, handling: dt.timedelta, *, at: dt.datetime) -> float:
    """L2: least slack first. Slack is cut-off - now - handling; now is the same for all, so it is left out.

    Where they do not want to be rung any more before the cut-off, the call is of use until then only. One that is of
    no use any more, of today or left from an earlier day, keeps nobody from a call that is.
    """
    of_use = min(cut_off, not_after)
    return (of_use - handling).timestamp() + (0.0 if of_use > at else PASSED_BEHIND_AHEAD)


def is_of_use(place: Place) -> bool:
    """Whether it is the place of a scheduled call that can still be in time."""
    return place[0] == Level.SCHEDULED and place[1] < PASSED_BEHIND_AHEAD


def of_no_use(place: Place) -> Place:
    """The place of such a call once it cannot."""
    level, rank, entry_id = place
    return level, rank + PASSED_BEHIND_AHEAD, entry_id


def promise_shared_from(window_from: dt.datetime, window_until: dt.datetime, grace: dt.timedelta) -> dt.datetime:
    """When a promise may be kept by a colleague: after the grace, and never later than half way through its window."""
    return min(window_from + grace, window_from + (window_until - window_from) / 2)
