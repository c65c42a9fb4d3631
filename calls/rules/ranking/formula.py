"""The score of a customer, and what is learned of who is due; measured on two years of a wholesaler's orders.

The database computes the same for all customers at once (`calls.actions.ranking.history_sql`); a test holds the two
together. Boosted trees over 39 inputs found 49 of 100 buyers where this found 48 (docs/ranking.md).
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FADE_DAYS = 120.0
VALUE_FADE_DAYS = 180.0
WINDOW_DAYS = 7
LATEST_GAPS = 6
FEWEST_FOR_A_RHYTHM = 3
# Days since the last order / median gap: a bucket ends where the next begins.
DUE_FROM = (0.25, 0.5, 1.0, 5.0)
LEARN_WEEKS = 26
# Added to what was seen and to what was expected: a bucket with few cases stays near 1.
PRIOR_ORDERS = 5.0
# A customer who orders evenly has a faded count of 120 days times their rate: so many orders a week for each of it.
PLAIN_BASE = WINDOW_DAYS / FADE_DAYS
MOST_CHANCE = 0.95


@dataclass(frozen=True, slots=True)
class DueTable:
    """What the chance is multiplied by in each bucket, and orders a week for each faded order.

    Bucket 0 holds those without a rhythm yet; the others go by `DUE_FROM`.
    """

    base: float = PLAIN_BASE
    multipliers: tuple[float, ...] = (1.0,) * (len(DUE_FROM) + 2)


@dataclass(frozen=True, slots=True)
class Seen:
    """Of one bucket over all weeks: customer-weeks, weeks with an order, and the sum of faded counts."""

    bucket: int
    n: int
    orders: float
    count: float


def faded_count(ages: Iterable[float]) -> float:
    """Of order days so many days old."""
    return sum(math.exp(-age / FADE_DAYS) for age in ages)


def recent_value(days: Sequence[tuple[float, float]]) -> float:
    """Mean value of order days, given as (age in days, pounds)."""
    weights = [math.exp(-age / VALUE_FADE_DAYS) for age, _value in days]
    return sum(weight * value for weight, (_age, value) in zip(weights, days, strict=True)) / sum(weights)


def due_bucket(order_days: int, days_since: float, median_gap: float | None) -> int:
    if order_days < FEWEST_FOR_A_RHYTHM or median_gap is None:
        return 0
    return 1 + bisect_right(DUE_FROM, days_since / max(median_gap, 1.0))


def chance(count: float, bucket: int, table: DueTable) -> float:
    """Of an order within seven days."""
    return min(table.base * count * table.multipliers[bucket], MOST_CHANCE)


def score(count: float, bucket: int, value: float, *, table: DueTable, alpha: float) -> float:
    """Alpha 0 looks for the most orders, 1 for the most revenue."""
    return count * table.multipliers[bucket] * float(max(value, 0.0) ** alpha)


def learn(seen: Sequence[Seen]) -> DueTable:
    """Orders seen over orders that the faded count alone would expect, each bucket smoothed towards 1."""
    orders, count = sum(row.orders for row in seen), sum(row.count for row in seen)
    if not orders or not count:
        return DueTable()
    base = orders / count
    multipliers = list(DueTable().multipliers)
    for row in seen:
        multipliers[row.bucket] = smoothed(row, base)
    return DueTable(base, tuple(multipliers))


def smoothed(row: Seen, base: float) -> float:
    return (row.orders + PRIOR_ORDERS) / (base * row.count + PRIOR_ORDERS)


def bucket_words(bucket: int) -> str:
    """As the Director reads it."""
    if bucket == 0:
        return "fewer than three orders"
    limits = ("0", *(f"{limit:g}" for limit in DUE_FROM))
    if bucket > len(DUE_FROM):
        return f"{limits[-1]} usual gaps or more"
    return f"{limits[bucket - 1]} to {limits[bucket]} usual gaps"
