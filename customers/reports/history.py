"""A customer's history a page at a time, newest first."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import Q

from customers.models import Event
from customers.rules.vocabulary import EventKind

MARK = re.compile(r"(?P<microseconds>\d{1,18})-(?P<key>\d{1,18})")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Happening:
    """One line of history; `by` is empty for the system."""

    at: dt.datetime
    kind: str
    kind_label: str
    by: str
    sentence: str


@dataclass(frozen=True)
class Timeline:
    """A page of history; `earlier` is the `before` of the next one, empty when this is the last."""

    happenings: tuple[Happening, ...]
    earlier: str


def timeline(customer_id: int, *, before: str | None = None, limit: int = 30) -> Timeline:
    """What happened, from the mark `before` back; a mark that cannot be read starts at the newest. One query."""
    events = Event.objects.filter(_older_than(before), customer_id=customer_id).select_related("by")
    rows = list(events[: limit + 1])
    shown = rows[:limit]
    earlier = _mark(shown[-1]) if len(rows) > limit else ""
    return Timeline(tuple(_happening(event) for event in shown), earlier)


def _happening(event: Event) -> Happening:
    by = event.by.full_name if event.by else ""
    return Happening(event.happened_at, event.kind, EventKind(event.kind).label, by, event.sentence)


def _mark(event: Event) -> str:
    return f"{(event.happened_at - EPOCH) // dt.timedelta(microseconds=1)}-{event.pk}"


def _older_than(mark: str | None) -> Q:
    found = MARK.fullmatch(mark or "")
    if found is None:
        return Q()
    try:
        at = EPOCH + dt.timedelta(microseconds=int(found["microseconds"]))
    except OverflowError:
        return Q()
    return Q(happened_at__lte=at) & (Q(happened_at__lt=at) | Q(pk__lt=int(found["key"])))
