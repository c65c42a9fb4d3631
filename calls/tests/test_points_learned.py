"""The points table, learned from the desk's own calls and asked about its candidates."""

import datetime as dt

import pytest

from calls.actions.ranking import propose_candidates
from calls.actions.ranking.points import learn_points
from calls.models import Call, Candidate, Decision, Learned
from calls.rules.ranking import points
from calls.rules.vocabulary import Level, Outcome
from customers.models import Customer
from customers.rules.vocabulary import CustomerKind
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def call_prospect(
    coordinator: User, at: dt.datetime, outcome: Outcome, source: str, prospect: Customer | None = None
) -> Customer:
    """A finished call that Next decided on, to a new prospect unless one is given."""
    prospect = prospect or make_reachable_customer(kind=CustomerKind.PROSPECT, source=source)
    call = Call.objects.create(
        customer=prospect,
        line=prospect.lines.first(),
        coordinator=coordinator,
        lease_token=1,
        opened_at=at,
        saved_at=at,
        outcome=outcome,
    )
    made = {"decided_at": at, "level": Level.PROSPECT, "rank": 0, "considered": []}
    Decision.objects.create(call=call, **made, is_control=False, propensity=0.9)
    return prospect


def call_many(coordinator: User, at: dt.datetime) -> None:
    """At a fair 30 of 50 calls succeed, from a bought list 2 of 50."""
    for source, successes in (("Trade fair", 30), ("Bought list", 2)):
        for nth in range(50):
            call_prospect(coordinator, at, Outcome.QUOTE if nth < successes else Outcome.ENOUGH_STOCK, source)


def test_from_fewer_than_a_hundred_calls_nothing_is_learned(coordinator: User, noon: dt.datetime) -> None:
    for _ in range(20):
        call_prospect(coordinator, noon - DAY, Outcome.QUOTE, "Trade fair")
    assert learn_points(at=noon) is None
    assert not Learned.objects.exists()


def test_each_circumstance_has_the_points_of_the_rules(coordinator: User, noon: dt.datetime) -> None:
    call_many(coordinator, noon - DAY)
    learned = learn_points(at=noon)
    assert learned is not None
    assert (learned.n, learned.base) == (100, 0.32)
    fair = learned.rates.get(factor="source", bucket="Trade fair")
    assert (fair.n, fair.seen, fair.weight) == (50, 30, points.points(50, 30, learned.base))
    assert learned.rates.get(factor="before").bucket == "never rung"


def test_a_candidate_has_the_chance_of_its_circumstances(coordinator: User, noon: dt.datetime) -> None:
    call_many(coordinator, noon - DAY)
    learned = learn_points(at=noon)
    good = make_reachable_customer(kind=CustomerKind.PROSPECT, source="Trade fair")
    poor = make_reachable_customer(kind=CustomerKind.PROSPECT, source="Bought list")
    propose_candidates(at=noon)
    assert learned is not None
    same = [rate.weight for rate in learned.rates.exclude(factor="source")]
    for customer in (good, poor):
        weight = learned.rates.get(factor="source", bucket=customer.source).weight
        assert Candidate.objects.get(customer=customer).chance == pytest.approx(
            points.chance(learned.base, [*same, weight])
        )
    assert Candidate.objects.get(customer=good).chance > Candidate.objects.get(customer=poor).chance


def test_the_call_before_counts_by_its_outcome_and_its_days(coordinator: User, noon: dt.datetime) -> None:
    call_many(coordinator, noon - DAY)
    again = call_prospect(coordinator, noon - 30 * DAY, Outcome.NO_ANSWER, "Trade fair")
    call_prospect(coordinator, noon - 10 * DAY, Outcome.QUOTE, "", again)
    learned = learn_points(at=noon)
    assert learned is not None
    known = set(learned.rates.values_list("factor", "bucket", "n", "seen"))
    assert {("before", "Not reached", 1, 1), ("since", "15 to 90 days", 1, 1), ("attempts", "1", 1, 1)} <= known
