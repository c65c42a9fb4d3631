"""Promised callbacks counted as kept, early, late and never."""

import datetime as dt

from django.db.models import Count, F, Q

from calls.models import Callback
from calls.rules.kept import PromisesKept

WITHDRAWN = Q(first_attempt_at=None, closed_at__lt=F("window_from"))
EARLY = Q(first_attempt_at__lt=F("window_from"))
ON_TIME = Q(first_attempt_at__gte=F("window_from"), first_attempt_at__lt=F("window_until"))
LATE = Q(first_attempt_at__gte=F("window_until"))
NEVER = Q(first_attempt_at=None) & ~WITHDRAWN


def promises_kept(
    *, since: dt.datetime, until: dt.datetime, at: dt.datetime, owner_id: int | None = None
) -> PromisesKept:
    """Of one owner, or of everybody; a window that is still open at `at` has not fallen due. One statement."""
    due = Callback.objects.filter(window_until__gte=since, window_until__lt=min(until, at))
    if owner_id is not None:
        due = due.filter(owner_id=owner_id)
    counts = due.aggregate(
        early=Count("pk", filter=EARLY),
        on_time=Count("pk", filter=ON_TIME),
        late=Count("pk", filter=LATE),
        never=Count("pk", filter=NEVER),
        withdrawn=Count("pk", filter=WITHDRAWN),
    )
    return PromisesKept(since=since, until=until, **counts)
