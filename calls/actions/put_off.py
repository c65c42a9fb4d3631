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

    What is left from an earlier day is put off like today's; of one schedule one call then stands for both. Putting off
    to the same day again changes nothing. Raises ImpossibleException (the day has passed, is closed, or brings a call
    anyway; no reason) and CustomerHeld. Locks the entry, then the schedules.
    """
    entry = QueueEntry.objects.select_for_update(no_key=True).get(pk=entry_id)
    done = list(MovedCall.objects.filter(entry=entry, to_on=to))
    reasons = list(entry.reasons.filter(schedule__isnull=False).order_by("-due_on", "pk"))
    if done and (entry.closed_at is not None or not reasons):
        return done
    _check(entry, reasons, to, at)
    calls = [(reason.schedule_id, reason.due_on) for reason in reasons if reason.schedule_id is not None]
    for schedule_id, latest in dict(reversed(calls)).items():
        _put_on(to, schedule_id, latest, words, by, at)
    moved = [note_moved(entry, schedule_id, on, to, words=words, by=by, at=at) for schedule_id, on in calls]
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


def _put_on(to: dt.date, schedule_id: int, latest: dt.date, words: str, by: User, at: dt.datetime) -> None:
    if latest < london_day(at):
        add_call(schedule_id=schedule_id, on=to, words=words, by=by, at=at)
    else:
        move_call(schedule_id=schedule_id, on=latest, to=to, words=words, by=by, at=at)
