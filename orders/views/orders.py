"""Orders: the list, one order's page, taking one back."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from orders import actions, reports
from orders.forms import CancelForm, OrderFilter
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
    return _page(request, number, CancelForm())


@require_POST
@permission_required("orders.take_orders", raise_exception=True)
def cancel(request: SignedInRequest, number: str) -> HttpResponse:
    """Takes the order back; a refusal comes back with what was typed."""
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form, status=422)
    try:
        order_id = Order.objects.values_list("pk", flat=True).get(number=number)
        reason = form.cleaned_data["reason"]
        actions.cancel_order(order_id=order_id, reason=reason, by=request.user, at=timezone.now())
    except Order.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
        return _page(request, number, form, status=422)
    messages.success(request, f"Order {number} is cancelled.")
    return redirect("orders:order", number)


def _page(request: SignedInRequest, number: str, form: CancelForm, status: int = 200) -> HttpResponse:
    sheet = reports.order_sheet(number)
    if sheet is None:
        raise Http404
    return render(request, "orders/order.html", {"sheet": sheet, "form": form}, status=status)
