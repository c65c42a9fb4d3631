"""Writes a customer's history."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from customers.models import Customer, Event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.refusals import NoteEmpty, NotFound
from customers.rules.vocabulary import EventKind
from staff.models import User


@transaction.atomic
def record_event(*, customer_id: int, kind: EventKind, sentence: str, by: User | None, at: dt.datetime) -> Event:
    """Add one line of history; call it in the transaction of its cause. `by` None is the system."""
    return Event.objects.create(customer_id=customer_id, kind=kind, sentence=sentence, by=by, happened_at=at)


def record_events(*, kind: EventKind, said: Mapping[int, str], by: User | None, at: dt.datetime) -> None:
    """One line of history for each of these customers, by id, in one statement; otherwise as `record_event`."""
    Event.objects.bulk_create(
        Event(customer_id=customer_id, kind=kind, sentence=sentence, by=by, happened_at=at)
        for customer_id, sentence in said.items()
    )


@transaction.atomic
def add_note(*, customer_id: int, words: str, by: User, at: dt.datetime) -> Event:
    """Keep `words` as typed. Raises NoteEmpty, and CardNumberFound when a card number is in them.

    The same words by the same person within the minute are one note, so that a double click writes one.
    """
    if not words.strip():
        raise NoteEmpty("The note is empty. Write what the next colleague should know.", field="words")
    refuse_card_numbers(words, field="words")
    if not Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).exists():
        raise NotFound("This customer's record is gone. Your words are still here; copy them before you leave.")
    again = Event.objects.filter(
        customer_id=customer_id,
        kind=EventKind.NOTE,
        by=by,
        sentence=words,
        happened_at__gt=at - dt.timedelta(minutes=1),
    ).first()
    return again or record_event(customer_id=customer_id, kind=EventKind.NOTE, sentence=words, by=by, at=at)
