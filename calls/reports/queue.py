"""Where a customer stands in the queue."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from calls.models import QueueEntry


@dataclass(frozen=True, slots=True)
class Standing:
    """The level, how many are before them, and from when they come up."""

    level: str
    ahead: int
    ready_at: dt.datetime
    held_back_code: str


def standing(customer_id: int) -> Standing | None:
    """None when nothing is open for them. Two statements."""
    entry = QueueEntry.objects.open().filter(customer=customer_id).first()
    if entry is None:
        return None
    same_level = Q(level=entry.level) & (Q(rank__lt=entry.rank) | Q(rank=entry.rank, pk__lt=entry.pk))
    ahead = QueueEntry.objects.open().filter(Q(level__lt=entry.level) | same_level).count()
    return Standing(entry.get_level_display(), ahead, entry.ready_at, entry.held_back_code)
