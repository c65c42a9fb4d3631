"""A call that is handed over stays the giver's until the taker has taken it."""

import datetime as dt
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from calls.actions import claim_next, fill
from calls.actions.handover import Handed, end_hand_over, offer_hand_over, reallocate, take_hand_over
from calls.models import Callback, HandOver, QueueEntry, Reallocation
from calls.rules.handover import CannotHandOver
from calls.rules.refusals import CustomerHeld
from calls.tests.at_once import at_once
from calls.tests.make import make_callback, make_schedule, open_call
from customers.models import Event
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_absence, make_user

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
KEY = UUID(int=7)


@pytest.fixture
def entry(coordinator: User, noon: dt.datetime) -> QueueEntry:
    """A scheduled call of Carol's, cut-off 15:00, anybody's from 14:00 on."""
    make_schedule(make_reachable_customer(), owner=coordinator)
    fill(day=noon.date(), at=noon)
    return QueueEntry.objects.get()


def offer(entry: QueueEntry, taker: User, by: User, at: dt.datetime, reason: str = "You know them") -> HandOver:
    return offer_hand_over(entry_id=entry.pk, taker=taker, reason=reason, by=by, at=at)


def test_it_stays_the_givers_until_it_is_taken(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)
    assert claim_next(operator=second_coordinator, at=noon) is None
    take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)
    assert claim_next(operator=coordinator, at=noon) is None
    card = claim_next(operator=second_coordinator, at=noon)
    assert card is not None
    assert card.entry_id == entry.pk


def test_the_next_filling_leaves_it_with_the_taker(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)
    take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    entry.refresh_from_db()
    assert (entry.owner, entry.pool_at) == (second_coordinator, noon + 2 * HOUR)


def test_offering_and_taking_twice_is_once(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)
    assert offer(entry, second_coordinator, coordinator, noon) == made
    for minutes in (1, 2):
        take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon + dt.timedelta(minutes=minutes))
    made.refresh_from_db()
    assert made.taken_at == noon + dt.timedelta(minutes=1)
    assert Event.objects.filter(sentence__contains="handed the call to Dev Patel").count() == 1


