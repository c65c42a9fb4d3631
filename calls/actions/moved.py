"""A scheduled call of today that was moved to another day: noted, and out of today's queue."""

import datetime as dt

from calls.actions.place import ready_again, settle_place
from calls.models import Lease, MovedCall, QueueEntry, QueueReason
from calls.rules.vocabulary import EntryEnd
from staff.models import User


def standing_for(schedule_id: int, on: dt.date, *, at: dt.datetime) -> QueueEntry | None:
    """The open place of that schedule's call, locked; None where it has none, or is on somebody's screen."""
    locked = QueueEntry.objects.select_for_update(no_key=True, of=("self",)).open()
    held = Lease.objects.held(at).values("customer")
    return locked.filter(reasons__schedule=schedule_id, reasons__due_on=on).exclude(customer__in=held).first()


def note_moved(
    entry: QueueEntry, schedule_id: int, on: dt.date, to: dt.date, *, words: str, by: User, at: dt.datetime
) -> MovedCall:
    """That the call was moved and not left out; the entry, which the caller has locked, goes on without it."""
    said = {"entry": entry, "owner_id": entry.owner_id, "to_on": to, "words": words, "moved_by": by, "moved_at": at}
    moved, _ = MovedCall.objects.update_or_create(schedule_id=schedule_id, from_on=on, defaults=said)
    QueueReason.objects.filter(entry=entry, schedule=schedule_id, due_on=on).delete()
    return moved


def go_on_without(entry: QueueEntry, *, at: dt.datetime) -> None:
    """The place of the first cause that is left; without one the entry is done."""
    mine = QueueEntry.objects.filter(pk=entry.pk)
    if not entry.reasons.exists():
        mine.update(closed_at=at, closed_as=EntryEnd.MOVED)
        return
    settle_place(entry, at=at)
    mine.update(ready_at=max(entry.ready_at, ready_again(entry, at=at)))
