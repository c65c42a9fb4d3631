"""Scores as they would have stood at the end of any day, from what was known by then."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction

from calls.actions.ranking.learn import look_back, score_values
from calls.reports.ranking.scores_sql import NAMED
from calls.rules.ranking.formula import learn
from customers.models import Customer

# Rows fetched at a time: memory stays the same however many customers there are.
BATCH = 10_000


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One customer's; larger scores are rung sooner."""

    account_number: str
    chance: float
    score: float


def scores_on(day: dt.date, *, alpha: float) -> Iterator[ScoreRow]:
    """Everybody who had ordered by the end of `day`, the highest first; the due table is learned from before it.

    Writes nothing: what the desk goes by is untouched.
    """
    asked = score_values(day, learn(look_back(day=day)), alpha)
    newest = Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(NAMED, asked | {"first": 1, "last": newest})
        while rows := cursor.fetchmany(BATCH):
            yield from (ScoreRow(*row) for row in rows)
