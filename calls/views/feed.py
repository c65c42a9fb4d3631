"""A coordinator's own calendar: its secret address made and revoked, and the file that calendar programs read."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions.feed import make_feed, note_read, revoke_feed
from calls.models import CalendarFeed
from calls.reports.feed import calendar_file, feed_calls, feed_of
from calls.rules.schedule import london_day
from calls.views.own import works_queue
from staff.models import SignedInRequest


@require_safe
@works_queue
def calendar(request: SignedInRequest) -> HttpResponse:
    feed = CalendarFeed.objects.filter(owner=request.user, revoked_at=None).first()
    return render(request, "calls/calendar.html", {"feed": feed})


@require_POST
@works_queue
def make(request: SignedInRequest) -> HttpResponse:
    """The new address is on this answer and on no later page: only its digest is kept."""
    token = make_feed(owner=request.user, at=now())
    address = request.build_absolute_uri(reverse("calls:feed", args=[token]))
    feed = CalendarFeed.objects.get(owner=request.user, revoked_at=None)
    response = render(request, "calls/calendar.html", {"feed": feed, "address": address})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
@works_queue
def revoke(request: SignedInRequest) -> HttpResponse:
    revoke_feed(owner=request.user, at=now())
    messages.success(request, "The address is revoked. Calendars that read it get nothing from now on.")
    return redirect("calls:calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever knows the address reads it; an unknown, a revoked one and one of somebody who left look the same."""
    found, at = feed_of(token), now()
    if found is None:
        raise Http404("There is no such calendar.")
    note_read(feed_id=found.pk, at=at)
    domain = settings.COMPANY_EMAIL.rpartition("@")[2]
    title = f"Calls of {found.owner.first_name}"
    body = calendar_file(feed_calls(found.owner_id, london_day(at)), title=title, domain=domain, at=at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
