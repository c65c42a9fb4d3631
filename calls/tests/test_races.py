"""What must hold when coordinators press at the same moment."""

import datetime as dt
from functools import partial

import pytest

from calls.actions import claim_next, fill, renew, save_outcome
from calls.models import Call, DeskSettings, Lease, QueueEntry, QueueReason
from calls.rules.refusals import LeaseLost
from calls.rules.vocabulary import Outcome
from calls.tests.at_once import at_once
from calls.tests.make import make_entry, make_schedule
from customers.tests.make import make_reachable_customer
from staff.tests.make import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_coordinators_get_eight_customers(noon: dt.datetime) -> None:
    for rank in range(20):
        make_entry(at=noon, rank=rank)
    people = [make_user() for _ in range(8)]
    calls = at_once(*(partial(claim_next, operator=person, at=noon) for person in people))
    assert len({call.customer_id for call in calls if isinstance(call, Call)}) == 8
    assert {call.entry.rank for call in calls if isinstance(call, Call) and call.entry} == set(range(8))


def test_a_queue_is_drained_without_a_double_or_a_gap(noon: dt.datetime) -> None:
    for rank in range(30):
        make_entry(at=noon, rank=rank)

    def work() -> list[int]:
        person, mine = make_user(), []
        while (call := claim_next(operator=person, at=noon)) is not None:
            mine.append(call.customer_id)
            save_outcome(
                call_id=call.pk,
                token=call.lease_token,
                outcome=Outcome.ENOUGH_STOCK,
                words="",
                promise=None,
                by=person,
                at=noon,
            )
        return mine

    lists = at_once(*[work] * 6)
    rung = [customer for mine in lists if isinstance(mine, list) for customer in mine]
    assert len(rung) == len(set(rung)) == 30
    assert not QueueEntry.objects.open().exists()


def test_a_double_click_is_one_card(noon: dt.datetime) -> None:
    make_entry(at=noon)
    make_entry(at=noon)
    person = make_user()
    first, *others = at_once(*[partial(claim_next, operator=person, at=noon)] * 4)
    assert isinstance(first, Call)
    assert others == [first] * 3
    assert Call.objects.count() == Lease.objects.filter(released_at=None).count() == 1


def test_a_lapsed_card_goes_to_one_of_those_who_want_it(noon: dt.datetime) -> None:
    make_entry(at=noon)
    gone = make_user()
    left = claim_next(operator=gone, at=noon)
    assert left is not None
    later = noon + DeskSettings().lease
    back = partial(renew, call_id=left.pk, token=left.lease_token, by=gone, at=later)
    others = [partial(claim_next, operator=make_user(), at=later) for _ in range(3)]
    renewed, *taken = at_once(back, *others)
    holders = [renewed] * isinstance(renewed, Lease) + [call for call in taken if isinstance(call, Call)]
    assert len(holders) == 1
    assert isinstance(renewed, Lease | LeaseLost)
    assert Call.objects.open().count() == 1


def test_filling_from_several_workers_is_filling_once(noon: dt.datetime) -> None:
    for _ in range(10):
        make_schedule(make_reachable_customer())
    found = at_once(*[partial(fill, day=noon.date(), at=noon)] * 4)
    assert sorted(found)[-1] == 10  # type: ignore[type-var]  # a raised exception fails here as it should
    assert (QueueEntry.objects.count(), QueueReason.objects.count()) == (10, 10)


def test_filling_and_claiming_do_not_get_in_each_others_way(noon: dt.datetime) -> None:
    for _ in range(10):
        make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    people = [make_user() for _ in range(4)]
    done = at_once(
        partial(fill, day=noon.date(), at=noon), *(partial(claim_next, operator=person, at=noon) for person in people)
    )
    assert not [each for each in done if isinstance(each, Exception)]
    assert Call.objects.open().count() == 4


def test_the_same_outcome_twice_at_once_is_saved_once(noon: dt.datetime) -> None:
    make_entry(at=noon)
    person = make_user()
    call = claim_next(operator=person, at=noon)
    assert call is not None
    save = partial(
        save_outcome,
        call_id=call.pk,
        token=call.lease_token,
        outcome=Outcome.DORMANT,
        words="",
        promise=None,
        by=person,
        at=noon,
    )
    assert at_once(save, save) == [call, call]
    assert call.customer.events.count() == 1
