"""One entry's place, worked out again when a reason of its comes or goes; the filling does so for all."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import Case, ExpressionWrapper, F, Q, When
from django.db.models.fields import BooleanField

from calls.actions.place_sql import FIRST
from calls.models import QueueEntry, QueueReason

SETTLE = f"""
UPDATE calls_queueentry q
SET level = best.level, rank = best.rank, owner_id = best.owner_id, pool_at = best.pool_at, due_at = best.due_at
FROM (
    SELECT DISTINCT ON (r.entry_id) r.entry_id, r.level, r.rank, r.owner_id, r.pool_at, r.due_at
    FROM calls_queuereason r WHERE r.entry_id = ANY (%(entries)s) ORDER BY r.entry_id, {FIRST}
) best
WHERE q.id = best.entry_id
"""  # noqa: S608  # the fragment is ours


def first_reason(entry: QueueEntry, *, at: dt.datetime) -> QueueReason | None:
    """The one that gives the place, as calls.rules.rank.standing says; None for an entry without any."""
    is_ahead = Q(ready_at__gt=at)
    begun_first = ExpressionWrapper(is_ahead, output_field=BooleanField())
    earliest = Case(When(is_ahead, then=F("ready_at")))
    theirs = QueueReason.objects.filter(entry=entry.pk)
    return theirs.order_by(begun_first, earliest, "level", "rank", "pk").first()


def make_place(customer_id: int, **fields: Any) -> None:
    """An open entry with `fields` for a customer who has none."""
    QueueEntry.objects.bulk_create([QueueEntry(customer_id=customer_id, **fields)], ignore_conflicts=True)


def locked_place(customer_id: int, **fields: Any) -> QueueEntry:
    """Their open entry, locked; where there is none, one with `fields`. One that is closed just now is none."""
    while True:
        make_place(customer_id, **fields)
        entry = QueueEntry.objects.select_for_update(no_key=True).open().filter(customer=customer_id).first()
        if entry is not None:
            return entry


def settle_place(entry: QueueEntry, *, at: dt.datetime) -> None:
    """The first reason gives the place; the caller has locked the entry and sees to `ready_at`."""
    first = first_reason(entry, at=at)
    if first is None:
        return
    QueueEntry.objects.filter(pk=entry.pk).update(
        level=first.level, rank=first.rank, owner=first.owner_id, pool_at=first.pool_at, due_at=first.due_at
    )
    entry.level, entry.rank, entry.owner_id, entry.pool_at = first.level, first.rank, first.owner_id, first.pool_at
    entry.due_at = first.due_at


def settle_places(entry_ids: Collection[int], *, at: dt.datetime) -> None:
    """The same for many at once, in one statement; the caller has locked them."""
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, {"entries": list(entry_ids), "at": at})


def ready_again(entry: QueueEntry, *, at: dt.datetime) -> dt.datetime:
    """When an entry comes up that goes on standing where it stood: at once, or when its first reason begins."""
    first = first_reason(entry, at=at)
    return max(at, first.ready_at) if first else at


def soonest_due(entry: QueueEntry, *, at: dt.datetime) -> dt.datetime | None:
    """What it is to be rung by, of all its reasons that are not late yet; None when nothing is ahead."""
    ahead = QueueReason.objects.filter(entry=entry.pk, due_at__gt=at).order_by("due_at")
    of_reasons: dt.datetime | None = ahead.values_list("due_at", flat=True).first()
    own = entry.due_at if entry.due_at and entry.due_at > at else None
    return min((due for due in (of_reasons, own) if due), default=None)
