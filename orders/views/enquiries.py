"""Enquiries: the list, a new one, handing one over, and the answer."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from orders import actions, reports
from orders.forms import AnswerForm, EnquiryForm, MoveForm
from orders.models import Enquiry
from orders.reports.answer_by import answer_by
from orders.views.paging import addressed
from staff.models import SignedInRequest
from staff.rules import Refusal
from staff.views.back import way_back


@require_safe
@permission_required("orders.record_enquiries", raise_exception=True)
def enquiries(request: SignedInRequest) -> HttpResponse:
    """Open enquiries, soonest first; `mine` and `answered` in the address choose others."""
    with addressed():
        page = reports.enquiry_rows(
            timezone.now(),
            owner_id=request.user.pk if request.GET.get("mine") else None,
            is_open=not request.GET.get("answered"),
            after=request.GET.get("after", ""),
        )
    return render(request, "orders/enquiries.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("orders.record_enquiries", raise_exception=True)
def new_enquiry(request: SignedInRequest) -> HttpResponse:
    """The form for the customer whose account is in the address; posted, the enquiry is kept once.

    Then it goes `back`, to the call in which it was asked.
    """
    customer = get_object_or_404(Customer, account_number=request.GET.get("customer", ""))
    at = timezone.now()
    if request.method != "POST":
        form = EnquiryForm(customer=customer, initial=EnquiryForm.fresh(request.user, answer_by(customer, at)))
        return render(request, "orders/enquiry_new.html", {"form": form, "customer": customer})
    form = EnquiryForm(request.POST, customer=customer)
    try:
        if form.is_valid():
            actions.record_enquiry(customer_id=customer.pk, by=request.user, at=at, **form.enquiry)
            messages.success(request, f"The enquiry of {customer.name} is kept.")
            return redirect(way_back(request, reverse("orders:enquiries")))
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    return render(request, "orders/enquiry_new.html", {"form": form, "customer": customer}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("orders.record_enquiries", raise_exception=True)
def enquiry(request: SignedInRequest, pk: int) -> HttpResponse:
    """One enquiry with its answer, or the form for it."""
    if request.method != "POST":
        return _page(request, pk)
    form = AnswerForm(request.POST)
    get_object_or_404(Enquiry, pk=pk)
    try:
        if form.is_valid():
            actions.answer_enquiry(enquiry_id=pk, by=request.user, at=timezone.now(), **form.outcome)
            messages.success(request, "The answer is kept.")
            return redirect("orders:enquiries")
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    return _page(request, pk, form=form)


@require_POST
@permission_required("orders.record_enquiries", raise_exception=True)
def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Somebody else answers it, or by another time."""
    form = MoveForm(request.POST)
    get_object_or_404(Enquiry, pk=pk)
    try:
        if form.is_valid():
            actions.move_enquiry(enquiry_id=pk, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"{form.cleaned_data['owner']} answers it.")
            return redirect("orders:enquiry", pk)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    return _page(request, pk, move_form=form)


def _page(request: SignedInRequest, pk: int, **shown: object) -> HttpResponse:
    asked = get_object_or_404(Enquiry.objects.select_related("customer", "contact", "owner"), pk=pk)
    moving = MoveForm(initial={"owner": asked.owner_id, "due_at": asked.due_at})
    found = {"enquiry": asked, "quotes": asked.quotes.all(), "form": AnswerForm(), "move_form": moving, **shown}
    return render(request, "orders/enquiry.html", found, status=422 if shown else 200)
