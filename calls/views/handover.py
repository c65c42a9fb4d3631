"""Handing a call to a colleague, taking it, declining it, and putting it off to another day."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from calls.actions.handover import end_hand_over, offer_hand_over, take_hand_over
from calls.actions.put_off import put_off
from calls.forms.handover import DeclineForm, HandOverForm, PutOffForm
from calls.models import HandOver, QueueEntry
from calls.reports.day_end import next_day_for
from calls.reports.forecast import people_in
from calls.views.own import me, works_queue
from staff.rules import Refusal


def _entry(request: HttpRequest, pk: int) -> QueueEntry:
    """Theirs or anybody's; of a colleague only for who may override the queue."""
    entry = get_object_or_404(QueueEntry.objects.select_related("customer", "owner"), pk=pk)
    if entry.owner_id not in (None, me(request).pk) and not me(request).has_perm("calls.override_queue"):
        raise Http404
    return entry


@works_queue
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    entry, at = _entry(request, pk), now()
    here = {person.pk for person in people_in(at)}
    form = HandOverForm(request.POST or None, giver_id=entry.owner_id, here=here)
    if request.method == "POST" and form.is_valid():
        try:
            made = offer_hand_over(entry_id=pk, by=me(request), at=at, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"Offered to {made.taker}. It stays here until they take it.")
            return redirect("calls:day-end")
    return render(request, "calls/hand_over.html", {"entry": entry, "form": form}, status=422 if form.errors else 200)


@works_queue
def move(request: HttpRequest, pk: int) -> HttpResponse:
    entry, at = _entry(request, pk), now()
    form = PutOffForm(request.POST or None, initial={"to": next_day_for(entry, at)})
    if request.method == "POST" and form.is_valid():
        try:
            put_off(entry_id=pk, by=me(request), at=at, **form.cleaned_data)
        except Refusal as refusal:
            field = {"on": "to"}.get(refusal.field or "", refusal.field)
            form.add_error(field, refusal.sentence)
        else:
            messages.success(request, f"{entry.customer.name} is rung on {_day(form.cleaned_data['to'])} instead.")
            return redirect("calls:day-end")
    return render(request, "calls/put_off.html", {"entry": entry, "form": form}, status=422 if form.errors else 200)


def _day(day: dt.date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


@require_POST
@works_queue
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """By whom it was offered to."""
    offer = get_object_or_404(HandOver.objects.select_related("entry__customer"), pk=pk, taker=me(request))
    try:
        take_hand_over(hand_over_id=pk, by=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{offer.entry.customer.name} is on your list now.")
    return redirect("calls:day")


@works_queue
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(HandOver.objects.select_related("entry__customer", "giver"), pk=pk, taker=me(request))
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_hand_over(hand_over_id=pk, because=form.cleaned_data["reason"], at=now())
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, f"{offer.entry.customer.name} stays with {offer.giver}.")
            return redirect("calls:day")
    return render(request, "calls/decline.html", {"offer": offer, "form": form}, status=422 if form.errors else 200)


@require_POST
@works_queue
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """By whose it is, or by who may override the queue."""
    offer = get_object_or_404(HandOver.objects.select_related("entry__customer"), pk=pk)
    if offer.giver_id != me(request).pk and not me(request).has_perm("calls.override_queue"):
        raise Http404
    ended = end_hand_over(hand_over_id=pk, because=f"{me(request)} took it back", at=now())
    if ended.taken_at is None:
        messages.success(request, f"{offer.entry.customer.name} is not offered any more.")
    else:
        messages.info(request, f"{offer.entry.customer.name} was taken already.")
    return redirect("calls:day-end")
