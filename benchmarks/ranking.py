"""The night's count of a million customers with twelve million orders, and one customer's after an order."""

import resource
import time
from collections.abc import Callable, Sequence
from functools import partial

from benchmarks.database import throw_away_database
from benchmarks.figures import Figure, timing_of

SIZES = (1_000_000,)
ORDERS_EACH = 12
NIGHT_GOAL_SECONDS = 180.0
WORKER_GOAL_MIB = 1024.0
ONE_GOAL_MS = 20.0
ONES = 200


def measure(sizes: Sequence[int] = SIZES) -> list[Figure]:
    """The customers' and orders' making is not measured."""
    with throw_away_database():
        from benchmarks.ranking_data import make_history

        size = max(sizes)
        make_history(size, ORDERS_EACH)
        return [*_night(size), *_one(size)]


def _night(size: int) -> list[Figure]:
    from benchmarks.ranking_data import NOON
    from calls.actions.ranking import propose_candidates, score_again, score_everybody
    from calls.models import Score

    what = f"ranking: {size:,} customers with {size * ORDERS_EACH:,} orders"
    took = seconds(partial(score_everybody, at=NOON))
    assert Score.objects.count() == size
    return [
        Figure(f"{what}, learned and scored", took, "s", goal=NIGHT_GOAL_SECONDS),
        Figure(f"{what}, memory of the worker", worker_mib(), "MiB", goal=WORKER_GOAL_MIB),
        Figure(f"{what}, another alpha", seconds(partial(score_again, at=NOON)), "s"),
        Figure(f"{what}, the day's candidates", seconds(partial(propose_candidates, at=NOON)), "s"),
    ]


def _one(size: int) -> list[Figure]:
    """Customers spread over all, so that their orders are not at hand already."""
    from benchmarks.ranking_data import NOON
    from calls.actions.ranking import score_customers

    chosen = iter(range(1, size, max(1, size // (ONES + 2))))
    timing = timing_of(lambda: score_customers(customers=[next(chosen)], at=NOON), times=ONES)
    return [
        Figure("ranking: one customer after an order, p50", timing.p50, "ms", goal=ONE_GOAL_MS),
        Figure("ranking: one customer after an order, p99", timing.p99, "ms"),
    ]


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def worker_mib() -> float:
    """The most that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
