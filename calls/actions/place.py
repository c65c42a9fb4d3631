"""One entry's place, worked out again when a reason of its comes or goes; the filling does so for all."""

import datetime as dt

from calls.models import QueueEntry, QueueReason


def settle_place(entry: QueueEntry) -> None:
    """The first reason by level and rank gives the place; the caller has locked the entry and sees to `ready_at`."""
    first = QueueReason.objects.filter(entry=entry.pk).order_by("level", "rank", "pk").first()
    if first is None:
        return
    QueueEntry.objects.filter(pk=entry.pk).update(
        level=first.level, rank=first.rank, owner=first.owner_id, pool_at=first.pool_at, due_at=first.due_at
    )
    entry.level, entry.rank, entry.owner_id, entry.pool_at = first.level, first.rank, first.owner_id, first.pool_at
    entry.due_at = first.due_at


def ready_again(entry: QueueEntry, *, at: dt.datetime) -> dt.datetime:
    """When an entry comes up that goes on standing where it stood: at once, or when its first reason begins."""
    first = QueueReason.objects.filter(entry=entry.pk).order_by("level", "rank", "pk").first()
    return max(at, first.ready_at) if first else at
