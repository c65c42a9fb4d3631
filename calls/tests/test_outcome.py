"""An outcome is saved once, by whoever holds the customer, with all that follows from it."""

import datetime as dt
from typing import Any

import pytest

from calls.actions import claim_next, fill, save_outcome
from calls.actions.dial import log_attempt
from calls.models import Call, Callback, Lease, QueueEntry
from calls.rules.outcomes import OutcomeIncomplete
from calls.rules.promise import Promise
from calls.rules.refusals import AlreadySaved, LeaseLost
from calls.rules.vocabulary import EntryEnd, Outcome
from calls.tests.make import make_callback, make_entry, make_schedule
from calls.tests.test_fill import make_enquiry, make_order
from customers.actions import open_service_task
from customers.models import PhoneLine
from customers.rules.card_numbers import CardNumberFound
from customers.tests.make import make_line, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def save(call: Call, outcome: Outcome, at: dt.datetime, **overrides: Any) -> Call:
    fields: dict[str, Any] = {"words": "", "promise": None, "by": call.coordinator}
    return save_outcome(call_id=call.pk, token=call.lease_token, outcome=outcome, at=at, **fields | overrides)


def entry_of(call: Call) -> QueueEntry:
    assert call.entry_id is not None
    return QueueEntry.objects.get(pk=call.entry_id)


def test_a_final_outcome_closes_the_entry_and_gives_the_customer_free(call: Call, noon: dt.datetime) -> None:
    save(call, Outcome.ENOUGH_STOCK, noon)
    assert entry_of(call).closed_as == EntryEnd.CALLED
    assert Lease.objects.get().released_at == noon
    assert call.customer.events.get().sentence == "Outbound call: Has enough stock"


