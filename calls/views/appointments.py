"""Appointments: the list, a new one, moving and cancelling one, its calendar file."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from calls.actions.appointment import (
    cancel_appointment,
    invitation_of,
    make_appointment,
    meeting_of,
    move_appointment,
)
from calls.forms.appointment import AppointmentForm, CancelAppointmentForm, MeetingForm
from calls.models import Appointment
from calls.reports.appointments import appointment_rows, appointment_sheet
from calls.reports.own_card import own_card
from calls.rules.invitation import invitation_file
from calls.views.own import me, whole, works_queue
from customers.models import Customer
from orders.views.paging import addressed
from staff.rules import Refusal


@require_safe
@works_queue
def appointments(request: HttpRequest) -> HttpResponse:
    """Everybody's to come, the soonest first; `mine` and `over` in the address choose others."""
    person_id = me(request).pk if request.GET.get("mine") else None
    over, after = bool(request.GET.get("over")), request.GET.get("after", "")
    with addressed():
        page = appointment_rows(now(), person_id=person_id, over=over, after=after)
    return render(request, "calls/appointments.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@works_queue
def new(request: HttpRequest) -> HttpResponse:
    """For the customer whose account is in the address; posted, it is made once, and an open card of theirs is next."""
    customer = get_object_or_404(Customer.objects.open(), account_number=request.GET.get("customer", ""))
    fresh = AppointmentForm.fresh(customer, me(request))
    form = AppointmentForm(request.POST or None, customer=customer, initial=fresh)
    try:
        if form.is_valid():
            made = make_appointment(customer_id=customer.pk, by=me(request), at=now(), **form.appointment)
            messages.success(request, "The appointment is made. Both sides get it for their calendars.")
            card = own_card(me(request).pk)
            if card and card.account_number == customer.account_number:
                return redirect("calls:call", card.id)
            return redirect("calls:appointment", made.pk)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    status = 422 if form.is_bound else 200
    return render(request, "calls/appointment_new.html", {"form": form, "customer": customer}, status=status)


@require_safe
@works_queue
def appointment(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, pk)


@require_POST
@works_queue
def move(request: HttpRequest, pk: int) -> HttpResponse:
    row, form = _known(pk), MeetingForm(request.POST)
    seen = whole(request, "sequence")
    try:
        if form.is_valid():
            moving = partial(move_appointment, person=form.person_going, meeting=form.meeting, seen_sequence=seen)
            moving(appointment_id=row.pk, by=me(request), at=now())
            messages.success(request, "Both sides are told.")
            return redirect("calls:appointment", pk)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    return _page(request, pk, move_form=form)


@require_POST
@works_queue
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    form = CancelAppointmentForm(request.POST)
    _known(pk)
    try:
        if form.is_valid():
            cancel_appointment(appointment_id=pk, reason=form.cleaned_data["reason"], by=me(request), at=now())
            messages.success(request, "It is cancelled, and both sides are told.")
            return redirect("calls:appointment", pk)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    return _page(request, pk, cancel_form=form)


@require_safe
@works_queue
def calendar_file(request: HttpRequest, pk: int) -> HttpResponse:
    """As it was sent to both sides."""
    row = _known(pk)
    invitation = invitation_of(row, row.person, is_cancelled=row.cancelled_at is not None)
    answer = HttpResponse(invitation_file(invitation, at=row.changed_at), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="appointment-{pk}.ics"'
    return answer


def _known(pk: int) -> Appointment:
    return get_object_or_404(Appointment.objects.select_related("person"), pk=pk)


def _page(request: HttpRequest, pk: int, **shown: object) -> HttpResponse:
    sheet = appointment_sheet(pk, now())
    if sheet is None:
        raise Http404
    row = _known(pk)
    stands = MeetingForm.as_it_stands(row.person_id, meeting_of(row))
    found = {"sheet": sheet, "move_form": MeetingForm(initial=stands), "cancel_form": CancelAppointmentForm(), **shown}
    return render(request, "calls/appointment.html", found, status=422 if shown else 200)
