"""Reading an order back and confirming it."""

from dataclasses import replace
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import confirm_on_call, keep_details
from calls.forms import DetailsForm, shown_short
from calls.models import Call
from calls.reports import order_of
from calls.rules.pad import Details
from calls.rules.refusals import LeaseLost
from calls.views.links import read_back_links
from calls.views.own import me, own_call, whole, works_queue
from calls.views.saved import stamp
from orders.models import Order
from orders.reports import ReadBack, read_back
from orders.reports.open_order import open_order
from staff.rules import Refusal


@require_safe
@works_queue
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_call(request, pk)
    order_id = order_of(mine)
    if order_id is None or not mine.is_open:
        messages.info(request, "There is nothing to read back yet. Type a quantity first.")
        return redirect("calls:call", pk)
    return _read_back_page(request, mine, order_id)


def _read_back_page(
    request: HttpRequest, call: Call, order_id: int, typed: Details | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    back = read_back(order_id, now(), spoken_to=call.contact_id)
    if typed is not None:
        back = _as_typed(back, typed, is_another="again" in request.POST)
    found = {
        "call": call,
        "back": back,
        "links": read_back_links(call, order_id),
        "refusal": refusal.sentence if refusal else "",
        "open_order": open_order(call.customer_id, now()),
    }
    status = 409 if isinstance(refusal, LeaseLost) else 422 if refusal else 200
    return render(request, "calls/finish.html", found, status=status)


def _as_typed(back: ReadBack, typed: Details, *, is_another: bool) -> ReadBack:
    return replace(
        back,
        ordered_by_id=typed.ordered_by_id,
        delivery_on=typed.delivery_on,
        purchase_order_number=typed.purchase_order_number,
        note=typed.note,
        is_another=is_another,
    )


@require_POST
@works_queue
def details(request: HttpRequest, pk: int, order_id: int) -> HttpResponse:
    """Saved as typed; the answer carries the version that has been seen by now."""
    mine, at = own_call(request, pk), now()
    form, seen = DetailsForm(request.POST), whole(request, "seen_version")
    if not form.is_valid():
        return HttpResponse(status=422)
    order_id = _order_of(mine, order_id)
    saving = partial(keep_details, call_id=pk, token=mine.lease_token, order_id=order_id, seen_version=seen)
    try:
        version = saving(details=form.details(), by=me(request), at=at)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return render(request, "calls/_said.html", status=409 if isinstance(refusal, LeaseLost) else 422)
    return stamp(HttpResponse(status=204), at, version)


@require_POST
@works_queue
def confirm(request: HttpRequest, pk: int, order_id: int) -> HttpResponse:
    mine, form, seen = own_call(request, pk), DetailsForm(request.POST), whole(request, "seen_version")
    order_id = _order_of(mine, order_id)
    if not form.is_valid():
        return _read_back_page(request, mine, order_id, None, Refusal("That is no date. Choose one from the list."))
    confirming = partial(confirm_on_call, call_id=pk, token=mine.lease_token, order_id=order_id, seen_version=seen)
    again, short = "again" in request.POST, shown_short(request.POST.getlist("short"))
    try:
        order = confirming(again=again, shown_short=short, details=form.details(), by=me(request), at=now())
    except Refusal as refusal:
        return _read_back_page(request, mine, order_id, form.details(), refusal)
    messages.success(request, f"Order {order.number} is confirmed. Say the number, then save how the call went.")
    return redirect("calls:call", pk)


def _order_of(call: Call, order_id: int) -> int:
    """Not found when it is another customer's."""
    return get_object_or_404(Order, pk=order_id, customer=call.customer_id).pk
