"""What a customer was written: the list of their letters, and the text of one."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from customers import reports
from customers.models import Customer, Message
from staff.actions import record_access
from staff.models import SignedInRequest

looks_up = permission_required("customers.look_up", raise_exception=True)


@require_safe
@looks_up
def letters(request: SignedInRequest, customer_id: int) -> HttpResponse:
    """All of them, a page at a time; who saw them is kept."""
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        raise Http404
    page = reports.letters_of(customer_id, before=request.GET.get("after"), limit=30)
    _keep(request, customer_id, "customers:letters")
    return render(request, "customers/letters.html", {"customer": customer, "page": page})


@require_safe
@looks_up
def text(request: SignedInRequest, customer_id: int, message_id: int) -> HttpResponse:
    """What one letter said; who read it is kept."""
    try:
        shown = reports.letter_text(customer_id, message_id)
    except Message.DoesNotExist as unknown:
        raise Http404 from unknown
    _keep(request, customer_id, "customers:letter-text")
    return render(request, "customers/letter_text.html", {"shown": shown})


def _keep(request: SignedInRequest, customer_id: int, page: str) -> None:
    record_access(
        user=request.user, record_type="customers.customer", record_id=customer_id, page=page, at=timezone.now()
    )
