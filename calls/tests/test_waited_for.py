"""What was waited for is seen as it is then, whoever it has gone to meanwhile."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from django.db import transaction

from calls.actions import claim_next, save_notes, save_outcome, take_customer
from calls.actions.appointment import cancel_appointment
from calls.actions.hand_over_draft import hand_over_draft
from calls.actions.lease import lock_card
from calls.actions.missed import record_caller
from calls.actions.onto_draft import check_nobody_else_has
from calls.actions.promise_changed import take_back_promise
from calls.actions.ring_back import ring_back
from calls.models import Appointment, Call, Callback, QueueEntry
from calls.rules.refusals import CustomerHeld, LeaseLost
from calls.rules.vocabulary import Direction, EntryEnd, Outcome
from calls.tests.at_once import behind
from calls.tests.make import finish_call, make_appointment, make_callback, open_call
from calls.tests.test_missed import missed_at
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_user

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def colleague() -> User:
    return make_user(full_name="Dev Patel")


@pytest.fixture
def call(noon: dt.datetime) -> Call:
    """An hour old: its lease has lapsed."""
    return open_call(make_user(full_name="Carol Shaw"), noon - HOUR)


def test_who_saves_while_a_colleague_takes_the_customer_is_told_and_keeps_the_words(
    call: Call, colleague: User, noon: dt.datetime
) -> None:
    said: dict[str, Any] = {"outcome": Outcome.OTHER_REASON, "words": "moving in May", "promise": None}
    saving = partial(save_outcome, call_id=call.pk, token=call.lease_token, by=call.coordinator, at=noon, **said)
    QueueEntry.objects.update(closed_at=noon, closed_as=EntryEnd.ALREADY_ORDERED)
    rung: dict[str, Any] = {"customer_id": call.customer_id, "direction": Direction.INBOUND, "reason": ""}
    refused = behind(partial(take_customer, operator=colleague, at=noon, **rung), saving)
    assert isinstance(refused, LeaseLost)
    assert refused.holder == "Dev Patel"
    call.refresh_from_db()
    assert "moving in May" in call.notes


def test_a_draft_is_not_written_while_a_colleague_takes_the_customer(
    call: Call, colleague: User, noon: dt.datetime
) -> None:
    writing = transaction.atomic(partial(check_nobody_else_has, call.customer_id, by=call.coordinator, at=noon))
    refused = behind(partial(claim_next, operator=colleague, at=noon), writing)
    assert isinstance(refused, CustomerHeld)


def test_a_promise_that_is_handed_over_meanwhile_is_taken_back(colleague: User, noon: dt.datetime) -> None:
    promise = make_callback(make_reachable_customer(), owner=colleague, at=noon + HOUR)
    given = partial(Callback.objects.update, owner=make_user())
    taking = partial(take_back_promise, callback_id=promise.pk, reason="They wrote", by=colleague, at=noon)
    assert behind(given, taking) is None
    assert Callback.objects.get().closed_at == noon


def test_of_two_who_open_a_record_for_one_caller_the_second_finds_it(colleague: User, noon: dt.datetime) -> None:
    row = missed_at(noon, colleague)
    opening = partial(record_caller, missed_id=row.pk, name="Bell Bakery", by=colleague, at=noon)
    assert behind(opening, opening) == Customer.objects.get()


def test_notes_are_handed_on_once(call: Call, colleague: User, noon: dt.datetime) -> None:
    save_notes(call_id=call.pk, text="wants gloves", known_version=0, by=call.coordinator, at=noon)
    theirs = claim_next(operator=colleague, at=noon)
    handing = partial(hand_over_draft, call_id=call.pk, by=call.coordinator, at=noon)
    assert behind(handing, handing) == theirs
    assert Call.objects.get(coordinator=colleague).notes.count("wants gloves") == 1


def test_an_appointment_that_somebody_else_goes_to_by_now_is_cancelled(colleague: User, noon: dt.datetime) -> None:
    appointment = make_appointment(colleague, noon + HOUR)
    given = partial(Appointment.objects.update, person=make_user())
    calling_off = partial(cancel_appointment, appointment_id=appointment.pk, reason="Ill", by=colleague, at=noon)
    assert behind(given, calling_off) == appointment
    assert Appointment.objects.get().cancelled_at == noon


def test_who_is_rung_back_while_their_call_is_saved_has_a_place_all_the_same(
    call: Call, colleague: User, noon: dt.datetime
) -> None:
    row = missed_at(noon, colleague, call.customer)
    holding, saving = partial(lock_card, call.pk), partial(finish_call, call, Outcome.DORMANT, noon)
    card = behind(holding, partial(ring_back, missed_id=row.pk, operator=colleague, at=noon), meanwhile=saving)
    assert isinstance(card, Call)
    assert card.entry == QueueEntry.objects.open().get()
