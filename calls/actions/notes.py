"""The notes of a call: saved as they are typed, from any window, without losing a word."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction

from calls.models import Call
from calls.rules.refusals import LeaseLost, NotesMet
from customers.rules.calendar import LONDON
from customers.rules.card_numbers import find_card_number, refuse_card_numbers
from staff.models import User


@transaction.atomic
def save_notes(*, call_id: int, text: str, known_version: int, by: User, at: dt.datetime) -> Call:
    """Keep `text` as typed; `known_version` is the one the screen showed. Locks the call; the same text twice is once.

    Notes belong to the call, not to the lease: whoever lost the customer may still write down what was said. Raises
    NotesMet with both texts when another window wrote meanwhile, CardNumberFound, Call.DoesNotExist for another's call.
    """
    refuse_card_numbers(text, field="notes")
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id, coordinator=by)
    if call.notes == text:
        return call
    if call.notes_version != known_version:
        raise NotesMet(stored=call.notes, typed=text, version=call.notes_version)
    call.notes, call.notes_version = text, call.notes_version + 1
    call.save(update_fields=["notes", "notes_version"])
    return call


@contextmanager
def words_kept(say: Callable[[], str], *, call_id: int, by: User, at: dt.datetime) -> Iterator[None]:
    """Around a save: raises its LeaseLost when what was typed, in the words of `say`, is in the notes of the call.

    Stands outside the transaction of the save, which the refusal undoes.
    """
    try:
        yield
    except LeaseLost as lost:
        words = say()
        is_kept = keep_words(call_id=call_id, words=words, by=by, at=at)
        raise LeaseLost(holder=lost.holder, kept=words if is_kept else "") from lost


@transaction.atomic
def keep_words(*, call_id: int, words: str, by: User, at: dt.datetime) -> bool:
    """Add words that came too late to be saved to the notes of the call; the same words twice are added once.

    Answers whether they stand there: empty words and those with a card number do not.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id, coordinator=by)
    if not words.strip() or find_card_number(words):
        return False
    if words not in call.notes:
        call.notes = f"{call.notes}\n{at.astimezone(LONDON):%H:%M}, too late to save: {words}".lstrip("\n")
        call.notes_version += 1
        call.save(update_fields=["notes", "notes_version"])
    return True
