"""Whatever lies in the queue, it is drained in the published order; and the head is found by an index."""

import datetime as dt

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.actions import claim_next, save_outcome
from calls.models import QueueEntry
from calls.rules.vocabulary import Level, Outcome
from calls.tests.make import make_entry
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db

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


def test_the_head_is_read_from_the_index(coordinator: User, noon: dt.datetime) -> None:
    QueueEntry.objects.bulk_create(
        QueueEntry(customer=make_customer(), level=5, rank=n, pool_at=noon, ready_at=noon, opened_at=noon)
        for n in range(300)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE calls_queueentry")
    head = QueueEntry.objects.ready(noon).for_operator(coordinator.pk, noon).in_order()
    plan = head.select_for_update(skip_locked=True, no_key=True)[:1].explain()
    assert "Index Scan using calls_queue_order" in plan
    assert "Sort" not in plan
