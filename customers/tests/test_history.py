"""Notes and events in a customer's history."""

import datetime as dt

import pytest

from customers.actions import add_note
from customers.models import Event
from customers.rules.card_numbers import CardNumberFound
from customers.rules.refusals import NoteEmpty, NotFound
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db


def test_a_note_is_kept_as_typed(coordinator: User, noon: dt.datetime) -> None:
    words = "  Ask for <b>Sam</b>\n\tnot before ten  "
    assert add_note(customer_id=make_customer().pk, words=words, by=coordinator, at=noon).sentence == words


def test_a_double_click_writes_one_note(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    for seconds in (0, 1):
        add_note(customer_id=customer.pk, words="Moved", by=coordinator, at=noon + dt.timedelta(seconds=seconds))
    assert Event.objects.count() == 1


def test_the_same_words_later_are_another_note(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    for minutes in (0, 2):
        add_note(customer_id=customer.pk, words="No answer", by=coordinator, at=noon + dt.timedelta(minutes=minutes))
    assert Event.objects.count() == 2


def test_a_card_number_is_refused(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(CardNumberFound):
        add_note(customer_id=make_customer().pk, words="Pays by 4111 1111 1111 1111", by=coordinator, at=noon)
    assert not Event.objects.exists()


def test_an_empty_note_is_refused(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(NoteEmpty):
        add_note(customer_id=make_customer().pk, words=" \n ", by=coordinator, at=noon)


def test_a_note_for_a_customer_who_is_gone_is_refused(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(NotFound):
        add_note(customer_id=0, words="Hello", by=coordinator, at=noon)
