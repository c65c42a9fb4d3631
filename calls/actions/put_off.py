"""Puts a scheduled call off to another day, once, and takes it out of today's queue."""

import datetime as dt

from django.db import transaction

from calls.actions.exceptions import add_call, move_call
from calls.actions.moved import go_on_without, note_moved
from calls.models import Lease, MovedCall, QueueEntry, QueueReason
from calls.rules.exceptions import ImpossibleException
from calls.rules.refusals import CustomerHeld
from calls.rules.schedule import london_day
from staff.models import User


@transaction.atomic
def put_off(*, entry_id: int, to: dt.date, words: str, by: User, at: dt.datetime) -> list[MovedCall]:
    """Ring on `to` instead, for each schedule that brought the customer up; other causes of theirs stay in the queue.

    What is left from an earlier day is put off like today's. Putting off to the same day again changes nothing.
    Raises ImpossibleException (the day has passed, is closed, or brings a call anyway; no reason) and CustomerHeld.
    Locks the entry, then the schedules.
    """
    entry = QueueEntry.objects.select_for_update(no_key=True).get(pk=entry_id)
    done = list(MovedCall.objects.filter(entry=entry, to_on=to))
    reasons = list(entry.reasons.filter(schedule__isnull=False).order_by("pk"))
    if done and (entry.closed_at is not None or not reasons):
        return done
    _check(entry, reasons, to, at)
    moved = [_move(entry, reason, to, words, by, at) for reason in reasons]
    go_on_without(entry, at=at)
    return moved


def _check(entry: QueueEntry, reasons: list[QueueReason], to: dt.date, at: dt.datetime) -> None:
    if entry.closed_at is not None:
        raise ImpossibleException(f"This call is done: {entry.get_closed_as_display().lower()}.")
    if not reasons:
        raise ImpossibleException("No schedule brought this customer up, so there is no call to move.")
    if to <= london_day(at):
        raise ImpossibleException("Choose a day that is still to come.", field="to")
    lease = Lease.objects.held(at).filter(customer=entry.customer_id).select_related("holder").first()
    if lease is not None:
        raise CustomerHeld(holder=str(lease.holder), until=lease.until_at)


def _move(entry: QueueEntry, reason: QueueReason, to: dt.date, words: str, by: User, at: dt.datetime) -> MovedCall:
    schedule_id = reason.schedule_id
    assert schedule_id is not None  # noqa: S101  # the reasons without a schedule were left out
    if reason.due_on < london_day(at):
        add_call(schedule_id=schedule_id, on=to, words=words, by=by, at=at)
    else:
        move_call(schedule_id=schedule_id, on=reason.due_on, to=to, words=words, by=by, at=at)
    return note_moved(entry, schedule_id, reason.due_on, to, words=words, by=by, at=at)
