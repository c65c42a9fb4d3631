"""Scores from orders: of everybody in the night, of one customer as soon as an order changes."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max

from calls.actions.ranking.candidates_sql import SATISFY
from calls.actions.ranking.history_sql import CHANGED, COUNT, STAND
from calls.actions.ranking.learn import Values, due_table, keep_due_table, look_back, score_values
from calls.models import DeskSettings, Learned
from calls.rules.ranking.formula import learn
from calls.rules.ranking.vocabulary import LearnedKind
from calls.rules.schedule import london_day
from customers.models import Customer

# So many customers are counted in one transaction: short enough to wait for, long enough to be quick.
RUN = 50_000
MOST_CHANGED = 2_000


def score_everybody(*, at: dt.datetime) -> int:
    """Learn the due table anew and score all customers by it; returns how many customers there are.

    Run by run, each in a transaction of its own, so that a worker that dies has done what it has done and asking
    again is safe; the table is put in force last, which tells that the night was finished. The orders stay in the
    database: nothing is held here but counts.
    """
    day = london_day(at)
    seen = look_back(day=day)
    asked = score_values(day, learn(seen), alpha_in_force())
    newest = Customer.objects.aggregate(newest=Max("pk"))["newest"] or 0
    for first in range(1, newest + 1, RUN):
        _count(first, first + RUN - 1, asked, at)
    keep_due_table(seen, day=day, at=at)
    return Customer.objects.count()


def score_customer(*, customer_id: int, at: dt.datetime) -> None:
    """Count one customer's orders again. Safe to ask at any time and as often as anybody likes."""
    score_customers(customers=[customer_id], at=at)


def score_customers(*, customers: Sequence[int], at: dt.datetime) -> None:
    """Count these customers' orders again, each in a transaction of its own; who has ordered is no longer overdue."""
    asked = score_values(london_day(at), due_table(), alpha_in_force())
    for customer_id in customers:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COUNT, asked | {"first": customer_id, "last": customer_id, "at": at})
            cursor.execute(SATISFY, {"customer": customer_id})


def score_changed(*, at: dt.datetime) -> int:
    """Score whoever has ordered since they were scored; returns how many. What was missed is found the next time.

    Looks back to the last night's count, which is all there is to find however long the worker was away.
    """
    since = last_night()
    with connection.cursor() as cursor:
        cursor.execute(CHANGED, {"since": since or at - dt.timedelta(days=1), "at": at, "most": MOST_CHANGED})
        changed = [row[0] for row in cursor.fetchall()]
    if changed:
        score_customers(customers=changed, at=at)
    return len(changed)


@transaction.atomic
def score_again(*, at: dt.datetime) -> None:
    """The same histories with another alpha, or on a new day: one UPDATE."""
    with connection.cursor() as cursor:
        cursor.execute(STAND, score_values(london_day(at), due_table(), alpha_in_force()))


def last_night() -> dt.datetime | None:
    """When everybody was last scored."""
    latest: dt.datetime | None = Learned.objects.filter(kind=LearnedKind.DUE).aggregate(at=Max("learned_at"))["at"]
    return latest


def alpha_in_force() -> float:
    return float(DeskSettings.objects.in_force().alpha)


@transaction.atomic
def _count(first: int, last: int, asked: Values, at: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, asked | {"first": first, "last": last, "at": at})
