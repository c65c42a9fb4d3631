"""What the desk can still promise, as the rules take it."""

import datetime as dt

from django.db.models import Q

from calls.models import Callback, DeskSettings
from calls.rules.capacity import Room
from staff.models import User
from staff.reports import presence
from staff.rules.attendance import Span


def room_between(since: dt.datetime, until: dt.datetime, *, settings: DeskSettings, owner: User) -> Room:
    """Who of the coordinators, and `owner`, is in from `since` to `until`, and what is promised for then."""
    people = User.objects.coordinators() | User.objects.filter(pk=owner.pk)
    spans = presence(since=since, until=until, users=list(people.values_list("pk", flat=True)))
    windows = Callback.objects.open().filter(Q(window_from__lt=until, window_until__gt=since))
    return Room(
        people=tuple(span for theirs in spans.values() for span in theirs),
        promised=tuple(Span(*window) for window in windows.values_list("window_from", "window_until")),
        handling=settings.handling,
        share=settings.promised_percent / 100,
    )
