"""What was foreseen beside what came, and the ranked calls beside those in plain order."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from calls.reports.ranking.quality_sql import CALIBRATION, LIFT
from calls.rules.ranking.formula import WINDOW_DAYS
from calls.rules.ranking.interval import Difference, Mean, Share, difference, mean, mean_difference, wilson
from calls.rules.ranking.points import SUCCESSES
from calls.rules.vocabulary import Level

# The stretch that the page looks at.
LOOK_BACK = dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Tenth:
    """A tenth of the decisions by what they foresaw: the mean foreseen and the share that came true."""

    number: int
    foreseen: float
    seen: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """`words` say what was foreseen; `n` decisions in all. Where a tenth has too few cases it tells nothing."""

    words: str
    n: int
    tenths: tuple[Tenth, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """Ranked and plain calls of one level; the differences are ranked less plain, None with too few to tell."""

    label: str
    ranked: Share
    plain: Share
    gain: Difference | None
    ranked_value: Mean
    plain_value: Mean
    value_gain: Difference | None


@dataclass(frozen=True, slots=True)
class Quality:
    since: dt.datetime
    calibrations: tuple[Calibration, ...]
    lifts: tuple[Lift, ...]


BASES = {
    "week": "An order within seven days of ringing the overdue, the lapsed and those with a lost item",
    "call": "Success of promotion calls and of calls to prospects",
}


def quality(*, at: dt.datetime) -> Quality:
    """Of the 90 days up to `at`. Two statements."""
    since = at - LOOK_BACK
    asked: dict[str, Any] = {
        "since": since,
        "at": at,
        "window_days": WINDOW_DAYS,
        "promotion": Level.PROMOTION.value,
        "lapsed": Level.LAPSED.value,
        "successes": [outcome.value for outcome in SUCCESSES],
    }
    with connection.cursor() as cursor:
        cursor.execute(CALIBRATION, asked)
        tenths = cursor.fetchall()
        cursor.execute(LIFT, asked)
        arms = cursor.fetchall()
    return Quality(since, tuple(_calibrations(tenths)), tuple(_lifts(arms)))


def _calibrations(rows: list[tuple[Any, ...]]) -> Iterable[Calibration]:
    for basis, words in BASES.items():
        tenths = tuple(
            Tenth(number, float(foreseen), wilson(seen, n)) for name, number, n, foreseen, seen in rows if name == basis
        )
        yield Calibration(words, sum(tenth.seen.n for tenth in tenths), tenths)


def _lifts(rows: list[tuple[Any, ...]]) -> Iterable[Lift]:
    """By level, and all of them together last."""
    found = {(level, is_control): figures for level, is_control, *figures in rows}
    for level, label in [(level, level.label) for level in Level if level >= Level.PROMOTION] + [(None, "All three")]:
        ranked, plain = (found.get((level, is_control), [0, 0, 0.0, 0.0]) for is_control in (False, True))
        yield _lift(label, _Arm(*ranked), _Arm(*plain))


@dataclass(frozen=True, slots=True)
class _Arm:
    n: int
    successes: int
    total: float
    squares: float

    @property
    def share(self) -> Share:
        return wilson(self.successes, self.n)

    @property
    def value(self) -> Mean:
        return mean(self.n, self.total, self.squares)


def _lift(label: str, ranked: _Arm, plain: _Arm) -> Lift:
    return Lift(
        label,
        ranked.share,
        plain.share,
        difference(ranked.share, plain.share),
        ranked.value,
        plain.value,
        mean_difference(ranked.value, plain.value),
    )