def test_nobody_answering_brings_them_up_later(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    save(call, Outcome.NO_ANSWER, noon)
    assert claim_next(operator=second_coordinator, at=noon + HOUR) is None
    again = claim_next(operator=second_coordinator, at=noon + 2 * HOUR)
    assert again is not None
    assert again.customer == call.customer


def test_after_three_tries_the_entry_rests(call: Call, coordinator: User, noon: dt.datetime) -> None:
    at, card = noon, call
    for _ in range(2):
        save(card, Outcome.NO_ANSWER, at)
        at += 2 * HOUR
        found = claim_next(operator=coordinator, at=at)
        assert found is not None
        card = found
    save(card, Outcome.NO_ANSWER, at)
    assert entry_of(call).closed_as == EntryEnd.RESTED


def test_saving_the_same_again_changes_nothing(call: Call, noon: dt.datetime) -> None:
    save(call, Outcome.DORMANT, noon)
    assert save(call, Outcome.DORMANT, noon + HOUR).saved_at == noon
    assert call.customer.events.count() == 1


def test_saving_something_else_later_is_refused(call: Call, noon: dt.datetime) -> None:
    save(call, Outcome.DORMANT, noon)
    with pytest.raises(AlreadySaved, match="as “Dormant”"):
        save(call, Outcome.CREDIT, noon)


def test_other_words_or_another_promise_from_a_second_window_are_not_lost_unseen(call: Call, noon: dt.datetime) -> None:
    first, other = (Promise(noon + n * HOUR, noon + n * HOUR + 15 * MINUTE, True) for n in (1, 2))
    said: dict[str, Any] = {"words": "Ann is off", "promise": first}
    save(call, Outcome.PROMISE, noon, **said)
    assert save(call, Outcome.PROMISE, noon, **said).saved_at == noon
    for differs in ({"words": "Ann is back"}, {"promise": other}):
        with pytest.raises(AlreadySaved, match="as “Ring back at a time”"):
            save(call, Outcome.PROMISE, noon, **said | differs)


def test_a_late_save_is_refused_and_not_a_word_is_lost(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    claim_next(operator=second_coordinator, at=noon + HOUR)
    with pytest.raises(LeaseLost, match="Dev Patel has this customer now"):
        save(call, Outcome.OTHER_REASON, noon + HOUR, words="moving premises in May")
    with pytest.raises(LeaseLost):
        save(call, Outcome.OTHER_REASON, noon + HOUR, words="moving premises in May")
    call.refresh_from_db()
    assert call.notes.count("moving premises in May") == 1
    assert call.outcome == ""
    assert entry_of(call).closed_at is None


def test_a_promise_that_came_too_late_is_in_the_notes(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    claim_next(operator=second_coordinator, at=noon + HOUR)
    promise = Promise(noon + 26 * HOUR, noon + 27 * HOUR, True, "the new list")
    with pytest.raises(LeaseLost):
        save(call, Outcome.PROMISE, noon + HOUR, words="Ann is off", promise=promise)
    call.refresh_from_db()
    assert "Ring back at a time. Ann is off Promised to ring on Wed 25 Nov at 14:00: the new list" in call.notes
    assert not Callback.objects.exists()


def test_the_holder_of_a_lapsed_card_that_nobody_took_saves(call: Call, noon: dt.datetime) -> None:
    assert save(call, Outcome.DORMANT, noon + 3 * HOUR).outcome == Outcome.DORMANT


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome.OTHER_REASON,
        Outcome.PROMISE,
        Outcome.ORDERED,
        Outcome.ADDED_TO_ORDER,
        Outcome.ENQUIRY,
        Outcome.QUOTE,
        Outcome.APPOINTMENT,
        Outcome.COMPLAINT,
    ],
)
def test_what_an_outcome_needs_is_asked_for(call: Call, noon: dt.datetime, outcome: Outcome) -> None:
    with pytest.raises(OutcomeIncomplete):
        save(call, outcome, noon)
    assert Lease.objects.get().released_at is None


def test_a_card_number_is_never_kept(call: Call, noon: dt.datetime) -> None:
    with pytest.raises(CardNumberFound):
        save(call, Outcome.OTHER_REASON, noon, words="pay with 4111 1111 1111 1111")


def test_a_promise_is_made_and_the_entry_closes(call: Call, noon: dt.datetime) -> None:
    promise = Promise(noon + HOUR, noon + 2 * HOUR, False, "new list")
    save(call, Outcome.GATEKEEPER, noon, promise=promise)
    made = Callback.objects.get()
    assert (made.owner, made.words, made.promised_in) == (call.coordinator, "new list", call)
    assert entry_of(call).closed_as == EntryEnd.CALLED


def test_reaching_them_keeps_the_promise_that_brought_them_up(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon)
    save(call, Outcome.ENOUGH_STOCK, noon + dt.timedelta(minutes=4))
    due.refresh_from_db()
    assert due.first_attempt_at == noon
    assert due.closed_because == "Has enough stock"


def test_not_reaching_them_keeps_the_promise_open(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon)
    save(call, Outcome.BUSY, noon)
    due.refresh_from_db()
    assert due.first_attempt_at == noon
    assert due.closed_at is None


def test_an_objection_closes_every_list_for_that_number(call: Call, coordinator: User, noon: dt.datetime) -> None:
    assert call.line is not None
    sharing, reachable = make_reachable_customer(), make_reachable_customer()
    sharing.lines.update(number=call.line.number)
    make_line(reachable, number=call.line.number, is_main=False)
    entries = [make_entry(at=noon, customer=customer) for customer in (sharing, reachable)]
    promise = make_callback(sharing, owner=coordinator, at=noon)
    save(call, Outcome.DO_NOT_CALL, noon, words="never again")
    promise.refresh_from_db()
    assert promise.closed_at == noon
    assert [QueueEntry.objects.get(pk=entry.pk).closed_at for entry in entries] == [noon, None]
    assert entry_of(call).closed_at == noon
    assert sharing.lines.get().do_not_call_at == noon


def dialled_other(call: Call, at: dt.datetime) -> PhoneLine:
    """Their second number, rung from the same card."""
    other = make_line(call.customer, is_main=False)
    log_attempt(call_id=call.pk, line_id=other.pk, token=call.lease_token, by=call.coordinator, at=at)
    return other


@pytest.mark.parametrize(
    ("outcome", "field"), [(Outcome.WRONG_NUMBER, "wrong_number_at"), (Outcome.DO_NOT_CALL, "do_not_call_at")]
)
def test_what_is_said_of_a_number_is_kept_of_the_one_that_was_dialled(
    call: Call, noon: dt.datetime, outcome: Outcome, field: str
) -> None:
    other = dialled_other(call, noon)
    save(call, outcome, noon)
    assert list(call.customer.lines.exclude(**{field: None})) == [other]


def test_a_wrong_number_brings_the_other_one_up_at_once(call: Call, coordinator: User, noon: dt.datetime) -> None:
    other = make_line(call.customer, is_main=False)
    save(call, Outcome.WRONG_NUMBER, noon)
    again = claim_next(operator=coordinator, at=noon)
    assert again is not None
    assert again.line == other


def scheduled_card(operator: User, at: dt.datetime) -> Call:
    make_schedule(make_reachable_customer())
    fill(day=at.date(), at=at)
    call = claim_next(operator=operator, at=at)
    assert call is not None
    return call


def test_a_promise_that_came_up_while_the_card_had_lapsed_is_kept_by_it(coordinator: User, noon: dt.datetime) -> None:
    """Their scheduled call was done by an order meanwhile, and the promise got a place of its own."""
    call = scheduled_card(coordinator, noon)
    make_order(call.customer, coordinator, noon + 10 * MINUTE)
    promise = make_callback(call.customer, owner=coordinator, at=noon + 15 * MINUTE)
    for minutes in (10, 15):
        fill(day=noon.date(), at=noon + minutes * MINUTE)
    save(call, Outcome.ENOUGH_STOCK, noon + 20 * MINUTE)
    promise.refresh_from_db()
    assert promise.closed_at == noon + 20 * MINUTE
    assert promise.first_attempt_at == noon + 15 * MINUTE


def test_news_that_came_while_the_card_had_lapsed_are_still_told(coordinator: User, noon: dt.datetime) -> None:
    call = scheduled_card(coordinator, noon)
    later = noon + 10 * MINUTE
    open_service_task(key="late", customer_id=call.customer_id, about="order SO-1", words="late", at=later)
    make_enquiry(call.customer, coordinator, later)
    fill(day=noon.date(), at=later)
    save(call, Outcome.ENOUGH_STOCK, noon + 20 * MINUTE)
    fill(day=noon.date(), at=noon + 21 * MINUTE)
    assert {reason.schedule for reason in QueueEntry.objects.open().get().reasons.all()} == {None}
    assert QueueEntry.objects.open().get().reasons.count() == 2
