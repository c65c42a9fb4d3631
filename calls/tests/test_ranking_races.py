"""Several workers at the ranking at once."""

import datetime as dt
from functools import partial

import pytest

from calls.actions import fill
from calls.actions.ranking import keep_up, propose_candidates, score_customers
from calls.models import Candidate, Learned, QueueEntry, Score
from calls.rules.schedule import london_day
from calls.tests.at_once import at_once
from calls.tests.make_ranking import make_buyer

pytestmark = pytest.mark.django_db(transaction=True)

EVERY_TEN_DAYS = [54, 44, 34, 24, 14]
WORKERS = 6


def test_the_days_count_is_made_by_one_of_several_workers(noon: dt.datetime) -> None:
    buyers = [make_buyer(noon, EVERY_TEN_DAYS) for _ in range(5)]
    assert at_once(*[partial(keep_up, at=noon)] * WORKERS) == [None] * WORKERS
    assert Learned.objects.count() == 1
    assert set(Candidate.objects.values_list("customer", flat=True)) == {buyer.pk for buyer in buyers}


def test_a_customer_scored_by_several_at_once_has_one_score(noon: dt.datetime) -> None:
    buyer = make_buyer(noon, EVERY_TEN_DAYS)
    assert at_once(*[partial(score_customers, customers=[buyer.pk], at=noon)] * WORKERS) == [None] * WORKERS
    assert Score.objects.get().order_days == len(EVERY_TEN_DAYS)


def test_candidates_found_while_the_queue_is_filled_leave_one_entry_each(noon: dt.datetime) -> None:
    buyers = [make_buyer(noon, EVERY_TEN_DAYS) for _ in range(20)]
    keep_up(at=noon)
    finding, filling = partial(propose_candidates, at=noon), partial(fill, day=london_day(noon), at=noon)
    done = at_once(*[finding, filling] * (WORKERS // 2))
    assert not [error for error in done if isinstance(error, BaseException)]
    filling()
    assert QueueEntry.objects.open().count() == len(buyers)
