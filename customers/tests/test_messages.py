"""Promised letters: once per fact, withdrawn, and sent again after a failure."""

import datetime as dt
import threading
from typing import Any

import pytest
from celery import Celery
from celery.app import app_or_default
from django.db import connection

from customers.actions import promise_message, resend_message, withdraw_messages
from customers.actions.outbox import take_message
from customers.models import Event, Message
from customers.rules.refusals import NotFound, NotWaiting
from customers.rules.vocabulary import MessageKind
from customers.tests.make import make_customer, make_message
from staff.models import User

pytestmark = pytest.mark.django_db


def promise(customer_id: int, at: dt.datetime, **overrides: Any) -> Message:
    fields: dict[str, Any] = {
        "key": "order-17-confirmed-1",
        "kind": MessageKind.ACKNOWLEDGEMENT,
        "to": "sam@customer.example",
        "subject": "Your order",
        "text": "Thank you.",
        "html": "",
    }
    return promise_message(customer_id=customer_id, at=at, **fields | overrides)


def test_a_fact_is_told_once(noon: dt.datetime) -> None:
    customer = make_customer()
    assert promise(customer.pk, noon) == promise(customer.pk, noon, text="Changed")
    assert Message.objects.get().text == "Thank you."


@pytest.mark.django_db(transaction=True)
def test_a_fact_told_twice_at_once_is_one_letter(noon: dt.datetime) -> None:
    customer, gate, given = make_customer(), threading.Barrier(4), []

    def tell() -> None:
        gate.wait()
        given.append(promise(customer.pk, noon).pk)
        connection.close()

    tellers = [threading.Thread(target=tell) for _ in range(4)]
    for teller in tellers:
        teller.start()
    for teller in tellers:
        teller.join()
    assert len(given) == 4
    assert len(set(given)) == Message.objects.count() == 1


def test_a_promise_nudges_a_worker_once_it_is_kept(noon: dt.datetime, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as nudges:
        promise(make_customer().pk, noon)
    assert len(nudges) == 1


@pytest.mark.machine_clock
@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_neither_blocks_nor_loses_a_promise(
    noon: dt.datetime, caplog: pytest.LogCaptureFixture
) -> None:
    desk = app_or_default()
    nowhere = Celery(broker="redis://127.0.0.1:1/0", broker_transport_options={"socket_connect_timeout": 1})
    nowhere.conf.task_publish_retry = False
    nowhere.set_current()
    try:
        promise(make_customer().pk, noon)
    finally:
        desk.set_current()
    assert Message.objects.waiting().count() == 1
    assert "nudge_delivery" in caplog.text


def test_a_waiting_letter_is_withdrawn_and_a_leased_one_is_not(noon: dt.datetime) -> None:
    customer = make_customer()
    make_message(customer, key="order-1-confirmed-1")
    take_message(at=noon)
    waiting = make_message(customer, key="order-1-changed-1")
    assert withdraw_messages(customer_id=customer.pk, key_start="order-1-", at=noon) == 1
    waiting.refresh_from_db()
    assert waiting.withdrawn_at == noon


def test_a_failed_letter_is_sent_again_to_the_right_address(coordinator: User, noon: dt.datetime) -> None:
    letter = make_message(make_customer(), failed_at=noon, attempts=8, last_error="550 No such user")
    resend_message(message_id=letter.pk, by=coordinator, at=noon, to="new@customer.example")
    letter.refresh_from_db()
    assert (letter.to, letter.attempts, letter.failed_at) == ("new@customer.example", 0, None)
    assert letter in Message.objects.ready(noon)
    assert Event.objects.get().by == coordinator


def test_sending_again_twice_changes_nothing_more(coordinator: User, noon: dt.datetime) -> None:
    letter = make_message(make_customer(), failed_at=noon)
    for _ in range(2):
        resend_message(message_id=letter.pk, by=coordinator, at=noon)
    assert Event.objects.count() == 1


@pytest.mark.parametrize("state", ["sent_at", "withdrawn_at"])
def test_a_letter_that_went_or_was_withdrawn_is_not_sent_again(
    state: str, coordinator: User, noon: dt.datetime
) -> None:
    letter = make_message(make_customer(), **{state: noon})
    with pytest.raises(NotWaiting):
        resend_message(message_id=letter.pk, by=coordinator, at=noon)


def test_a_letter_that_is_gone_is_refused_in_words(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(NotFound):
        resend_message(message_id=0, by=coordinator, at=noon)
