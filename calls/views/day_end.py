"""The end of the day: every scheduled customer called, moved with a reason, or handed over, and what is left."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions.ring import NotTheirTurn, ring_scheduled
from calls.models import QueueEntry
from calls.reports.day_end import day_end as report
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Direction
from calls.views.own import me, works_queue
from staff.rules import Refusal

A_DAY = dt.timedelta(days=1)
# Before it nobody kept schedules here; the arithmetic of dates ends at year 1.
EARLIEST = dt.date(2000, 1, 1)


@require_safe
@works_queue
def day_end(request: HttpRequest) -> HttpResponse:
    """One's own list with the pool's; who may override the queue sees the desk's first. `after` is the next page."""
    at, directs = now(), me(request).has_perm("calls.override_queue")
    whose = "all" if directs and request.GET.get("whose") != "mine" else "mine"
    day = day_in(request.GET.get("on", ""), at)
    owner = None if whose == "all" else me(request)
    found = {
        "end": report(day, at, owner=owner, after=request.GET.get("after", "")),
        "whose": whose,
        "directs": directs,
        "is_today": day == london_day(at),
        "before": day - A_DAY,
        "after": day + A_DAY,
    }
    return render(request, "calls/day_end.html", found)


@require_POST
@works_queue
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Straight to the card where Next would give it; else to the page that asks why they go before the queue."""
    entry = get_object_or_404(QueueEntry.objects.select_related("customer"), pk=pk)
    try:
        call = ring_scheduled(entry_id=pk, operator=me(request), at=now())
    except NotTheirTurn as refusal:
        messages.info(request, refusal.sentence)
        take = reverse("calls:take", args=[entry.customer.account_number])
        return redirect(f"{take}?direction={Direction.OUTBOUND}")
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("calls:day-end")
    return redirect("calls:call", call.pk)


def day_in(text: str, at: dt.datetime) -> dt.date:
    """The day of an address, up to today; today when it is none."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return london_day(at)
    return max(EARLIEST, min(day, london_day(at)))
