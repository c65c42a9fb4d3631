"""Orders: the list, one order's page, taking one back."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from orders import actions, reports
from orders.forms import CancelForm, OrderFilter
from orders.forms.life import GiveUpForm, HoldForm
from orders.models import Order
from orders.views.paging import addressed
from staff.models import SignedInRequest
from staff.rules import Refusal


@require_safe
@permission_required("orders.take_orders", raise_exception=True)
def orders(request: SignedInRequest) -> HttpResponse:
    """Confirmed and cancelled orders, the newest first; the filters are in the address."""
    filters = OrderFilter(request.GET)
    with addressed():
        page = reports.order_rows(
            taken_by_id=request.user.pk if request.GET.get("mine") else None,
            state=filters.data.get("state", "") if filters.is_valid() else "",
            text=filters.data.get("q", ""),
            after=request.GET.get("after", ""),
        )
    return render(request, "orders/orders.html", {"page": page, "filters": filters})


@require_safe
@permission_required("orders.take_orders", raise_exception=True)
def order(request: SignedInRequest, number: str) -> HttpResponse:
    return order_page(request, number)


@require_POST
@permission_required("orders.take_orders", raise_exception=True)
def cancel(request: SignedInRequest, number: str) -> HttpResponse:
    """Takes the order back; a refusal comes back with what was typed."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        return order_page(request, number, cancel_form=form, status=422)
    try:
        order_id = Order.objects.values_list("pk", flat=True).get(number=number)
        reason = form.cleaned_data["reason"]
        actions.cancel_order(order_id=order_id, reason=reason, by=request.user, at=timezone.now())
    except Order.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return order_page(request, number, cancel_form=form, status=422)
    messages.success(request, f"Order {number} is cancelled.")
    return redirect("orders:order", number)


def order_page(request: SignedInRequest, number: str, *, status: int = 200, **typed: object) -> HttpResponse:
    """The order's page; `typed` are forms that were refused, in place of the empty ones. 404 for no such order."""
    sheet, life = reports.order_sheet(number), reports.order_life(number)
    if sheet is None or life is None:
        raise Http404
    forms = {
        "cancel_form": CancelForm(),
        "hold_form": HoldForm(),
        "give_up_form": GiveUpForm(initial={"key": uuid4()}),
        "typed": {},
    }
    return render(request, "orders/order.html", {"sheet": sheet, "life": life, **forms, **typed}, status=status)
