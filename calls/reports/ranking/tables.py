"""What the ranking goes by at this moment, and what another alpha would bring."""

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q

from calls.actions.ranking.learn import due_table, score_values
from calls.models import Candidate, DeskSettings, Learned
from calls.reports.ranking.scores_sql import CONSEQUENCES
from calls.rules.ranking import points
from calls.rules.ranking.formula import bucket_words
from calls.rules.ranking.interval import FEWEST_TO_TELL
from calls.rules.ranking.vocabulary import CandidateKind, LearnedKind
from calls.rules.schedule import london_day

TOP = 100
ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Consequence:
    """Of the `n` customers that `alpha` puts at the top: orders and pounds expected in seven days, and `shared` with
    the top of the alpha in force."""

    alpha: float
    in_force: bool
    n: int
    orders: float
    value: Decimal
    shared: int


@dataclass(frozen=True, slots=True)
class LearnedRow:
    """`weight` as a factor: what the chance, or the odds, are multiplied by; `tells` whether n is enough."""

    words: str
    n: int
    seen: float
    expected: float
    weight: float
    tells: bool


@dataclass(frozen=True, slots=True)
class LearnedTable:
    """One learned table as it stands; None where there is none yet."""

    learned: Learned
    rows: tuple[LearnedRow, ...]


@dataclass(frozen=True, slots=True)
class CandidateCount:
    """Candidates of one kind, ranked and under control."""

    kind: str
    label: str
    ranked: int
    control: int


def consequences(*, at: dt.datetime) -> tuple[Consequence, ...]:
    """What the list would bring under each alpha, the one in force among them. Four statements."""
    now_set = float(DeskSettings.objects.in_force().alpha)
    asked = score_values(london_day(at), due_table(), now_set)
    asked |= {"alphas": sorted({*ALPHAS, now_set}), "top": TOP}
    with connection.cursor() as cursor:
        cursor.execute(CONSEQUENCES, asked)
        return tuple(
            Consequence(alpha, alpha == now_set, n, orders, Decimal(round(value)), shared)
            for alpha, n, orders, value, shared in cursor.fetchall()
        )


def due_rows() -> LearnedTable | None:
    return _table(LearnedKind.DUE, due=True)


def point_rows() -> LearnedTable | None:
    return _table(LearnedKind.POINTS, due=False)


def _table(kind: LearnedKind, *, due: bool) -> LearnedTable | None:
    learned = Learned.objects.filter(kind=kind).order_by("-learned_at", "-pk").first()
    if learned is None:
        return None
    return LearnedTable(
        learned,
        tuple(
            LearnedRow(
                words=bucket_words(int(row.bucket)) if due else points.words(row.factor, row.bucket),
                n=row.n,
                seen=row.seen,
                expected=row.expected,
                weight=row.weight if due else math.exp(row.weight),
                tells=row.n >= FEWEST_TO_TELL,
            )
            for row in learned.rates.all()
        ),
    )


def candidate_counts() -> tuple[CandidateCount, ...]:
    """How many the queue may pull, by kind. One statement."""
    counted = Candidate.objects.values_list("kind").annotate(
        ranked=Count("pk", filter=Q(is_control=False)), control=Count("pk", filter=Q(is_control=True))
    )
    found = {kind: (ranked, control) for kind, ranked, control in counted}
    return tuple(CandidateCount(kind.value, kind.label, *found.get(kind.value, (0, 0))) for kind in CandidateKind)
