"""A card is laid aside for a caller with all that was typed, and comes back before anybody else."""

import datetime as dt
from functools import partial

import pytest

from calls.actions import claim_next, fill, put_back, save_notes, take_customer
from calls.actions.place import locked_place
from calls.actions.stash import STASH_LASTS
from calls.models import Call, Lease, QueueEntry
from calls.reports import my_day
from calls.rules.refusals import CustomerHeld
from calls.rules.vocabulary import Direction, Level, Outcome
from calls.tests.at_once import at_once, behind
from calls.tests.make import finish_call, make_entry, make_schedule, open_call
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_user

MINUTE = dt.timedelta(minutes=1)


def answer(customer: Customer, operator: User, at: dt.datetime) -> Call:
    return take_customer(customer_id=customer.pk, operator=operator, direction=Direction.INBOUND, reason="", at=at)


def finish(call: Call, at: dt.datetime) -> None:
    finish_call(call, Outcome.DORMANT, at)


@pytest.mark.django_db
def test_the_card_comes_back_with_its_notes_before_a_more_urgent_one(coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon, level=Level.PROSPECT)
    save_notes(call_id=call.pk, text="wants gloves", known_version=0, by=coordinator, at=noon)
    inbound = answer(make_reachable_customer(), coordinator, noon + MINUTE)
    make_entry(at=noon, level=Level.BREACHING, rank=0)
    finish(inbound, noon + 2 * MINUTE)
    back = claim_next(operator=coordinator, at=noon + 2 * MINUTE)
    assert back == call
    assert back.notes == "wants gloves"
    assert back.stashed_at is None


@pytest.mark.django_db
def test_next_during_the_inbound_call_stays_with_the_caller(coordinator: User, noon: dt.datetime) -> None:
    open_call(coordinator, noon)
    inbound = answer(make_reachable_customer(), coordinator, noon)
    assert claim_next(operator=coordinator, at=noon) == inbound


@pytest.mark.django_db
def test_it_is_nobody_elses_while_it_is_laid_aside(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    open_call(coordinator, noon)
    answer(make_reachable_customer(), coordinator, noon)
    assert claim_next(operator=second_coordinator, at=noon + STASH_LASTS - MINUTE) is None


@pytest.mark.django_db
def test_whoever_does_not_come_back_is_followed_by_a_colleague_before_all_others(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon, level=Level.PROSPECT)
    answer(make_reachable_customer(), coordinator, noon)
    make_entry(at=noon, level=Level.PROMISE)
    taken = claim_next(operator=second_coordinator, at=noon + STASH_LASTS)
    assert taken is not None
    assert taken.customer == call.customer
    assert "laid aside at 12:00 for a caller" in taken.why_now
    call.refresh_from_db()
    assert call.ended_at == noon + STASH_LASTS


@pytest.mark.django_db
def test_a_card_laid_aside_keeps_its_cut_off(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    assert claim_next(operator=coordinator, at=noon)
    answer(make_reachable_customer(), coordinator, noon)
    entry = QueueEntry.objects.get(customer=schedule.customer)
    assert (entry.level, entry.due_at) == (Level.BREACHING, noon + 180 * MINUTE)


@pytest.mark.django_db
def test_a_card_without_a_place_gets_one(coordinator: User, noon: dt.datetime) -> None:
    first = answer(make_reachable_customer(), coordinator, noon)
    second = answer(make_reachable_customer(), coordinator, noon)
    entry = QueueEntry.objects.get()
    assert (entry.customer, entry.level) == (first.customer, Level.BREACHING)
    finish(second, noon)
    assert claim_next(operator=coordinator, at=noon) == first


@pytest.mark.django_db
def test_a_caller_laid_aside_who_wanted_something_else_is_not_rung_back(coordinator: User, noon: dt.datetime) -> None:
    first = answer(make_reachable_customer(), coordinator, noon)
    finish(answer(make_reachable_customer(), coordinator, noon), noon)
    assert claim_next(operator=coordinator, at=noon) == first
    finish_call(first, Outcome.COMPLAINT, noon + MINUTE, "Late again")
    assert claim_next(operator=coordinator, at=noon + 2 * MINUTE) is None


@pytest.mark.django_db
def test_of_several_laid_aside_my_day_names_the_one_that_comes_back(coordinator: User, noon: dt.datetime) -> None:
    for minutes in range(2):
        answer(make_reachable_customer(), coordinator, noon + minutes * MINUTE)
    finish(answer(make_reachable_customer(), coordinator, noon + 2 * MINUTE), noon + 3 * MINUTE)
    named = my_day(coordinator, noon + 3 * MINUTE).card
    assert named == claim_next(operator=coordinator, at=noon + 3 * MINUTE)


@pytest.mark.django_db
def test_coming_back_gives_the_place_back(coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon, level=Level.SCHEDULED)
    finish(answer(make_reachable_customer(), coordinator, noon), noon)
    claim_next(operator=coordinator, at=noon)
    put_back(call_id=call.pk, token=call.lease_token, reason="later", by=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    assert not QueueEntry.objects.get().reasons.exists()


@pytest.mark.django_db
def test_opening_the_card_that_was_laid_aside_lays_the_other_aside(coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon)
    inbound = answer(make_reachable_customer(), coordinator, noon)
    assert answer(call.customer, coordinator, noon) == call
    inbound.refresh_from_db()
    assert inbound.stashed_at == noon


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_each_others_customers_do_not_wait_in_a_circle(noon: dt.datetime) -> None:
    for _ in range(5):
        one, other = make_user(), make_user()
        mine, theirs = open_call(one, noon), open_call(other, noon)
        done = at_once(partial(answer, theirs.customer, one, noon), partial(answer, mine.customer, other, noon))
        assert all(isinstance(each, CustomerHeld) for each in done), done


@pytest.mark.django_db(transaction=True)
def test_a_card_without_a_place_is_laid_aside_while_somebody_gives_it_one(noon: dt.datetime) -> None:
    """Whoever pulls the customer forward has made the place and not yet looked who holds them."""
    first = answer(make_reachable_customer(), make_user(), noon)
    another = make_reachable_customer()
    place = {"level": Level.PROSPECT, "rank": 0.0, "pool_at": noon, "ready_at": noon, "opened_at": noon}
    card = behind(
        partial(locked_place, first.customer_id, **place),
        partial(answer, another, first.coordinator, noon),
        meanwhile=partial(list, Lease.objects.select_for_update(no_key=True)),
    )
    assert isinstance(card, Call)
    assert QueueEntry.objects.get(customer=first.customer).level == Level.BREACHING
