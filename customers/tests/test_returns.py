"""The mailbox that letters come back to is read by itself: each once, and nothing in it is changed."""

import datetime as dt
import logging
from collections.abc import Iterator

import pytest
from django.test import override_settings

from customers.delivery import read_returned, returns_mailbox
from customers.delivery.imap import ImapMailbox
from customers.delivery.no_mailbox import NoMailbox
from customers.delivery.returns import MOST_PER_RUN
from customers.models import Event, MailboxPlace, Message
from customers.rules.vocabulary import EventKind
from customers.tasks import read_returned_letters
from customers.tests.imap_server import Post, running_post
from customers.tests.make import make_customer, make_message
from customers.tests.test_bounces import report_on

pytestmark = pytest.mark.django_db

OTHER = b"From: sam@customer.example\r\nSubject: Hello\r\n\r\nCan you ring me?\r\n"


@pytest.fixture
def post() -> Iterator[Post]:
    with running_post() as running:
        yield running


@pytest.fixture
def letter(noon: dt.datetime) -> Message:
    sent_as = "a1" * 20
    return make_message(
        make_customer(), about="order SO-2026-000001", tells="It is late.", sent_at=noon, sent_as=sent_as
    )


def came_back() -> int:
    return Event.objects.filter(kind=EventKind.MESSAGE, sentence__contains="came back").count()


def test_what_came_back_is_noted_once_and_new_letters_only_are_read(
    post: Post, letter: Message, noon: dt.datetime
) -> None:
    post.letters = {3: OTHER, 5: report_on(letter)}
    assert read_returned(ImapMailbox(post.url), at=noon) == 2
    assert read_returned(ImapMailbox(post.url), at=noon) == 0
    post.letters[6] = OTHER
    assert read_returned(ImapMailbox(post.url), at=noon) == 1
    assert came_back() == 1


def test_nothing_in_the_mailbox_is_changed(post: Post, letter: Message, noon: dt.datetime) -> None:
    post.letters = {1: report_on(letter)}
    read_returned(ImapMailbox(post.url), at=noon)
    verbs = {line.split(" ")[0].upper() for line in post.said}
    assert verbs == {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
    assert all("BODY.PEEK[]" in line for line in post.said if "FETCH" in line.upper())


def test_a_mailbox_numbered_anew_is_read_again_and_tells_nothing_twice(
    post: Post, letter: Message, noon: dt.datetime
) -> None:
    post.letters = {9: report_on(letter)}
    read_returned(ImapMailbox(post.url), at=noon)
    post.series, post.letters = 8, {1: report_on(letter)}
    assert read_returned(ImapMailbox(post.url), at=noon) == 1
    place = MailboxPlace.objects.get()
    assert (came_back(), place.series, place.number) == (1, 8, 1)


def test_a_full_mailbox_is_read_a_runs_worth_at_a_time(post: Post, noon: dt.datetime) -> None:
    post.letters = dict.fromkeys(range(1, MOST_PER_RUN + 3), OTHER)
    assert [read_returned(ImapMailbox(post.url), at=noon) for _ in range(2)] == [MOST_PER_RUN, 2]


def test_a_letter_that_no_database_keeps_stops_nothing(post: Post, letter: Message, noon: dt.datetime) -> None:
    post.letters = {1: report_on(letter, to="no\0body@x.example"), 2: b"\x00\xff", 3: report_on(letter)}
    assert read_returned(ImapMailbox(post.url), at=noon) == 3
    assert came_back() == 1


def test_a_mailbox_that_cannot_be_read_is_said_and_read_by_the_next_run(
    post: Post, letter: Message, caplog: pytest.LogCaptureFixture
) -> None:
    post.letters, post.is_open = {1: report_on(letter)}, False
    with (
        override_settings(BOUNCES_URL=post.url, BOUNCES_MAILBOX="customers.delivery.imap.ImapMailbox"),
        caplog.at_level(logging.WARNING),
    ):
        assert read_returned_letters() == 0
        post.is_open = True
        assert read_returned_letters() == 1
    assert "orders@calder@127.0.0.1/INBOX" in caplog.text
    assert "secret" not in caplog.text


def test_a_server_that_is_down_is_said(post: Post, caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(BOUNCES_URL="imap://x:y@127.0.0.1:1", BOUNCES_MAILBOX="customers.delivery.imap.ImapMailbox"):
        assert read_returned_letters() == 0
    assert "cannot be read" in caplog.text


def test_without_a_mailbox_nobody_is_asked(noon: dt.datetime) -> None:
    assert isinstance(returns_mailbox(), NoMailbox)
    assert read_returned(returns_mailbox(), at=noon) == 0
