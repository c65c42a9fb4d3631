"""Making, keeping and closing the promises to ring back."""

import datetime as dt

from django.db import connection, transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Greatest

from calls.actions.occurrences import closures_of
from calls.actions.room import room_between
from calls.models import Call, Callback, DeskSettings, QueueReason
from calls.rules.capacity import check_room
from calls.rules.promise import Promise, check_open, when
from calls.rules.schedule import london_day
from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User

# The promises of one day are made one after another: two numbers name that among PostgreSQL's advisory locks.
PROMISING = 7_201_002


@transaction.atomic
def promise_callback(*, call: Call, promise: Promise, by: User, at: dt.datetime) -> Callback:
    """Promise the customer of `call` to be rung in the window of `promise`; `by` owns it.

    The next filling of the queue gives it its place. The same window out of the same call is the same promise. Raises
    NoRoom when nobody is in then, or too much is promised already, and ImpossiblePromise when the customer is closed on
    that day; of two who promise the last free time at once, the second is refused.
    """
    refuse_card_numbers(promise.words, field="promise_words")
    made = Callback.objects.filter(
        promised_in=call, window_from=promise.window_from, window_until=promise.window_until
    ).first()
    if made is not None:
        return made
    check_can_be_kept(promise, customer_id=call.customer_id, owner=by, at=at)
    said = f"Promised to ring {when(promise)}" + (f": {promise.words}" if promise.words else "")
    record_event(customer_id=call.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)
    return Callback.objects.create(
        customer_id=call.customer_id,
        contact_id=call.contact_id,
        owner=by,
        promised_in=call,
        promised_at=at,
        window_from=promise.window_from,
        window_until=promise.window_until,
        is_exact=promise.is_exact,
        words=promise.words,
    )


def check_can_be_kept(promise: Promise, *, customer_id: int, owner: User, at: dt.datetime) -> None:
    """Raises ImpossiblePromise when the customer is closed on that day, NoRoom when the desk cannot ring then.

    Locks the promises of that day until the end of the transaction.
    """
    day = london_day(promise.window_from)
    check_open(day, closures_of([customer_id], day)[customer_id])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PROMISING, day.toordinal()])
    settings = DeskSettings.objects.in_force()
    room = room_between(promise.window_from, promise.window_until, settings=settings, owner=owner, at=at)
    check_room(promise, room)


def note_attempt_on_promises(call: Call, *, since: dt.datetime | None = None, at: dt.datetime) -> None:
    """The first attempt counts, answered or not, for each promise whose time has begun by `at`.

    One before that time leaves the promise as it is: they were told another hour. With `since` the attempt was made
    at some time from then until `at`; nothing tells it nearer, and it counts as early as that promise allows.
    """
    begun = served_by(call).filter(first_attempt_at=None, window_from__lte=at)
    begun.update(first_attempt_at=Greatest("window_from", Value(since or at)))


def forget_attempt_on_promises(call: Call, *, tried_at: dt.datetime) -> None:
    """What was noted of a dialling that the telephone refused: nobody was rung, so no promise was kept by it."""
    Callback.objects.open().filter(customer=call.customer_id, first_attempt_at=tried_at).update(first_attempt_at=None)


def close_promises(call: Call, *, because: str, is_early: bool, at: dt.datetime) -> None:
    """The promises that this call served are done; with `is_early` also what was promised for later, as kept early."""
    served, begun = served_by(call), Q(window_from__lte=at)
    if is_early:
        served.exclude(begun).filter(first_attempt_at=None).update(first_attempt_at=at)
    served.filter(Q() if is_early else begun).update(closed_at=at, closed_because=because)


def served_by(call: Call) -> QuerySet[Callback]:
    """The open promises for which the call's entry came up, and those to this customer whose window has begun."""
    brought_up = QueueReason.objects.filter(entry=call.entry_id, callback__isnull=False).values("callback")
    theirs = Callback.objects.open().filter(customer=call.customer_id)
    return theirs.filter(Q(pk__in=brought_up) | Q(window_from__lte=call.opened_at)).exclude(promised_in=call)
