"""What the desk's own past says of who is due."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from calls.actions.ranking.history_sql import LEARN
from calls.models import Learned, LearnedRate
from calls.rules.ranking import formula
from calls.rules.ranking.formula import DueTable, Seen, learn, smoothed
from calls.rules.ranking.vocabulary import LearnedKind
from calls.rules.schedule import moment
from customers.models import Customer

# So many customers tell as much as all: the smallest bucket then still has thousands of weeks.
MOST_CUSTOMERS = 100_000
DUE = "due"


def look_back(*, day: dt.date) -> list[Seen]:
    """By bucket, what customers did in the 26 weeks up to `day`, from orders up to then alone. One statement."""
    newest = Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    asked = history_values(day) | {
        "first": 1,
        "last": newest,
        "every": max(1, Customer.objects.count() // MOST_CUSTOMERS),
        "weeks": formula.LEARN_WEEKS,
    }
    with connection.cursor() as cursor:
        cursor.execute(LEARN, asked)
        return [Seen(*row) for row in cursor.fetchall()]


@transaction.atomic
def keep_due_table(seen: Sequence[Seen], *, day: dt.date, at: dt.datetime) -> None:
    """Put what was learned from before the end of `day` in force, with all that it rests on."""
    table = learn(seen)
    learned = Learned.objects.create(
        kind=LearnedKind.DUE,
        learned_at=at,
        from_on=day - dt.timedelta(weeks=formula.LEARN_WEEKS) + dt.timedelta(days=1),
        until_on=day,
        n=sum(row.n for row in seen),
        base=table.base,
    )
    LearnedRate.objects.bulk_create(
        LearnedRate(
            learned=learned,
            factor=DUE,
            bucket=str(row.bucket),
            n=row.n,
            seen=row.orders,
            expected=table.base * row.count,
            weight=smoothed(row, table.base),
        )
        for row in seen
    )


def due_table() -> DueTable:
    """The one in force; until one was learned every multiplier is 1. Two statements."""
    learned = Learned.objects.filter(kind=LearnedKind.DUE).order_by("-learned_at", "-pk").first()
    if learned is None or not learned.base:
        return DueTable()
    multipliers = list(DueTable().multipliers)
    for bucket, weight in learned.rates.values_list("bucket", "weight"):
        multipliers[int(bucket)] = weight
    return DueTable(learned.base, tuple(multipliers))


# What the statements are given, by name.
Values = dict[str, Any]


def history_values(day: dt.date) -> Values:
    """What the statements of history_sql need whatever the table."""
    return {
        "day": day,
        "until": moment(day + dt.timedelta(days=1), dt.time(0)),
        "fade": formula.FADE_DAYS,
        "value_fade": formula.VALUE_FADE_DAYS,
        "latest_gaps": formula.LATEST_GAPS,
        "fewest": formula.FEWEST_FOR_A_RHYTHM,
        "due_from": list(formula.DUE_FROM),
    }


def score_values(day: dt.date, table: DueTable, alpha: float) -> Values:
    """The same with what turns a history into a score."""
    return history_values(day) | {
        "base": table.base,
        "multipliers": list(table.multipliers),
        "most_chance": formula.MOST_CHANCE,
        "alpha": alpha,
    }
