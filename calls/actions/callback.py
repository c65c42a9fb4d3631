"""Making, keeping and closing the promises to ring back."""

import datetime as dt

from django.db import transaction
from django.db.models import Q, QuerySet

from calls.models import Call, Callback, QueueReason
from calls.rules.promise import Promise, when
from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User


@transaction.atomic
def promise_callback(*, call: Call, promise: Promise, by: User, at: dt.datetime) -> Callback:
    """Promise the customer of `call` to be rung in the window of `promise`; `by` owns it.

    The next filling of the queue gives it its place. The same window out of the same call is the same promise.
    """
    refuse_card_numbers(promise.words, field="promise_words")
    callback, is_new = Callback.objects.get_or_create(
        promised_in=call,
        window_from=promise.window_from,
        window_until=promise.window_until,
        defaults={
            "customer_id": call.customer_id,
            "contact_id": call.contact_id,
            "owner": by,
            "promised_at": at,
            "is_exact": promise.is_exact,
            "words": promise.words,
        },
    )
    if is_new:
        said = f"Promised to ring {when(promise)}" + (f": {promise.words}" if promise.words else "")
        record_event(customer_id=call.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)
    return callback


def note_attempt_on_promises(call: Call, *, at: dt.datetime) -> None:
    """The first attempt counts, answered or not, for each promise that brought this customer up."""
    served_by(call).filter(first_attempt_at=None).update(first_attempt_at=at)


def close_promises(call: Call, *, because: str, at: dt.datetime) -> None:
    """The promises that this call served are done."""
    served_by(call).update(closed_at=at, closed_because=because)


def served_by(call: Call) -> QuerySet[Callback]:
    """The open promises for which the call's entry came up, and those to this customer whose window has begun."""
    brought_up = QueueReason.objects.filter(entry=call.entry_id, callback__isnull=False).values("callback")
    theirs = Callback.objects.open().filter(customer=call.customer_id)
    return theirs.filter(Q(pk__in=brought_up) | Q(window_from__lte=call.opened_at)).exclude(promised_in=call)
