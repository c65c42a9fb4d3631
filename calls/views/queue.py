"""Why a customer comes up now or does not, going against that, and what is handed on when a card was lost."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions.hand_over_draft import hand_over_draft
from calls.actions.overrides import pull_forward, skip
from calls.forms.inbound import OverrideForm
from calls.reports.blocked import blocked, blocked_customers
from calls.reports.queue import why as why_of
from calls.rules.overrides import OverrideKind
from calls.rules.schedule import london_day
from calls.views.day_end import A_DAY, day_in
from calls.views.own import own_call, works_queue
from customers.models import Customer
from staff.actions import record_access
from staff.models import SignedInRequest
from staff.rules import Refusal

ACTS = {OverrideKind.SKIP: skip, OverrideKind.PULL_FORWARD: pull_forward}
DONE = {
    OverrideKind.SKIP: "{name} is left out for today.",
    OverrideKind.PULL_FORWARD: "{name} comes up when you press Next.",
}


@works_queue
def why(request: SignedInRequest, account_number: str) -> HttpResponse:
    """The place of any customer or what keeps them out; and the form to override it. Who saw it is kept."""
    customer, at = get_object_or_404(Customer, account_number=account_number), now()
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        kind = OverrideKind(form.cleaned_data["kind"])
        try:
            ACTS[kind](customer_id=customer.pk, words=form.cleaned_data["words"], by=request.user, at=at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, DONE[kind].format(name=customer.name))
            return redirect("calls:why", account_number)
    record_access(user=request.user, record_type="customers.customer", record_id=customer.pk, page="calls:why", at=at)
    found = {"customer": customer, "why": why_of(customer.pk, at), "form": form, "at": at}
    return render(request, "calls/why.html", found, status=422 if form.errors else 200)


@require_safe
@works_queue
def left_out(request: SignedInRequest) -> HttpResponse:
    """Who is kept out or waits, by reason, today or on the day `on`; with `of`, the customers behind one count."""
    at, key = now(), request.GET.get("of", "")
    day = day_in(request.GET.get("on", ""), at)
    found = {
        "blocked": blocked(day, at),
        "key": key,
        "page": blocked_customers(key, day, at, after=request.GET.get("after", "")) if key else None,
        "is_today": day == london_day(at),
        "before": day - A_DAY,
        "after": day + A_DAY,
    }
    return render(request, "calls/left_out.html", found)


@require_POST
@works_queue
def hand_draft(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was written at a card that a colleague has by now."""
    mine = own_call(request, pk)
    try:
        theirs = hand_over_draft(call_id=pk, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{theirs.coordinator} has your notes of {mine.customer.name}.")
    return redirect("calls:call", pk)
