"""A promise that the customer asks, in writing or in passing, to have at another time or no more."""

import datetime as dt

from django.db import transaction

from calls.actions.callback import check_can_be_kept
from calls.models import Callback
from calls.rules.promise import ImpossiblePromise, Promise, when
from calls.rules.refusals import PromiseDone, ReasonMissing
from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User

TAKEN_BACK = "Taken back: "


@transaction.atomic
def move_promise(*, callback_id: int, promise: Promise, reason: str, by: User, at: dt.datetime) -> Callback:
    """Another time for what was promised; whoever promised it owns it still, unless they have left: then `by`.

    What stood before is closed as it stands: before its time it never fell due, once that has begun it counts as it
    was kept by then. The same again, or at once, is the same promise. Raises ReasonMissing, PromiseDone,
    ImpossiblePromise, NoRoom and CardNumberFound. Locks the promise.
    """
    refuse_card_numbers(promise.words, field="promise_words")
    callback = _locked(callback_id, reason)
    made = Callback.objects.filter(moved_from=callback).first()
    if made is not None and _window(made) == (promise.window_from, promise.window_until):
        return made
    _check_open(callback)
    if _window(callback) == (promise.window_from, promise.window_until):
        raise ImpossiblePromise("It is promised for that time already. Give another one.", field="promise")
    was, owner = when(_promise(callback)), callback.owner if callback.owner.is_active else by
    _close(callback, f"Moved: {reason.strip()}", at)
    check_can_be_kept(promise, customer_id=callback.customer_id, owner=owner, at=at)
    said = f"Promise to ring {was} moved, now {when(promise)}: {reason.strip()}"
    record_event(customer_id=callback.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)
    return Callback.objects.create(
        customer_id=callback.customer_id,
        contact_id=callback.contact_id,
        owner=owner,
        promised_in_id=callback.promised_in_id,
        promised_at=at,
        window_from=promise.window_from,
        window_until=promise.window_until,
        is_exact=promise.is_exact,
        words=promise.words,
        moved_from=callback,
    )


@transaction.atomic
def take_back_promise(*, callback_id: int, reason: str, by: User, at: dt.datetime) -> None:
    """Nobody rings about it any more. One that was taken back already stays so; counted as when it is moved.

    Raises ReasonMissing, PromiseDone and CardNumberFound. Locks the promise.
    """
    callback = _locked(callback_id, reason)
    if callback.closed_because.startswith(TAKEN_BACK):
        return
    _check_open(callback)
    _close(callback, f"{TAKEN_BACK}{reason.strip()}", at)
    said = f"Promise to ring {when(_promise(callback))} taken back: {reason.strip()}"
    record_event(customer_id=callback.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)


def _locked(callback_id: int, reason: str) -> Callback:
    refuse_card_numbers(reason, field="reason")
    if not reason.strip():
        raise ReasonMissing("Say why, in a few words: they may ask.", field="reason")
    return Callback.objects.select_for_update(no_key=True).get(pk=callback_id)


def _check_open(callback: Callback) -> None:
    if callback.closed_at is not None:
        raise PromiseDone(f"This promise is done: {callback.closed_because}. Look at what stands now.")


def _close(callback: Callback, because: str, at: dt.datetime) -> None:
    callback.closed_at, callback.closed_because = at, because
    callback.save(update_fields=["closed_at", "closed_because"])


def _promise(callback: Callback) -> Promise:
    return Promise(callback.window_from, callback.window_until, callback.is_exact)


def _window(callback: Callback) -> tuple[dt.datetime, dt.datetime]:
    return callback.window_from, callback.window_until
