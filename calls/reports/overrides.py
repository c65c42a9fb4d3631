"""What was done against the order of the queue, for whoever directs the desk; paged by key."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count

from calls.models import Override
from calls.rules.overrides import OverrideKind
from calls.rules.schedule import moment
from staff.models import User
from staff.reports.keys import behind, key_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class Sought:
    """Of which day, person and kind, and with which words; empty asks nothing."""

    on: dt.date | None = None
    by: int | None = None
    kind: OverrideKind | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class OverridePage:
    """Some rows, newest first; `following` is the `after` of the next page, empty when this is the last.

    `counted` is how often each kind is there in all that was sought; `people` are those who ever did so.
    """

    rows: tuple[Override, ...]
    following: str
    counted: tuple[tuple[str, int], ...]
    people: tuple[User, ...]


def overrides(sought: Sought, *, after: str = "") -> OverridePage:
    """Three statements. A key that cannot be read starts at the newest."""
    found = Override.objects.all()
    if sought.on is not None:
        found = found.filter(made_at__gte=moment(sought.on, dt.time(0)), made_at__lte=moment(sought.on, dt.time.max))
    if sought.by is not None:
        found = found.filter(made_by=sought.by)
    if sought.kind is not None:
        found = found.filter(kind=sought.kind)
    if sought.words:
        found = found.filter(words__icontains=sought.words)
    counted = found.order_by().values_list("kind").annotate(n=Count("pk")).order_by("kind")
    page = found.filter(behind(after, "made_at", newest_first=True)).select_related("customer", "made_by")
    rows = list(page.order_by("-made_at", "-pk")[: PAGE + 1])
    return OverridePage(
        rows=tuple(rows[:PAGE]),
        following=key_of(rows[PAGE - 1].made_at, rows[PAGE - 1].pk) if len(rows) > PAGE else "",
        counted=tuple((OverrideKind(kind).label, n) for kind, n in counted),
        people=tuple(User.objects.filter(pk__in=Override.objects.values("made_by")).order_by("full_name")),
    )
