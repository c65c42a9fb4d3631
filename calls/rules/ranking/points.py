"""The points table: what a call's circumstances say of its chance, learned from the desk's own latest calls.

Each factor's bucket has its rate, shrunk to the mean of all calls as if ten more had gone like the mean; its points
are the log-odds of that rate less those of the mean. Points of all factors add up. On the
public calls of a bank's desk (Moro, Cortez and Rita 2014) such a table ranked as well as boosted trees.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from calls.rules.vocabulary import GROUPS, Outcome, OutcomeGroup

LATEST_CALLS = 5000
# Fewer calls, or fewer that succeeded or that failed, teach nothing.
FEWEST_CALLS = 100
FEWEST_OF_EACH = 10
PRIOR_CALLS = 10.0
# Of a desk that has no calls yet.
PLAIN_RATE = 0.05
MOST_ATTEMPTS = 5
# A bucket of days since the last call ends where the next begins.
DAYS_FROM = (4, 8, 15, 91)
DAY_NAMES = ("0 to 3 days", "4 to 7 days", "8 to 14 days", "15 to 90 days", "91 days or more")
FACTORS = {
    "source": "record from",
    "before": "call before",
    "attempts": "calls before",
    "line": "number",
    "since": "since the last call",
    "errand": "rung as or for",
}
# What a promotion call or a call to a prospect is made for.
SUCCESSES = frozenset({*GROUPS[OutcomeGroup.ORDER], Outcome.ENQUIRY, Outcome.QUOTE, Outcome.APPOINTMENT})


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the calls in one bucket of one factor."""

    factor: str
    bucket: str
    n: int
    successes: int


def rate(n: int, successes: int, base: float) -> float:
    return (successes + PRIOR_CALLS * base) / (n + PRIOR_CALLS)


def points(n: int, successes: int, base: float) -> float:
    return log_odds(rate(n, successes, base)) - log_odds(base)


def chance(base: float, given: Iterable[float]) -> float:
    """From the mean and the points of each circumstance; one that never occurred has none."""
    return 1 / (1 + math.exp(-(log_odds(base) + sum(given))))


def table(tallies: Iterable[Tally], base: float) -> Mapping[tuple[str, str], float]:
    return {(row.factor, row.bucket): points(row.n, row.successes, base) for row in tallies}


def teaches(n: int, successes: int) -> bool:
    """Whether so many calls are enough to learn from."""
    return n >= FEWEST_CALLS and min(successes, n - successes) >= FEWEST_OF_EACH


def words(factor: str, bucket: str) -> str:
    """As the Director reads a circumstance."""
    more = " or more" if factor == "attempts" and bucket == str(MOST_ATTEMPTS) else ""
    return f"{FACTORS[factor]}: {bucket}{more}"


def log_odds(share: float) -> float:
    return math.log(share / (1 - share))
