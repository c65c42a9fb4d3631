"""A customer's page, and what is written on it."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from customers import actions, reports
from customers.forms import NoteForm
from customers.models import Customer
from staff.actions import record_access
from staff.models import SignedInRequest
from staff.rules import Refusal


@require_safe
@permission_required("customers.look_up", raise_exception=True)
def customer(request: SignedInRequest, account_number: str) -> HttpResponse:
    """The page; `before` in the address goes further back in the history. Who saw it is kept."""
    try:
        customer_id = reports.customer_key(account_number)
    except Customer.DoesNotExist as unknown:
        raise Http404 from unknown
    return _page(request, customer_id, NoteForm())


@require_POST
@permission_required("customers.add_note", raise_exception=True)
def note(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """Write a note; a refused one comes back with its words and the reason."""
    form, at = NoteForm(request.POST), timezone.now()
    if not form.is_valid():
        return _page(request, customer_id, form, status=422)
    try:
        event = actions.add_note(customer_id=customer_id, words=form.cleaned_data["words"], by=request.user, at=at)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, customer_id, form, status=422)
    return redirect(reverse("customers:customer", args=[event.customer.account_number]) + "#history")


def _page(request: SignedInRequest, customer_id: int, form: NoteForm, status: int = 200) -> HttpResponse:
    at = timezone.now()
    try:
        page = reports.customer_page(customer_id, at=at, before=request.GET.get("before"))
    except Customer.DoesNotExist as unknown:
        raise Http404 from unknown
    record_access(
        user=request.user, record_type="customers.customer", record_id=customer_id, page="customers:customer", at=at
    )
    return render(request, "customers/customer.html", {"page": page, "form": form, "at": at}, status=status)
