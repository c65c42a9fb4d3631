"""An earlier order once more."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from orders.actions.copy import copy_to_draft
from orders.models import Order
from staff.models import SignedInRequest
from staff.rules import Refusal


@require_POST
@permission_required("orders.take_orders", raise_exception=True)
def again(request: SignedInRequest, number: str) -> HttpResponse:
    """Onto the customer's draft, which whoever opens them finds on the pad."""
    order = get_object_or_404(Order.objects.placed(), number=number)
    try:
        copied = copy_to_draft(from_id=order.pk, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        said = f"Order {number} is on their draft at today's prices. Open them to read it back. {copied.words}"
        messages.success(request, said.strip())
    return redirect("orders:order", number)
