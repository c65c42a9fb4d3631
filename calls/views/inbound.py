"""Somebody rings us, or has rung and reached nobody."""

import datetime as dt
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions.claim import open_card
from calls.actions.missed import close_missed, record_caller, record_missed, say_who
from calls.actions.ring_back import ring_back
from calls.forms.inbound import NOBODY_KNOWN, CloseMissedForm, MissedForm, NewRecordForm
from calls.models import MissedContact
from calls.reports.missed import missed_rows
from calls.reports.response import response
from calls.views.own import me, whole, works_queue
from customers.models import Customer
from customers.reports import Match, match_page
from staff.rules import Refusal

# A hit on one of these is the customer; one on part of a name is a guess, and is asked about.
SURE = frozenset({"Telephone number", "Account number"})

MOST_SHOWN = 20
COUNTED = dt.timedelta(days=28)


@require_safe
@works_queue
def caller(request: HttpRequest) -> HttpResponse:
    """Who is ringing: what is typed, and who it may be, from place `begins` on."""
    typed = request.GET.get("q", "")
    card = open_card(me(request))
    page = match_page(typed, begins=request.GET.get("begins", ""), limit=MOST_SHOWN)
    found = {
        "typed": typed,
        "page": page,
        "is_only": len(page.rows) == 1 and not page.begins,
        "card": card if card and card.stashed_at is None else None,
        "missed_url": f"{reverse('calls:missed')}?{urlencode({'caller': typed})}",
    }
    return render(request, "calls/caller.html", found)


@works_queue
def missed(request: HttpRequest) -> HttpResponse:
    """What waits to be returned, and the form for one more."""
    at = now()
    if request.method != "POST":
        return _missed_page(request, MissedForm.fresh(at, request.GET.get("caller", "")[:80]))
    form, asks_more = MissedForm(request.POST), "more" in request.POST
    matches = form.matches(asks_more=asks_more)
    chosen = _chosen(request, matches)
    if asks_more or not form.is_valid():
        return _missed_page(request, form)
    if matches and chosen is None:
        form.add_error("customer", "Choose who it was.")
        return _missed_page(request, form)
    return _record(request, form, None if chosen in (None, NOBODY_KNOWN) else int(chosen))


def _chosen(request: HttpRequest, matches: Sequence[Match]) -> str | None:
    """The key of the customer that was chosen, or that it plainly was; NOBODY_KNOWN; None when that is to be asked."""
    asked = request.POST.get("customer", "")
    if asked == NOBODY_KNOWN or asked in {str(match.customer_id) for match in matches}:
        return asked
    return str(matches[0].customer_id) if len(matches) == 1 and matches[0].why in SURE else None


def _record(request: HttpRequest, form: MissedForm, customer_id: int | None) -> HttpResponse:
    try:
        row = record_missed(key=form.uuid(), missed=form.missed(), customer_id=customer_id, by=me(request), at=now())
    except Refusal as refusal:
        field = {"arrived_at": "arrived_clock"}.get(refusal.field or "", refusal.field)
        form.add_error(field, refusal.sentence)
        return _missed_page(request, form)
    messages.success(request, f"Written down: {row}.")
    return redirect("calls:missed")


def _missed_page(
    request: HttpRequest, form: MissedForm, closing: CloseMissedForm | None = None, of: int | None = None
) -> HttpResponse:
    """`closing` is the reason for row `of` that would not do."""
    at = now()
    page = missed_rows(at, after=request.GET.get("after", ""))
    found = {"form": form, "page": page, "closing": closing, "of": of, "at": at}
    found["response"] = response(since=at - COUNTED, at=at)
    return render(request, "calls/missed.html", found, status=422 if form.errors or closing else 200)


@works_queue
def who(request: HttpRequest, pk: int) -> HttpResponse:
    """Which customer it was that rang."""
    row = get_object_or_404(MissedContact.objects.select_related("customer"), pk=pk)
    if row.customer is not None or row.closed_at is not None:
        known = row.customer.name if row.customer else ""
        messages.info(request, f"A colleague was quicker: {row.closed_because or known}.")
        return redirect("calls:missed")
    if request.method == "POST":
        customer = get_object_or_404(Customer, pk=whole(request, "customer"))
        say_who(missed_id=pk, customer_id=customer.pk, by=me(request), at=now())
        messages.success(request, f"{customer.name} is rung back.")
        return redirect("calls:missed")
    return _who_page(request, row, NewRecordForm())


def _who_page(request: HttpRequest, row: MissedContact, form: NewRecordForm) -> HttpResponse:
    typed = request.GET.get("q", row.caller)
    page = match_page(typed, begins=request.GET.get("begins", ""), limit=MOST_SHOWN)
    found = {"row": row, "typed": typed, "page": page, "form": form}
    return render(request, "calls/missed_who.html", found, status=422 if form.errors else 200)


@require_POST
@works_queue
def new_record(request: HttpRequest, pk: int) -> HttpResponse:
    """It was nobody of ours: a record with their number, and their card."""
    row, form = get_object_or_404(MissedContact, pk=pk), NewRecordForm(request.POST)
    if row.closed_at is not None:
        return ring(request, pk)
    if form.is_valid():
        try:
            record_caller(missed_id=pk, name=form.cleaned_data["name"], by=me(request), at=now())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return ring(request, pk)
    return _who_page(request, row, form)


@require_POST
@works_queue
def ring(request: HttpRequest, pk: int) -> HttpResponse:
    """Ring back: straight to the card."""
    get_object_or_404(MissedContact, pk=pk)
    try:
        call = ring_back(missed_id=pk, operator=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("calls:missed")
    return redirect("calls:call", call.pk)


@require_POST
@works_queue
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody rings back, for a reason."""
    get_object_or_404(MissedContact, pk=pk)
    form, at = CloseMissedForm(request.POST), now()
    if form.is_valid():
        try:
            close_missed(missed_id=pk, because=form.cleaned_data["because"], by=me(request), at=at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect("calls:missed")
    return _missed_page(request, MissedForm.fresh(at), form, pk)
