"""What becomes due while a card is open, or just as it is saved, is not swallowed by that call."""

import datetime as dt
import threading
import time
from functools import partial

import pytest
from django.db import transaction

from calls.actions import claim_next, fill, take_customer
from calls.models import Call, QueueEntry, QueueReason
from calls.rules.vocabulary import Direction, Outcome
from calls.tests.at_once import at_once
from calls.tests.make import finish_call, make_callback, make_entry, make_schedule
from calls.tests.test_fill import make_enquiry
from customers.actions import open_service_task
from customers.models import Customer, ServiceTask
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_user

MINUTE = dt.timedelta(minutes=1)


def news_for(customer: Customer, at: dt.datetime) -> ServiceTask:
    return open_service_task(
        key=f"late-{customer.pk}", customer_id=customer.pk, about="order SO-1", words="late", at=at
    )


@pytest.mark.django_db
def test_what_comes_up_during_a_call_is_rung_about_after_it(coordinator: User, noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    task = news_for(call.customer, noon + MINUTE)
    enquiry = make_enquiry(call.customer, coordinator, noon + 10 * MINUTE)
    fill(day=noon.date(), at=noon + 2 * MINUTE)
    finish_call(call, Outcome.ENOUGH_STOCK, noon + 3 * MINUTE)
    task.refresh_from_db()
    assert task.closed_at is None
    assert fill(day=noon.date(), at=noon + 4 * MINUTE) == 2
    entry = QueueEntry.objects.open().get()
    assert set(entry.reasons.values_list("service_task", "enquiry")) == {(task.pk, None), (None, enquiry.pk)}


@pytest.mark.django_db
def test_a_card_without_a_place_does_not_swallow_one_that_is_made_meanwhile(
    coordinator: User, noon: dt.datetime
) -> None:
    customer = make_reachable_customer()
    call = take_customer(customer_id=customer.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon)
    make_callback(customer, owner=coordinator, at=noon + 5 * MINUTE)
    fill(day=noon.date(), at=noon + MINUTE)
    finish_call(call, Outcome.ENOUGH_STOCK, noon + 2 * MINUTE)
    fill(day=noon.date(), at=noon + 3 * MINUTE)
    assert QueueEntry.objects.open().get().ready_at == noon + 5 * MINUTE


@pytest.mark.django_db(transaction=True)
def test_a_filling_that_meets_a_save_loses_nothing(noon: dt.datetime) -> None:
    for _ in range(8):
        person = make_user()
        make_entry(at=noon)
        call = claim_next(operator=person, at=noon)
        assert call is not None
        task = news_for(call.customer, noon + MINUTE)
        save = partial(finish_call, call, Outcome.DORMANT, noon + 2 * MINUTE)
        done = at_once(save, *[partial(fill, day=noon.date(), at=noon + 2 * MINUTE)] * 2)
        assert not [each for each in done if isinstance(each, Exception)]
        fill(day=noon.date(), at=noon + 3 * MINUTE)
        reason = QueueReason.objects.get(service_task=task)
        assert reason.entry.closed_at is None


@pytest.mark.django_db(transaction=True)
def test_a_filling_that_meets_a_claim_loses_nothing(noon: dt.datetime) -> None:
    for _ in range(8):
        person = make_user()
        customer = make_entry(at=noon).customer
        make_schedule(customer)
        fill(day=noon.date(), at=noon)
        task = news_for(customer, noon)
        claim, filling = partial(claim_next, operator=person, at=noon), partial(fill, day=noon.date(), at=noon)
        call, _found = at_once(claim, filling)
        assert call is not None
        finish_call(call, Outcome.NO_ANSWER, noon + MINUTE)  # type: ignore[arg-type]  # a raised exception fails here
        fill(day=noon.date(), at=noon + 2 * MINUTE)
        assert QueueReason.objects.get(service_task=task).entry.closed_at is None
        QueueEntry.objects.open().update(closed_at=noon, closed_as="called")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("held_for", "gets_them"), [(0.3, True), (3, False)])
def test_who_is_locked_just_now_is_waited_for_but_not_for_ever(
    noon: dt.datetime, monkeypatch: pytest.MonkeyPatch, held_for: float, gets_them: bool
) -> None:
    """The filling has the only customer who is ready locked when Next is pressed."""
    monkeypatch.setattr("calls.actions.claim.WAIT_FOR_LOCK", dt.timedelta(seconds=1))
    entry, person = make_entry(at=noon), make_user()
    locked = threading.Event()

    def filling() -> None:
        with transaction.atomic():
            QueueEntry.objects.select_for_update(no_key=True).get(pk=entry.pk)
            locked.set()
            time.sleep(held_for)

    def press() -> Call | None:
        assert locked.wait(5)
        return claim_next(operator=person, at=noon)

    _, call = at_once(filling, press)
    assert (isinstance(call, Call) and call.customer_id == entry.customer_id) if gets_them else call is None
