"""Laying a card aside for a caller, and coming back to it before anybody else."""

import datetime as dt
from typing import Any

from django.db import transaction

from calls.actions.lease import Card, check_holds, keep, lock_card
from calls.actions.place import locked_place, make_place, settle_place, soonest_due
from calls.models import Call, DeskSettings, Lease, QueueEntry, QueueReason
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Level
from staff.models import User

# A caller may take longer than a pause in typing: so long nobody else gets the customer that was laid aside.
STASH_LASTS = dt.timedelta(minutes=30)


@transaction.atomic
def lay_aside(*, call_id: int, token: int, by: User, at: dt.datetime) -> Call:
    """Keep the card with its draft for `by`, and free their hands. Twice is once. Raises LeaseLost.

    Their place in the queue is the first of all from now on, with what it is due by: the operator gets the card back
    with the next press, and when they do not come back in STASH_LASTS a colleague does. Locks the card.
    """
    card = lock_card(call_id)
    if card.call.stashed_at is not None:
        return card.call
    check_holds(card, token=token, by=by, at=at)
    until = max(card.lease.until_at, at + STASH_LASTS)
    Call.objects.filter(pk=call_id).update(stashed_at=at)
    Lease.objects.filter(pk=card.lease.pk).update(stashed_at=at, until_at=until)
    _put_first(card, by, until, at)
    card.call.stashed_at = at
    return card.call


def keep_place(*, customer_id: int, by: User, at: dt.datetime) -> None:
    """A place in the queue for a card that has none; before its lease is locked, for entries come first."""
    make_place(customer_id, opened_at=at, **_place(by, at + STASH_LASTS, at))


def _place(by: User, until: dt.datetime, at: dt.datetime) -> dict[str, Any]:
    return {"level": Level.BREACHING, "rank": at.timestamp(), "owner": by, "pool_at": until, "ready_at": at}


def _put_first(card: Card, by: User, until: dt.datetime, at: dt.datetime) -> None:
    place = _place(by, until, at)
    entry = card.entry or locked_place(card.call.customer_id, opened_at=at, **place)
    Call.objects.filter(pk=card.call.pk, entry=None).update(entry=entry)
    due_at = soonest_due(entry, at=at)
    QueueReason.objects.create(entry=entry, stashed=card.call, due_on=london_day(at), due_at=due_at, **place)
    QueueEntry.objects.filter(pk=entry.pk).update(ready_at=until)
    settle_place(entry, at=at)


@transaction.atomic
def come_back(*, call_id: int, by: User, at: dt.datetime) -> Call:
    """The card on the screen again, with its lease as usual. Raises LeaseLost when a colleague has taken it over."""
    card = lock_card(call_id)
    check_holds(card, token=card.call.lease_token, by=by, at=at)
    until = max(at, card.lease.taken_at) + DeskSettings.objects.in_force().lease
    Call.objects.filter(pk=call_id).update(stashed_at=None, resumed_at=at)
    Lease.objects.filter(pk=card.lease.pk).update(stashed_at=None, until_at=until)
    QueueReason.objects.filter(stashed=call_id).delete()
    if card.entry is not None:
        settle_place(card.entry, at=at)
    keep(card, at=at)
    return Call.objects.select_related("customer").get(pk=call_id)
