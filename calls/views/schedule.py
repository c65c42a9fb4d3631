"""When a customer is rung: the page, and the form that sets a schedule."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions.schedule import end_schedule, set_schedule
from calls.forms import ScheduleForm
from calls.models import Schedule
from calls.reports.contradicting import contradicting as found_contradicting
from calls.reports.delivery import contradictions
from calls.reports.schedule import schedule_page
from calls.rules.cut_off import does_not_fit
from calls.rules.schedule import london_day
from calls.views.own import whole
from customers.models import Customer
from staff.actions import record_access
from staff.models import SignedInRequest
from staff.rules import Refusal

keeps_schedules = permission_required("calls.keep_schedules", raise_exception=True)


@require_safe
@keeps_schedules
def schedules(request: SignedInRequest, account_number: str) -> HttpResponse:
    """The schedules of a customer with the year ahead. Who saw it is kept."""
    customer, at = get_object_or_404(Customer, account_number=account_number), now()
    page = schedule_page(customer, london_day(at))
    record_access(
        user=request.user, record_type="customers.customer", record_id=customer.pk, page="calls:schedules", at=at
    )
    return render(request, "calls/schedules.html", {"page": page})


@require_safe
@keeps_schedules
def contradicting(request: SignedInRequest) -> HttpResponse:
    """Which schedules no round keeps, or with `what` early end sooner: `round` by its id, `after` the next page."""
    asked = request.GET.get("round", "")
    round_id = int(asked) if asked.isdecimal() and len(asked) < 19 else None
    is_broken = request.GET.get("what") != "early"
    page = found_contradicting(is_broken=is_broken, round_id=round_id, after=request.GET.get("after", ""))
    return render(request, "calls/contradicting.html", {"page": page})


@keeps_schedules
def new(request: SignedInRequest, account_number: str) -> HttpResponse:
    customer = get_object_or_404(Customer.objects.open(), account_number=account_number)
    return _set(request, customer, None)


@keeps_schedules
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    schedule = get_object_or_404(Schedule.objects.select_related("customer"), pk=pk)
    return _set(request, schedule.customer, schedule)


@require_POST
@keeps_schedules
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Today is the last day; one that has not begun is taken away."""
    schedule, at = get_object_or_404(Schedule.objects.select_related("customer"), pk=pk), now()
    has_begun = schedule.valid_from <= london_day(at)
    end_schedule(customer_id=schedule.customer_id, schedule_id=pk, on=london_day(at), by=request.user, at=at)
    messages.success(request, "The schedule ends today." if has_begun else "The schedule is taken away.")
    return redirect("calls:schedules", schedule.customer.account_number)


def _set(request: SignedInRequest, customer: Customer, schedule: Schedule | None) -> HttpResponse:
    at = now()
    begun = {} if schedule else {"valid_from": london_day(at)}
    form = ScheduleForm(request.POST or None, customer=customer, schedule=schedule, initial=begun)
    if request.method == "POST" and form.is_valid() and _keep(request, customer, schedule, form, at):
        return _kept(request, customer, at)
    if schedule:
        schedule.refresh_from_db(fields=["version"])
    found = {"customer": customer, "form": form, "schedule": schedule, "contradictions": contradictions(customer, at)}
    return render(request, "calls/schedule_form.html", found, status=422 if form.errors else 200)


def _kept(request: SignedInRequest, customer: Customer, at: dt.datetime) -> HttpResponse:
    for words in contradictions(customer, at):
        messages.warning(request, does_not_fit(words))
    return redirect("calls:schedules", customer.account_number)


def _keep(
    request: SignedInRequest, customer: Customer, schedule: Schedule | None, form: ScheduleForm, at: dt.datetime
) -> bool:
    """Whether it was set; a refusal stands at its field."""
    try:
        kept = set_schedule(
            customer_id=customer.pk,
            plan=form.plan(),
            who=form.who(),
            by=request.user,
            at=at,
            schedule_id=schedule.pk if schedule else None,
            seen_version=whole(request, "version") if schedule else None,
        )
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return False
    messages.success(request, f"Set: {kept}.")
    return True
