"""Against the order of the queue: a customer is left out for the day or pulled forward; the reason is kept."""

import datetime as dt

from django.db import transaction

from calls.actions.place import locked_place, settle_place, soonest_due
from calls.models import Call, Callback, Lease, Override, QueueEntry, QueueReason
from calls.rules.overrides import PULLED_FOR, OverrideKind
from calls.rules.promise import Promise, when
from calls.rules.refusals import CustomerHeld, NothingOpen, PromiseStands, ReasonMissing
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import EntryEnd, Level
from customers.actions import record_event
from customers.models import Customer
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User

# Two presses within this are one.
DOUBLE_PRESS = dt.timedelta(seconds=10)


def keep_override(*, kind: OverrideKind, call: Call, words: str, by: User, at: dt.datetime) -> Override:
    """What was done with a card, in the transaction that does it."""
    entry = QueueEntry.objects.filter(pk=call.entry_id).first() if call.entry_id else None
    return Override.objects.create(
        kind=kind,
        customer_id=call.customer_id,
        entry=entry,
        level=entry.level if entry else None,
        words=words,
        made_by=by,
        made_at=at,
    )


@transaction.atomic
def skip(*, customer_id: int, words: str, by: User, at: dt.datetime) -> Override:
    """Leave the customer out for today; schedules bring them up again on another day.

    Raises ReasonMissing, NothingOpen and CustomerHeld, and PromiseStands when they expect our call today. Locks entry
    and lease. Twice at once: the second finds nothing.
    """
    entry = _theirs(customer_id, words, at)
    _check_nothing_promised(customer_id, at)
    override = _keep(OverrideKind.SKIP, entry, words, by, at)
    QueueEntry.objects.filter(pk=entry.pk).update(closed_at=at, closed_as=EntryEnd.SKIPPED)
    said = f"Left out of today's calls: {words}"
    record_event(customer_id=customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)
    return override


@transaction.atomic
def pull_forward(*, customer_id: int, words: str, by: User, at: dt.datetime) -> Override:
    """Put the customer before everybody but those who wait longer at the head: for `by`, after a while for anybody.

    Somebody without a place gets one. It lasts until they were rung, and keeps what they are due by. Raises
    ReasonMissing and CustomerHeld. Locks entry and lease. A double press is one override.
    """
    entry = _theirs(customer_id, words, at, may_open=True)
    lately = {"override__made_by": by, "override__words": words, "override__made_at__gt": at - DOUBLE_PRESS}
    pulled = entry.reasons.filter(**lately).select_related("override").first()
    if pulled is not None and pulled.override is not None:
        return pulled.override
    override = _keep(OverrideKind.PULL_FORWARD, entry, words, by, at)
    place = {"level": Level.BREACHING, "rank": at.timestamp(), "owner": by, "pool_at": at + PULLED_FOR, "ready_at": at}
    due_at = soonest_due(entry, at=at)
    QueueReason.objects.create(entry=entry, override=override, due_on=london_day(at), due_at=due_at, **place)
    QueueEntry.objects.filter(pk=entry.pk).update(ready_at=at, held_back_code="")
    settle_place(entry, at=at)
    return override


def _theirs(customer_id: int, words: str, at: dt.datetime, *, may_open: bool = False) -> QueueEntry:
    """The customer's open entry, locked, with nobody at their card; with `may_open` one is made where there is none."""
    refuse_card_numbers(words, field="words")
    if not words.strip():
        raise ReasonMissing("Say why; it is kept beside the customer's place.", field="words")
    if may_open:
        if not Customer.objects.open().filter(pk=customer_id).exists():
            raise NothingOpen("Their account is closed, so nobody rings them.")
        fields = {"level": Level.BREACHING, "rank": at.timestamp(), "pool_at": at, "ready_at": at, "opened_at": at}
        entry: QueueEntry | None = locked_place(customer_id, **fields)
    else:
        entry = QueueEntry.objects.select_for_update(no_key=True).open().filter(customer=customer_id).first()
    if entry is None:
        raise NothingOpen("Nothing is open for them in the queue, so there is nothing to leave out.")
    lease = Lease.objects.held(at).filter(customer=customer_id).select_related("holder").first()
    if lease is not None:
        raise CustomerHeld(holder=str(lease.holder), until=lease.until_at)
    return entry


def _check_nothing_promised(customer_id: int, at: dt.datetime) -> None:
    day_ends = moment(london_day(at) + dt.timedelta(days=1), dt.time(0))
    theirs = Callback.objects.open().filter(customer=customer_id, window_from__lt=day_ends)
    promised = theirs.select_related("owner").order_by("window_from").first()
    if promised is not None:
        said = when(Promise(promised.window_from, promised.window_until, promised.is_exact))
        raise PromiseStands(said=said, owner=str(promised.owner))


def _keep(kind: OverrideKind, entry: QueueEntry, words: str, by: User, at: dt.datetime) -> Override:
    return Override.objects.create(
        kind=kind, customer_id=entry.customer_id, entry=entry, level=entry.level, words=words, made_by=by, made_at=at
    )
