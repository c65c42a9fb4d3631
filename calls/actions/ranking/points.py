"""The points table: learned from the desk's own latest calls, and what the statements need to read it."""

import datetime as dt
from typing import Any

from django.db import connection, transaction

from calls.actions.ranking.points_sql import TALLY
from calls.models import Learned, LearnedRate
from calls.rules.ranking import points
from calls.rules.ranking.points import Tally
from calls.rules.ranking.vocabulary import LearnedKind
from calls.rules.schedule import london_day
from calls.rules.vocabulary import GROUP_OF, Level, Outcome

ALL = ("all", "all")


@transaction.atomic
def learn_points(*, at: dt.datetime) -> Learned | None:
    """Learn from the desk's latest calls; None, and nothing kept, while they are too few to learn from."""
    with connection.cursor() as cursor:
        cursor.execute(TALLY, circumstance_values() | {"at": at, "most_calls": points.LATEST_CALLS})
        rows = cursor.fetchall()
    tallies = [Tally(*row[:4]) for row in rows]
    everything = next((row for row in tallies if (row.factor, row.bucket) == ALL), None)
    if everything is None or not points.teaches(everything.n, everything.successes):
        return None
    learned = Learned.objects.create(
        kind=LearnedKind.POINTS,
        learned_at=at,
        from_on=london_day(min(row[4] for row in rows)),
        until_on=london_day(at),
        n=everything.n,
        base=everything.successes / everything.n,
    )
    LearnedRate.objects.bulk_create(_rate(learned, row) for row in tallies if row is not everything)
    return learned


def _rate(learned: Learned, row: Tally) -> LearnedRate:
    return LearnedRate(
        learned=learned,
        factor=row.factor,
        bucket=row.bucket,
        n=row.n,
        seen=row.successes,
        expected=row.n * learned.base,
        weight=points.points(row.n, row.successes, learned.base),
    )


def points_in_force() -> tuple[int | None, float]:
    """The newest table's key, if any was learned, and the log-odds of a call of which nothing is known."""
    learned = Learned.objects.filter(kind=LearnedKind.POINTS).order_by("-learned_at", "-pk").first()
    return (
        (None, points.log_odds(points.PLAIN_RATE)) if learned is None else (learned.pk, points.log_odds(learned.base))
    )


def circumstance_values() -> dict[str, Any]:
    return {
        "promotion": Level.PROMOTION.value,
        "prospect": Level.PROSPECT.value,
        "outcomes": [outcome.value for outcome in Outcome],
        "group_names": [GROUP_OF[outcome].label for outcome in Outcome],
        "successes": [outcome.value for outcome in points.SUCCESSES],
        "most_attempts": points.MOST_ATTEMPTS,
        "days_from": [float(days) for days in points.DAYS_FROM],
        "day_names": list(points.DAY_NAMES),
    }
