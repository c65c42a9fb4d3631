"""Orders on their way through the warehouse: the list, and what was picked and despatched of one."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orders import actions, reports
from orders.forms.life import FulfilForm, InvoiceForm, MotionFilter
from orders.reports.life import OrderLife
from orders.views.life import known, refuse
from orders.views.paging import addressed
from staff.models import SignedInRequest
from staff.rules import Refusal

fulfils = permission_required("orders.fulfil_orders", raise_exception=True)


@require_safe
@fulfils
def motion(request: SignedInRequest) -> HttpResponse:
    """Orders that have not left in full, the earliest delivery first; the filter is in the address."""
    filters, today = MotionFilter(request.GET), timezone.localdate()
    with addressed():
        state = filters.data.get("state", "") if filters.is_valid() else ""
        page = reports.motion_rows(today=today, state=state, after=request.GET.get("after", ""))
    return render(request, "orders/motion.html", {"page": page, "filters": filters})


@require_http_methods(["GET", "HEAD", "POST"])
@fulfils
def fulfil(request: SignedInRequest, number: str) -> HttpResponse:
    """What was picked and despatched so far, and when the rest is due; a refusal comes back with what was typed."""
    life = known(number)
    form = FulfilForm(request.POST if request.method == "POST" else None, lines=life.lines)
    if form.is_bound and form.is_valid():
        try:
            moved = actions.fulfil_order(order_id=life.order_id, told=form.told, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
            if refusal.field in form.fields:
                form.see_anew(refusal.field)
        else:
            messages.success(request, f"Order {number} is kept." if moved else "Nothing was different.")
            return redirect("orders:fulfil", number)
    return _page(request, number, life, form, InvoiceForm())


@require_POST
@fulfils
def allocate(request: SignedInRequest, number: str) -> HttpResponse:
    """Reserves what is free."""
    life = known(number)
    try:
        order = actions.allocate_order(order_id=life.order_id, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(
            request, f"What is in stock is reserved. Order {number} is {order.get_state_display().lower()}."
        )
    return redirect("orders:fulfil", number)


@require_POST
@fulfils
def invoice(request: SignedInRequest, number: str) -> HttpResponse:
    life, form = known(number), InvoiceForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data["invoice_number"]
        try:
            actions.invoice_order(order_id=life.order_id, invoice_number=given, by=request.user, at=timezone.now())
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Order {number} is invoiced.")
            return redirect("orders:fulfil", number)
    return _page(request, number, life, FulfilForm(lines=life.lines), form)


@require_POST
@fulfils
def close(request: SignedInRequest, number: str) -> HttpResponse:
    life = known(number)
    try:
        actions.close_order(order_id=life.order_id, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"Order {number} is closed.")
    return redirect("orders:fulfil", number)


def _page(
    request: SignedInRequest, number: str, life: OrderLife, form: FulfilForm, invoice_form: InvoiceForm
) -> HttpResponse:
    found = {"sheet": reports.order_sheet(number), "life": life, "form": form, "invoice_form": invoice_form}
    return render(request, "orders/fulfil.html", found, status=422 if form.errors or invoice_form.errors else 200)
