"""The end of the day: every scheduled customer called, moved with a reason, or handed over, and what is left."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from calls.reports.day_end import day_end as report
from calls.rules.schedule import london_day
from calls.views.own import me, works_queue

A_DAY = dt.timedelta(days=1)
EARLIEST = dt.date(2000, 1, 1)


@require_safe
@works_queue
def day_end(request: HttpRequest) -> HttpResponse:
    """One's own list; who may override the queue sees the desk's first."""
    at, directs = now(), me(request).has_perm("calls.override_queue")
    whose = "all" if directs and request.GET.get("whose") != "mine" else "mine"
    day = min(_day(request.GET.get("on", "")) or london_day(at), london_day(at))
    found = {
        "end": report(day, at, owner=None if whose == "all" else me(request)),
        "whose": whose,
        "directs": directs,
        "is_today": day == london_day(at),
        "before": day - A_DAY,
        "after": day + A_DAY,
    }
    return render(request, "calls/day_end.html", found)


def _day(text: str) -> dt.date | None:
    """None for what is no day, and for one before there was a desk."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= EARLIEST else None
