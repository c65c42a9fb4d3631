"""Letters go out once, over a real SMTP server that refuses and accepts."""

import datetime as dt
import threading
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings

from customers.actions.outbox import note_sent, take_message
from customers.delivery import deliver
from customers.models import Event, Message
from customers.rules.outbox import LEASE, MOST_ATTEMPTS
from customers.tests.mail_server import Mailbox, running_mailbox
from customers.tests.make import make_customer, make_message

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with running_mailbox() as running:
        yield running


@pytest.fixture
def letter(db: None) -> Message:
    return make_message(make_customer(), html="<p>Thank you.</p>")


def test_a_letter_arrives_in_both_forms_and_the_history_says_so(
    mailbox: Mailbox, letter: Message, noon: dt.datetime
) -> None:
    assert deliver(at=noon, message_id=letter.pk)
    letter.refresh_from_db()
    assert letter.sent_at == noon
    assert [part.get_content_type() for part in mailbox.letters[0].walk()][1:] == ["text/plain", "text/html"]
    assert Event.objects.get().sentence == "Order acknowledgement sent to sam@customer.example"


def test_a_letter_that_went_is_not_sent_again(mailbox: Mailbox, letter: Message, noon: dt.datetime) -> None:
    deliver(at=noon, message_id=letter.pk)
    assert not deliver(at=noon, message_id=letter.pk)
    assert len(mailbox.letters) == 1


def test_a_refusal_that_may_pass_is_tried_again_after_a_growing_wait(
    mailbox: Mailbox, letter: Message, noon: dt.datetime
) -> None:
    mailbox.answers = ["451 Try later", "451 Try later"]
    deliver(at=noon)
    assert not deliver(at=noon)
    deliver(at=noon + MINUTE)
    letter.refresh_from_db()
    assert (letter.last_error, letter.due_at) == ("451 Try later", noon + 6 * MINUTE)
    deliver(at=noon + 6 * MINUTE)
    letter.refresh_from_db()
    assert (letter.attempts, letter.last_error, len(mailbox.letters)) == (3, "", 1)
    assert letter.sent_at


def test_a_mailbox_that_does_not_exist_fails_at_once(mailbox: Mailbox, letter: Message, noon: dt.datetime) -> None:
    mailbox.answers = ["550 No such user"]
    deliver(at=noon)
    letter.refresh_from_db()
    assert (letter.failed_at, letter.last_error) == (noon, "550 No such user")
    assert "could not be sent" in Event.objects.get().sentence


def test_a_subject_that_is_no_header_fails_at_once(mailbox: Mailbox, noon: dt.datetime, db: None) -> None:
    letter = make_message(make_customer(), subject="Two\nlines")
    deliver(at=noon)
    letter.refresh_from_db()
    assert letter.failed_at == noon


def test_we_give_up_after_the_last_attempt(letter: Message, noon: dt.datetime) -> None:
    with running_mailbox() as mailbox:
        mailbox.answers = ["451 Try later"] * MOST_ATTEMPTS
        at = noon
        while letter.failed_at is None:
            assert deliver(at=at)
            letter.refresh_from_db()
            at = letter.due_at
    assert letter.attempts == MOST_ATTEMPTS


def test_a_mail_server_that_is_down_loses_nothing(letter: Message, noon: dt.datetime) -> None:
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_PORT=1):
        deliver(at=noon)
    letter.refresh_from_db()
    assert letter.due_at == noon + MINUTE
    assert "refused" in letter.last_error


def test_a_killed_workers_letter_is_taken_up_once_its_lease_has_lapsed(
    mailbox: Mailbox, letter: Message, noon: dt.datetime
) -> None:
    take_message(at=noon)
    assert not deliver(at=noon + LEASE - MINUTE)
    assert deliver(at=noon + LEASE)
    assert not deliver(at=noon + 2 * LEASE)
    assert len(mailbox.letters) == 1


def test_each_attempt_carries_the_same_message_id(mailbox: Mailbox, letter: Message, noon: dt.datetime) -> None:
    for attempt in range(2):
        deliver(at=noon + attempt * LEASE)
        Message.objects.update(sent_at=None)
    first, second = mailbox.letters
    assert first["Message-ID"] == second["Message-ID"]


def test_who_lost_the_lease_notes_nothing(letter: Message, noon: dt.datetime) -> None:
    slow = take_message(at=noon)
    taken_over = take_message(at=noon + LEASE)
    assert slow
    assert taken_over
    assert not note_sent(message=slow, at=noon + LEASE)
    assert note_sent(message=taken_over, at=noon + LEASE)


def test_a_letter_that_kills_its_worker_each_time_is_given_up(letter: Message, noon: dt.datetime) -> None:
    for attempt in range(MOST_ATTEMPTS):
        assert take_message(at=noon + attempt * LEASE)
    assert take_message(at=noon + MOST_ATTEMPTS * LEASE) is None
    letter.refresh_from_db()
    assert letter.failed_at
    assert "may have arrived" in letter.last_error


@pytest.mark.django_db(transaction=True)
def test_many_workers_at_once_send_each_letter_once(mailbox: Mailbox, noon: dt.datetime) -> None:
    for _ in range(6):
        make_message(make_customer())
    gate = threading.Barrier(4)

    def work() -> None:
        gate.wait()
        while deliver(at=noon):
            pass
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len({letter["Message-ID"] for letter in mailbox.letters}) == len(mailbox.letters) == 6


def test_letters_of_one_subject_go_in_the_order_of_their_facts(mailbox: Mailbox, noon: dt.datetime, db: None) -> None:
    customer = make_customer()
    first = make_message(customer, key="order-1-confirmed-1", subject="Your order")
    second = make_message(customer, key="order-1-cancelled-2", subject="Cancelled", due_at=noon - 2 * MINUTE)
    mailbox.answers = ["451 Try later"]
    assert deliver(at=noon)
    assert not deliver(at=noon, message_id=second.pk)
    assert not deliver(at=noon)
    while deliver(at=noon + MINUTE):
        pass
    assert [letter["Subject"] for letter in mailbox.letters] == [first.subject, second.subject]


def test_a_letter_that_is_given_up_keeps_none_back(mailbox: Mailbox, noon: dt.datetime, db: None) -> None:
    customer = make_customer()
    for number in range(2):
        make_message(customer, key=f"order-1-changed-{number}")
    mailbox.answers = ["550 No such user"]
    assert deliver(at=noon)
    assert deliver(at=noon)
    assert len(mailbox.letters) == 1


def test_letters_about_other_things_or_to_others_do_not_wait(mailbox: Mailbox, noon: dt.datetime, db: None) -> None:
    customer = make_customer()
    make_message(customer, key="order-1-confirmed-1")
    take_message(at=noon)
    make_message(customer, key="order-11-confirmed-1")
    make_message(customer)
    make_message(customer)
    make_message(make_customer(), key="order-1-confirmed-2")
    make_message(customer, key="order-1-changed-3", is_internal=True)
    while deliver(at=noon):
        pass
    assert len(mailbox.letters) == 5
