"""When the ranking is worked out: everybody once a day, who has ordered within a minute, candidates each hour."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from calls.actions.ranking.candidates import propose_candidates
from calls.actions.ranking.outlook import work_out_outlook
from calls.actions.ranking.points import learn_points
from calls.actions.ranking.score import last_night, score_again, score_changed, score_everybody
from calls.models import DeskSettings
from calls.rules.schedule import london_day

# One number names the night's work among PostgreSQL's advisory locks.
RANKING = 7_201_004
# More than the minute after which this is asked again: doing it twice does no harm.
JUST_NOW = dt.timedelta(minutes=2)


def keep_up(*, at: dt.datetime) -> None:
    """Once a minute: score who has ordered since; all by the new settings when they have just been changed; and
    learn and count everybody once a day, whoever was down in the night."""
    if is_night_due(at):
        rank_everybody(at=at)
        return
    score_changed(at=at)
    changed_at = DeskSettings.objects.in_force().changed_at
    if changed_at is not None and changed_at > at - JUST_NOW:
        score_again(at=at)
        propose_candidates(at=at)
        work_out_outlook(at=at)


def rank_everybody(*, at: dt.datetime) -> None:
    """Learn both tables, score all customers and find the day's candidates: once a day, by one worker; others leave."""
    with alone() as alone_at_it:
        if alone_at_it and is_night_due(at):
            score_everybody(at=at)
            learn_points(at=at)
            propose_candidates(at=at)
            work_out_outlook(at=at)


def is_night_due(at: dt.datetime) -> bool:
    """Whether nobody has scored everybody on that day yet."""
    night = last_night()
    return night is None or london_day(night) < london_day(at)


@contextmanager
def alone() -> Iterator[bool]:
    """Whether nobody else is at it. The lock is the connection's, over several transactions, and ends with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RANKING])
        taken: bool = cursor.fetchone()[0]
        try:
            yield taken
        finally:
            if taken:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [RANKING])
