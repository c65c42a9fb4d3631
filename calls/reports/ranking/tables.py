"""What the ranking goes by at this moment, and what another alpha would bring."""

import datetime as dt
import math
from dataclasses import dataclass

from calls.models import CandidateTally, Learned, Outlook
from calls.rules.ranking import points
from calls.rules.ranking.formula import bucket_words
from calls.rules.ranking.interval import FEWEST_TO_TELL
from calls.rules.ranking.vocabulary import CandidateKind, LearnedKind


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


@dataclass(frozen=True, slots=True)
class CandidateCounts:
    """By kind, as of `at`; None when nobody has looked for any yet."""

    rows: tuple[CandidateCount, ...]
    at: dt.datetime | None


def consequences() -> tuple[Outlook, ...]:
    """What the list would bring under each weight, as it was worked out last. One statement."""
    return tuple(Outlook.objects.all())


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


def candidate_counts() -> CandidateCounts:
    """How many the queue may pull, by kind, as they were found last. One statement."""
    found = {tally.kind: tally for tally in CandidateTally.objects.all()}
    kinds = [(kind, found.get(kind.value)) for kind in CandidateKind]
    rows = tuple(
        CandidateCount(kind.value, kind.label, tally.ranked if tally else 0, tally.control if tally else 0)
        for kind, tally in kinds
    )
    return CandidateCounts(rows, max((tally.counted_at for tally in found.values()), default=None))
