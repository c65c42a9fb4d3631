"""A customer hears of each fact once: by letter, by telephone, or by both."""

import datetime as dt
from functools import partial
from typing import Any

import pytest

from customers.actions import Told, promise_letter, word_letter
from customers.actions.answers import letter_of
from customers.actions.outbox import note_failure, take_message
from customers.models import Contact, Customer, Event, LetterWording, Message, ServiceTask
from customers.rules.answers import LinkEnded
from customers.rules.letters import link_ends, token_in
from customers.rules.vocabulary import MessageKind
from customers.rules.wording import WordingRefused
from customers.tests.at_once import at_once
from customers.tests.make import make_contact, make_customer
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(db: None) -> Customer:
    customer = make_customer(name="Canal Café Ltd")
    make_contact(customer)
    return customer


def tell(customer: Customer, at: dt.datetime, **overrides: Any) -> Told:
    fields: dict[str, Any] = {
        "kind": MessageKind.BACK_IN_STOCK,
        "fact_key": "back-1",
        "facts": {"product": "Napkins", "available": "60 cases free"},
        "about": "their question about N1042",
        "tells": "Napkins are here again.",
    }
    return promise_letter(customer_id=customer.pk, at=at, **fields | overrides)


def test_good_news_is_a_letter(customer: Customer, noon: dt.datetime) -> None:
    told = tell(customer, noon)
    assert told.task is None
    assert told.message == Message.objects.get()
    assert told.in_words == "email to sam@customer.example"


def test_bad_news_is_told_by_telephone_too(customer: Customer, noon: dt.datetime) -> None:
    told = tell(customer, noon, is_bad_news=True)
    assert told.message == Message.objects.get()
    assert told.task == ServiceTask.objects.get(words="Napkins are here again.", due_at=noon.replace(hour=17))


def test_without_an_address_they_are_rung(customer: Customer, noon: dt.datetime) -> None:
    Contact.objects.update(email="")
    told = tell(customer, noon)
    assert (told.message, told.task) == (None, ServiceTask.objects.get())


def test_a_fact_is_told_once_though_an_address_was_added(customer: Customer, noon: dt.datetime) -> None:
    Contact.objects.update(email="")
    first = tell(customer, noon)
    Contact.objects.update(email="sam@customer.example")
    assert tell(customer, noon) == first
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_tell_it_once(noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer)
    told = at_once(*[partial(tell, customer, noon, is_bad_news=True)] * 5)
    assert len({each.message for each in told if isinstance(each, Told)}) == 1
    assert (Message.objects.count(), ServiceTask.objects.count()) == (1, 1)


def test_a_letter_that_cannot_be_sent_is_told_by_telephone(customer: Customer, noon: dt.datetime) -> None:
    tell(customer, noon)
    message = take_message(at=noon)
    assert message is not None
    note_failure(message=message, error="550 No such user", for_good=True, at=noon)
    assert "did not arrive: ask for the right address" in ServiceTask.objects.get().words


@pytest.mark.parametrize(
    ("people", "to"),
    [
        (
            [{"name": "A", "email": "a@x.example"}, {"name": "B", "email": "b@x.example", "is_buyer": True}],
            "b@x.example",
        ),
        ([{"name": "A", "email": "a@x.example", "may_order": False}], ""),
        ([{"name": "A", "email": "", "is_buyer": True}, {"name": "B", "email": "b@x.example"}], "b@x.example"),
    ],
)
def test_whom_a_letter_goes_to(people: list[dict[str, Any]], to: str, noon: dt.datetime) -> None:
    customer = make_customer()
    for person in people:
        make_contact(customer, **{"is_buyer": False} | person)
    told = tell(customer, noon)
    assert (told.message.to if told.message else "") == to


def test_who_asked_gets_it_though_they_may_not_order(customer: Customer, noon: dt.datetime) -> None:
    clerk = make_contact(customer, name="Clerk", email="clerk@x.example", may_order=False, is_buyer=False)
    told = tell(customer, noon, first_to=clerk.pk)
    assert told.message is not None
    assert told.message.to == "clerk@x.example"


def test_the_directors_words_are_used(customer: Customer, director: User, noon: dt.datetime) -> None:
    word_letter(
        kind=MessageKind.BACK_IN_STOCK, subject="{product}!", body="Hello {reader}.\n\n{link}", by=director, at=noon
    )
    message = tell(customer, noon).message
    assert message is not None
    assert (message.subject, message.text.splitlines()[0]) == ("Napkins!", "Hello Sam Field.")
    assert "/customers/letters/" in message.text
    assert "Calder Trade Supplies Ltd" in message.text


def test_words_that_cannot_stand_are_not_kept(director: User, noon: dt.datetime) -> None:
    with pytest.raises(WordingRefused):
        word_letter(kind=MessageKind.QUOTE, subject="x", body="{order}", by=director, at=noon)
    assert not LetterWording.objects.exists()


def test_a_forgotten_fact_is_an_error_not_a_gap(customer: Customer, noon: dt.datetime) -> None:
    with pytest.raises(ValueError, match="available"):
        tell(customer, noon, facts={"product": "Napkins"})


def test_the_history_says_that_they_are_to_be_rung(customer: Customer, noon: dt.datetime) -> None:
    tell(customer, noon, is_bad_news=True)
    assert Event.objects.get().sentence == (
        "To be rung about their question about N1042 by Tue 24 Nov 17:00: Napkins are here again."
    )


@pytest.mark.parametrize(
    ("holds_until", "lasts"),
    [
        (None, dt.timedelta(days=30)),
        (dt.date(2026, 11, 30), dt.timedelta(days=30)),
        (dt.date(2027, 1, 31), dt.timedelta(days=68, hours=12)),
        (dt.date(2030, 1, 1), dt.timedelta(days=400)),
    ],
)
def test_its_link_lasts_as_long_as_what_it_offers(
    holds_until: dt.date | None, lasts: dt.timedelta, noon: dt.datetime
) -> None:
    assert link_ends(noon, holds_until) == noon + lasts


def test_a_quotes_link_is_used_while_its_prices_hold(customer: Customer, noon: dt.datetime) -> None:
    letter = tell(customer, noon, holds_until=dt.date(2027, 1, 31)).message
    assert letter
    token = token_in(letter.text)
    assert letter_of(token, noon + dt.timedelta(days=68)) == letter
    with pytest.raises(LinkEnded):
        letter_of(token, noon + dt.timedelta(days=69))