def test_nobody_who_is_away_is_handed_anything(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_absence(second_coordinator, noon - HOUR, noon + 24 * HOUR)
    with pytest.raises(CannotHandOver, match="Dev Patel is not in for the rest of today and is back on Wed 25 Nov"):
        offer(entry, second_coordinator, coordinator, noon)


def test_nobody_who_has_left_is_handed_anything(entry: QueueEntry, coordinator: User, noon: dt.datetime) -> None:
    gone = make_user(full_name="Gone Green", is_active=False)
    with pytest.raises(CannotHandOver, match="Gone Green does not work here any more"):
        offer(entry, gone, coordinator, noon)


def test_who_comes_later_today_may_be_handed_something(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_absence(second_coordinator, noon - HOUR, noon + HOUR)
    assert offer(entry, second_coordinator, coordinator, noon).taker == second_coordinator


def test_a_reason_is_needed(entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(CannotHandOver, match="Say why"):
        offer(entry, second_coordinator, coordinator, noon, reason=" ")


def test_one_offer_at_a_time(entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    offer(entry, second_coordinator, coordinator, noon)
    with pytest.raises(CannotHandOver, match="offered to Dev Patel already"):
        offer(entry, make_user(), coordinator, noon)


def test_what_was_declined_is_offered_to_another(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)
    end_hand_over(hand_over_id=made.pk, because="Full day", at=noon)
    with pytest.raises(CannotHandOver, match="not offered any more: Full day"):
        take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)
    assert offer(entry, make_user(), coordinator, noon) != made


def test_what_was_taken_is_not_taken_back(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)
    take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)
    assert end_hand_over(hand_over_id=made.pk, because="Changed my mind", at=noon).ended_at is None


def test_a_card_on_a_screen_is_not_handed_over(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    card = open_call(coordinator, noon, owner=coordinator)
    assert card.entry
    with pytest.raises(CustomerHeld, match="Carol Shaw is with this customer"):
        offer(card.entry, second_coordinator, coordinator, noon)


def test_what_is_done_is_not_taken(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)
    QueueEntry.objects.update(closed_at=noon, closed_as="called")
    with pytest.raises(CannotHandOver, match="This call is done: called"):
        take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)


def test_a_proposal_is_accepted_once(
    entry: QueueEntry, coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    moves = [Handed(entry.pk, coordinator.pk, second_coordinator.pk)]
    for _ in range(2):
        made = reallocate(key=KEY, moves=moves, reason="Shared out", by=director, at=noon)
    entry.refresh_from_db()
    assert entry.owner == second_coordinator
    assert made.hand_overs.count() == HandOver.objects.count() == 1


@pytest.mark.parametrize("calls", [2, 20])
def test_a_proposal_takes_as_many_statements_however_long(
    coordinator: User,
    second_coordinator: User,
    director: User,
    noon: dt.datetime,
    calls: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(calls):
        make_callback(make_reachable_customer(), owner=coordinator, at=noon)
        make_schedule(make_reachable_customer(), owner=coordinator)
    fill(day=noon.date(), at=noon)
    entries = list(QueueEntry.objects.all())
    for each in entries[: calls // 2]:
        offer(each, second_coordinator, coordinator, noon)
    moves = [Handed(each.pk, coordinator.pk, second_coordinator.pk) for each in entries]
    with django_assert_num_queries(20):
        made = reallocate(key=KEY, moves=moves, reason="Shared out", by=director, at=noon)
    assert made.hand_overs.count() == QueueEntry.objects.filter(owner=second_coordinator).count() == 2 * calls
    assert Callback.objects.filter(owner=second_coordinator).count() == calls
    assert HandOver.objects.filter(ended_because="Olive Grant gave it to Dev Patel").count() == calls // 2
    assert Event.objects.filter(sentence="Olive Grant gave the call to Dev Patel: Shared out").count() == 2 * calls


def test_each_goes_to_whom_it_was_proposed_for(
    coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    third = make_user()
    for _ in range(2):
        make_schedule(make_reachable_customer(), owner=coordinator)
    fill(day=noon.date(), at=noon)
    one, two = QueueEntry.objects.order_by("pk")
    moves = [Handed(one.pk, coordinator.pk, third.pk), Handed(two.pk, coordinator.pk, second_coordinator.pk)]
    reallocate(key=KEY, moves=moves, reason="Shared out", by=director, at=noon)
    assert [each.owner for each in QueueEntry.objects.order_by("pk")] == [third, second_coordinator]
    fill(day=noon.date(), at=noon)
    assert [each.owner for each in QueueEntry.objects.order_by("pk")] == [third, second_coordinator]


def test_what_changed_since_the_proposal_stays(
    entry: QueueEntry, coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    moves = [Handed(entry.pk, second_coordinator.pk, coordinator.pk), Handed(0, None, coordinator.pk)]
    made = reallocate(key=KEY, moves=moves, reason="Shared out", by=director, at=noon)
    assert (made.proposed, made.hand_overs.count()) == (2, 0)


def test_a_card_on_a_screen_is_not_shared_out(
    coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    card = open_call(coordinator, noon, owner=coordinator)
    assert card.entry_id
    moves = [Handed(card.entry_id, coordinator.pk, second_coordinator.pk)]
    assert reallocate(key=KEY, moves=moves, reason="Shared out", by=director, at=noon).hand_overs.count() == 0


def test_nothing_moves_to_somebody_who_went_home_meanwhile(
    entry: QueueEntry, coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    make_absence(second_coordinator, noon - HOUR, noon + 8 * HOUR)
    with pytest.raises(CannotHandOver, match="not in for the rest of today"):
        reallocate(
            key=KEY,
            moves=[Handed(entry.pk, coordinator.pk, second_coordinator.pk)],
            reason="Shared out",
            by=director,
            at=noon,
        )
    assert not Reallocation.objects.filter(key=KEY, hand_overs__isnull=False).exists()


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_accept_once(
    entry: QueueEntry, coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    moves = [Handed(entry.pk, coordinator.pk, second_coordinator.pk)]
    at_once(*[lambda: reallocate(key=KEY, moves=moves, reason="Shared out", by=director, at=noon)] * 4)
    assert HandOver.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_and_taking_back_at_once_leaves_one_of_the_two(
    entry: QueueEntry, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    made = offer(entry, second_coordinator, coordinator, noon)

    def take() -> None:
        take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)

    def take_back() -> None:
        end_hand_over(hand_over_id=made.pk, because="Taken back", at=noon)

    at_once(take, take_back)
    made.refresh_from_db()
    entry.refresh_from_db()
    assert (made.taken_at is None) != (made.ended_at is None)
    assert entry.owner == (second_coordinator if made.taken_at else coordinator)
