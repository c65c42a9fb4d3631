"""Whatever lies in the queue, it is drained in the published order; and the head is found by an index."""

import datetime as dt
import re

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.actions import claim_next, save_outcome
from calls.actions.claim_sql import FIRST_FREE, FIRST_READY
from calls.models import QueueEntry
from calls.rules.vocabulary import Level, Outcome
from calls.tests.make import make_entry
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db

# Minutes from now at which an entry is ready, or everybody's.
times = st.sampled_from([-60, 0, 1])
queues = st.lists(st.tuples(st.sampled_from(Level), st.integers(-5, 5)), min_size=2, max_size=6)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queue=queues)
def test_a_lower_level_never_overtakes_a_higher(
    coordinator: User, noon: dt.datetime, queue: list[tuple[Level, int]]
) -> None:
    with transaction.atomic():
        for level, rank in queue:
            make_entry(at=noon, level=level, rank=rank)
        served = drain(coordinator, noon)
        transaction.set_rollback(True)
    assert served == sorted((level, rank) for level, rank in queue)


waiting = st.lists(
    st.tuples(st.sampled_from(Level), st.integers(-5, 5), st.sampled_from(["mine", "theirs", "nobody"]), times, times),
    min_size=2,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queue=waiting)
def test_what_is_theirs_and_what_is_everybodys_come_in_one_order(
    coordinator: User, second_coordinator: User, noon: dt.datetime, queue: list[tuple[Level, int, str, int, int]]
) -> None:
    owners = {"mine": coordinator, "theirs": second_coordinator, "nobody": None}
    with transaction.atomic():
        for level, rank, whose, ready, pool in queue:
            begins, opens = (noon + dt.timedelta(minutes=minutes) for minutes in (ready, pool))
            make_entry(at=noon, level=level, rank=rank, owner=owners[whose], ready_at=begins, pool_at=opens)
        theirs = QueueEntry.objects.ready(noon).for_operator(coordinator.pk, noon).in_order()
        expected = list(theirs.values_list("level", "rank"))
        served = drain(coordinator, noon)
        transaction.set_rollback(True)
    assert served == expected


def drain(operator: User, at: dt.datetime) -> list[tuple[int, float]]:
    served = []
    while (call := claim_next(operator=operator, at=at)) is not None:
        assert call.entry is not None
        served.append((call.entry.level, call.entry.rank))
        save_outcome(
            call_id=call.pk,
            token=call.lease_token,
            outcome=Outcome.DORMANT,
            words="",
            promise=None,
            by=operator,
            at=at,
        )
    return served


def test_the_head_is_read_from_an_index_and_so_is_what_is_theirs(coordinator: User, noon: dt.datetime) -> None:
    QueueEntry.objects.bulk_create(
        QueueEntry(
            customer=make_customer(),
            level=5,
            rank=n,
            owner=coordinator if n % 4 == 0 else None,
            pool_at=noon,
            ready_at=noon,
            opened_at=noon,
        )
        for n in range(300)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calls_queueentry")
        for statement, indexes in (
            (FIRST_READY, {"calls_queue_order", "calls_queue_of_owner"}),
            (FIRST_FREE, {"calls_queue_order"}),
        ):
            statement.rows({"operator": coordinator.pk, "at": noon})
            cursor.execute(f"EXPLAIN EXECUTE {statement.name} (%s, %s)", [coordinator.pk, noon])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            assert set(re.findall(r"Index Scan using (calls_queue_\w+) on", plan)) == indexes, plan
            assert "Seq Scan on calls_queueentry" not in plan
