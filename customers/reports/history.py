"""A customer's history a page at a time, newest first."""

import datetime as dt
from dataclasses import dataclass

from customers.models import Event
from customers.reports.marks import mark_of, older_than
from customers.rules.vocabulary import EventKind


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
    events = Event.objects.filter(older_than(before, "happened_at"), customer_id=customer_id).select_related("by")
    rows = list(events[: limit + 1])
    shown = rows[:limit]
    earlier = mark_of(shown[-1].happened_at, shown[-1].pk) if len(rows) > limit else ""
    return Timeline(tuple(_happening(event) for event in shown), earlier)


def _happening(event: Event) -> Happening:
    by = event.by.full_name if event.by else ""
    return Happening(event.happened_at, event.kind, EventKind(event.kind).label, by, event.sentence)
