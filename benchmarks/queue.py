"""Next, in a queue of ten thousand, a hundred thousand and a million open entries; and how long filling one takes."""

import datetime as dt
import threading
import time
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

from benchmarks.database import throw_away_database
from benchmarks.figures import Figure, timing_of

SIZES = (10_000, 100_000, 1_000_000)
WARM_UP = 20
CLAIMS = 600
COUNTS = 5
ROUNDS = 8
FILL_GOAL_SECONDS = 120.0

BARE = """
UPDATE calls_queueentry SET ready_at = %(until)s WHERE id = (
    SELECT id FROM calls_queueentry
    WHERE closed_at IS NULL AND ready_at <= %(at)s AND (owner_id = %(me)s OR pool_at <= %(at)s)
    ORDER BY level, rank, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# What a call list that is a filter does: how many are left, then the first whose weekday text matches.
COUNT = "SELECT count(*) FROM calls_queueentry WHERE closed_at IS NULL AND ready_at <= %(at)s"
FILTER = """
SELECT q.id FROM calls_queueentry q JOIN customers_customer c ON c.id = q.customer_id
WHERE q.closed_at IS NULL AND q.ready_at <= %(at)s AND c.name ILIKE '%%mer a%%'
ORDER BY c.name LIMIT 1
"""


def measure(sizes: Sequence[int] = SIZES) -> list[Figure]:
    with throw_away_database():
        from benchmarks.queue_data import make_people

        people = make_people()
        figures: list[Figure] = []
        smallest = None
        made = 0
        for size in sorted(sizes):
            figures += [*_fill(made, size, people)]
            made = size
            claim, bare = _claims_and_bare(people)
            smallest = smallest or claim
            figures += _told(size, claim, bare, smallest)
        return [*figures, _nothing_ready(people[2], made), _statements(people[2]), *_at_once(people)]


def _fill(made: int, size: int, people: list[Any]) -> list[Figure]:
    from benchmarks.queue_data import NOON, make_customers
    from calls.actions import fill

    make_customers(made + 1, size, people)
    start = time.perf_counter()
    found = fill(day=NOON.date(), at=NOON)
    took = time.perf_counter() - start
    assert found == size - made, found
    again = time.perf_counter()
    assert fill(day=NOON.date(), at=NOON) == 0
    again = time.perf_counter() - again
    _vacuum()
    named = f"queue: fill, {size - made:,} due among {size:,}"
    return [Figure(named, took, "s", goal=FILL_GOAL_SECONDS), Figure(f"{named}, once more", again, "s")]


def _vacuum() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


def _claims_and_bare(people: list[Any]) -> tuple[list[float], list[float]]:
    """Milliseconds of each press of Next and of each bare statement, in turns, so that both meet the same machine.

    The people press one after another, and what each was given is done with before the next turn, so that the head of
    the queue stays what it is on a desk at work.
    """
    claims, bare = [], []
    for turn in range(WARM_UP + CLAIMS):
        person = people[turn % len(people)]
        start = time.perf_counter()
        card = _claim(person)
        claimed = time.perf_counter()
        given = _bare(person.pk)
        ended = time.perf_counter()
        _done_with(card, person)
        _close(given)
        if turn >= WARM_UP:
            claims.append((claimed - start) * 1000)
            bare.append((ended - claimed) * 1000)
    return claims, bare


def _claim(person: Any) -> Any:
    from benchmarks.queue_data import NOON
    from calls.actions import claim_next

    card = claim_next(operator=person, at=NOON)
    assert card is not None
    return card


def _done_with(card: Any, person: Any) -> None:
    from benchmarks.queue_data import NOON
    from calls.actions import save_outcome
    from calls.rules.vocabulary import Outcome

    given = {"call_id": card.pk, "token": card.lease_token}
    save_outcome(**given, outcome=Outcome.ENOUGH_STOCK, words="", promise=None, by=person, at=NOON)


def _bare(user_id: int) -> int:
    from django.db import connection

    from benchmarks.queue_data import NOON

    with connection.cursor() as cursor:
        cursor.execute(BARE, {"at": NOON, "until": NOON + dt.timedelta(minutes=5), "me": user_id})
        given: int = cursor.fetchone()[0]
    return given


def _close(entry_id: int) -> None:
    from benchmarks.queue_data import NOON
    from calls.models import QueueEntry

    QueueEntry.objects.filter(pk=entry_id).update(closed_at=NOON, closed_as="called")


def _told(size: int, claim: list[float], bare: list[float], smallest: list[float]) -> list[Figure]:
    (p50, p99), (bare_p50, bare_p99) = _cuts(claim), _cuts(bare)
    at = f"queue: claim among {size:,}"
    grown = None if claim is smallest else median(smallest)
    return [
        Figure(f"{at}, p50", p50, "ms", reference=grown, goal=None if grown is None else 1.3),
        Figure(f"{at}, p99", p99, "ms"),
        Figure(f"queue: bare statement among {size:,}, p50", bare_p50, "ms"),
        Figure(f"queue: bare statement among {size:,}, p99", bare_p99, "ms"),
        Figure(f"{at}, rate", 1000 / p50, "claims/s", reference=1000 / bare_p50, goal=0.25, at_least=True),
        Figure(f"queue: count and filter among {size:,}, p50", _counted(), "ms", reference=p50),
    ]


def _counted() -> float:
    from django.db import connection

    from benchmarks.queue_data import NOON

    taken = []
    for _ in range(COUNTS):
        start = time.perf_counter()
        with connection.cursor() as cursor:
            for statement in (COUNT, FILTER):
                cursor.execute(statement, {"at": NOON})
                cursor.fetchone()
        taken.append((time.perf_counter() - start) * 1000)
    return median(taken)


def _nothing_ready(person: Any, size: int) -> Figure:
    """The dearest press of Next there is: before nine in the morning every entry is passed over, in the index."""
    from benchmarks.queue_data import NOON
    from calls.actions import claim_next

    early = NOON - dt.timedelta(hours=4)
    timing = timing_of(lambda: claim_next(operator=person, at=early), times=COUNTS)
    return Figure(f"queue: Next with none ready among {size:,}, p50", timing.p50, "ms")


def _statements(person: Any) -> Figure:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from benchmarks.queue_data import NOON
    from calls.actions import claim_next

    with CaptureQueriesContext(connection) as captured:
        assert claim_next(operator=person, at=NOON)
    asked = [query for query in captured if query["sql"] not in {"BEGIN", "COMMIT"}]
    return Figure("queue: statements a claim, permission included", len(asked), "statements", goal=8)


def _at_once(people: list[Any]) -> list[Figure]:
    """All press at the same moment, some rounds of it."""
    waits: list[float] = []
    given: list[int] = []
    barrier = threading.Barrier(len(people))
    hands = [threading.Thread(target=_work, args=(person, barrier, waits, given)) for person in people]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    p50, p99 = _cuts(waits)
    return [
        Figure(
            f"queue: given twice, {len(people)} claimers at once", len(given) - len(set(given)), "customers", goal=0
        ),
        Figure(
            f"queue: cards given, {len(people)} claimers at once",
            len(given),
            "cards",
            goal=ROUNDS * len(people),
            at_least=True,
        ),
        Figure(f"queue: claim, {len(people)} at once, p50", p50, "ms"),
        Figure(f"queue: claim, {len(people)} at once, p99", p99, "ms", reference=p50, goal=10),
    ]


def _work(person: Any, barrier: threading.Barrier, waits: list[float], given: list[int]) -> None:
    from django.db import connection

    connection.ensure_connection()
    try:
        for _ in range(ROUNDS):
            barrier.wait(60)
            start = time.perf_counter()
            card = _claim(person)
            waits.append((time.perf_counter() - start) * 1000)
            given.append(card.customer_id)
            barrier.wait(60)
            _done_with(card, person)
    finally:
        connection.close()


def _cuts(taken: list[float]) -> tuple[float, float]:
    """p50 and p99."""
    cuts = quantiles(taken, n=100)
    return cuts[49], cuts[98]
