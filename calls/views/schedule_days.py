"""Days on which a customer is rung otherwise than the rhythm says, and when they are closed."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from calls.actions.exceptions import (
    add_call,
    close_customer_for,
    leave_out_call,
    move_call,
    reopen_customer,
    withdraw_exception,
)
from calls.forms import ClosureForm, DayForm
from calls.models import Schedule
from calls.reports.callbacks import promised_while_closed
from calls.rules.schedule import london_day
from calls.views.schedule import keeps_schedules
from customers.models import Closure, Customer
from staff.models import SignedInRequest
from staff.rules import Refusal


@keeps_schedules
def day(request: SignedInRequest, pk: int) -> HttpResponse:
    """One day of one schedule: an extra call, none, or another day instead."""
    schedule, at = get_object_or_404(Schedule.objects.select_related("customer"), pk=pk), now()
    form = DayForm(request.POST or None, initial={"on": request.GET.get("on") or london_day(at)})
    if request.method == "POST" and form.is_valid():
        try:
            _depart(schedule.pk, form, request, at)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "The day is changed; the queue follows within a minute.")
            return redirect("calls:schedules", schedule.customer.account_number)
    found = {"schedule": schedule, "form": form}
    return render(request, "calls/schedule_day.html", found, status=422 if form.errors else 200)


def _depart(schedule_id: int, form: DayForm, request: SignedInRequest, at: dt.datetime) -> None:
    what, on, to, words = (form.cleaned_data[name] for name in ("what", "on", "to", "words"))
    if what == DayForm.MOVE:
        move_call(schedule_id=schedule_id, on=on, to=to, words=words, by=request.user, at=at)
        return
    act = add_call if what == DayForm.EXTRA else leave_out_call
    act(schedule_id=schedule_id, on=on, words=words, by=request.user, at=at)


@require_POST
@keeps_schedules
def usual(request: SignedInRequest, pk: int, on: str) -> HttpResponse:
    """Follow the rhythm again on that day."""
    schedule = get_object_or_404(Schedule.objects.select_related("customer"), pk=pk)
    try:
        day = dt.date.fromisoformat(on)
    except ValueError as nonsense:
        raise BadRequest("The address holds no day.") from nonsense
    withdraw_exception(schedule_id=pk, on=day, by=request.user, at=now())
    messages.success(request, "That day is as usual again.")
    return redirect("calls:schedules", schedule.customer.account_number)


@keeps_schedules
def closure(request: SignedInRequest, account_number: str) -> HttpResponse:
    customer = get_object_or_404(Customer, account_number=account_number)
    form = ClosureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            close_customer_for(customer_id=customer.pk, by=request.user, at=now(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "Kept: nobody is rung, and nothing delivered, on those days.")
            _warn_of_promises(request, customer, form.cleaned_data)
            return redirect("calls:schedules", customer.account_number)
    found = {"customer": customer, "form": form}
    return render(request, "calls/closure_form.html", found, status=422 if form.errors else 200)


def _warn_of_promises(request: SignedInRequest, customer: Customer, closed: Mapping[str, Any]) -> None:
    """What was promised for those days would come up after them, late."""
    for said in promised_while_closed(customer.pk, closed["from_on"], closed["until_on"]):
        messages.warning(
            request, f"We promised to ring them {said}. Move that promise, or take it back, on the page of callbacks."
        )


@require_POST
@keeps_schedules
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Withdraw a closure."""
    closed = get_object_or_404(Closure.objects.select_related("customer"), pk=pk)
    reopen_customer(customer_id=closed.customer_id, closure_id=pk, by=request.user, at=now())
    messages.success(request, "They are open on those days after all.")
    return redirect("calls:schedules", closed.customer.account_number)
