"""The card of one call: seen, noted, dialled, kept."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import renew, save_notes
from calls.delivery import dial
from calls.forms import OutcomeForm
from calls.models import Call
from calls.reports import call_page
from calls.rules.refusals import LeaseLost, NotesMet
from calls.views.links import enquiry_url, pad_links
from calls.views.outcome import outcome_choices
from calls.views.own import me, own_call, whole, works_queue
from calls.views.saved import saved_answer
from customers.models import PhoneLine
from promotions.reports import search_products
from staff.rules import Refusal


@require_safe
@works_queue
def call(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_call(request, pk)
    if not mine.is_open:
        return render(request, "calls/closed.html", {"call": mine})
    added = request.GET.get("add", "")
    also = (int(added),) if added.isdecimal() and len(added) <= 18 else ()
    return render(request, "calls/call.html", call_found(request, mine, also=also))


def call_found(request: HttpRequest, mine: Call, *, also: tuple[int, ...]) -> dict[str, Any]:
    """What the page of a call shows; `also` are products to show on its pad besides."""
    asked = request.GET.get("q", "")
    return {
        "page": call_page(mine, now(), also=also),
        "links": pad_links(mine),
        "choices": outcome_choices(mine, request.GET),
        "outcome_form": OutcomeForm(),
        "enquiry_url": enquiry_url(mine),
        "found": search_products(asked) if asked else (),
        "q": asked,
    }


@require_POST
@works_queue
def notes(request: HttpRequest, pk: int) -> HttpResponse:
    mine, at, text = own_call(request, pk), now(), request.POST.get("notes", "").replace("\r\n", "\n")
    try:
        kept = save_notes(call_id=pk, text=text, known_version=whole(request, "version"), by=me(request), at=at)
    except NotesMet as met:
        found = {"call": mine, "typed": met.typed, "stored": met.stored, "version": met.version, "refusal": met}
        return render(request, _notes_template(request), found, status=409)
    except Refusal as refusal:
        found = {"call": mine, "typed": text, "version": mine.notes_version, "refusal": refusal}
        return render(request, _notes_template(request), found, status=422)
    return saved_answer(request, at, kept.notes_version) or redirect("calls:call", pk)


def _notes_template(request: HttpRequest) -> str:
    return "calls/_notes_met.html" if request.headers.get("HX-Request") else "calls/notes.html"


@require_POST
@works_queue
def heartbeat(request: HttpRequest, pk: int) -> HttpResponse:
    mine, at = own_call(request, pk), now()
    idle = dt.timedelta(seconds=min(whole(request, "idle"), 86_400)) if "idle" in request.POST else dt.timedelta(0)
    try:
        lease = renew(call_id=pk, token=mine.lease_token, by=me(request), at=at, idle=idle)
    except LeaseLost as lost:
        return JsonResponse({"held": False, "words": lost.sentence, "now": at.isoformat()}, status=409)
    return JsonResponse({"held": True, "lease_until": lease.until_at.isoformat(), "now": at.isoformat()})


@require_POST
@works_queue
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    mine, line_id = own_call(request, pk), whole(request, "line")
    get_object_or_404(PhoneLine, pk=line_id, customer=mine.customer_id)
    try:
        attempt = dial(call_id=pk, line_id=line_id, token=mine.lease_token, by=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("calls:call", pk)
    messages.success(request, attempt.failed_because or "Dialling. Pick up when your telephone rings.")
    return redirect("calls:call", pk)
