"""Reading an order back and confirming it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import confirm_on_call, keep_details
from calls.forms import DetailsForm, shown_short
from calls.models import Call
from calls.reports import delivery_of, order_of
from calls.rules.refusals import LeaseLost
from calls.views.links import read_back_links
from calls.views.own import me, own_call, whole, works_queue
from calls.views.saved import stamp
from orders.models import Order
from orders.reports import ReadBack, read_back
from orders.reports.asked import Entered
from orders.reports.open_order import open_order
from orders.rules.details import wrong_at_fields
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
    request: HttpRequest, call: Call, order_id: int, form: DetailsForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    """The read-back with what was typed in its fields, and each refusal beside its own."""
    wrong = _wrong(form, refusal)
    values = {name: request.POST[name] for name in form.fields if name in request.POST} if form else {}
    found = {
        "call": call,
        "back": _back(request, call, order_id, Entered(values, wrong)),
        "links": read_back_links(call, order_id),
        "refusal": refusal.sentence if refusal and not wrong_at_fields(refusal) else "",
        "open_order": open_order(call.customer_id, now()),
    }
    return render(request, "calls/finish.html", found, status=_status(refusal, wrong))


def _wrong(form: DetailsForm | None, refusal: Refusal | None) -> dict[str, str]:
    return (form.unread() if form else {}) | (wrong_at_fields(refusal) if refusal else {})


def _status(refusal: Refusal | None, wrong: Mapping[str, str]) -> int:
    if isinstance(refusal, LeaseLost):
        return 409
    return 422 if refusal or wrong else 200


def _back(request: HttpRequest, call: Call, order_id: int, entered: Entered) -> ReadBack:
    meant = delivery_of(call)
    reading = partial(read_back, order_id, now(), spoken_to=call.contact_id, entered=entered)
    found = reading(meant_for=meant.day, meant_to=meant.address_id)
    return replace(found, is_another="again" in request.POST)


@require_POST
@works_queue
def details(request: HttpRequest, pk: int, order_id: int) -> HttpResponse:
    """Saved as typed, each by itself; what is refused is said at its field."""
    mine, at, form, seen = own_call(request, pk), now(), DetailsForm(request.POST), whole(request, "seen_version")
    order_id = _order_of(mine, order_id)
    refusal = _keep(request, mine, order_id, form, at)
    wrong = _wrong(form, refusal)
    if not request.headers.get("HX-Request"):
        return (
            _read_back_page(request, mine, order_id, form, refusal)
            if refusal or wrong
            else redirect("calls:finish", pk)
        )
    if isinstance(refusal, LeaseLost):
        messages.error(request, refusal.sentence)
        return render(request, "calls/_said.html", status=409)
    if "address" in form.data and not wrong:
        return _read_back_anew(at, seen)
    found = {"back": _back(request, mine, order_id, Entered({}, wrong)), "posted": set(request.POST)}
    found["links"] = read_back_links(mine, order_id)
    return stamp(render(request, "orders/_details_kept.html", found, status=_status(refusal, wrong)), at, seen)


def _read_back_anew(at: datetime, seen: int) -> HttpResponse:
    """Days, charges and sums go by the address: the page is asked for again."""
    answer = stamp(HttpResponse(status=204), at, seen)
    answer["HX-Refresh"] = "true"
    return answer


def _keep(request: HttpRequest, call: Call, order_id: int, form: DetailsForm, at: datetime) -> Refusal | None:
    """Why not all of it is kept."""
    typed, token = form.typed(), call.lease_token
    try:
        moved = keep_details(call_id=call.pk, token=token, order_id=order_id, typed=typed, by=me(request), at=at)
    except Refusal as refusal:
        return refusal
    if moved:
        messages.warning(request, f"Prices have moved since this was typed. {moved}.")
    return None


@require_POST
@works_queue
def confirm(request: HttpRequest, pk: int, order_id: int) -> HttpResponse:
    mine, form, seen = own_call(request, pk), DetailsForm(request.POST), whole(request, "seen_version")
    order_id = _order_of(mine, order_id)
    if not form.is_valid():
        return _read_back_page(request, mine, order_id, form, _keep(request, mine, order_id, form, now()))
    confirming = partial(confirm_on_call, call_id=pk, token=mine.lease_token, order_id=order_id, seen_version=seen)
    again, short = "again" in request.POST, shown_short(request.POST.getlist("short"))
    try:
        order = confirming(again=again, shown_short=short, typed=form.typed(), by=me(request), at=now())
    except Refusal as refusal:
        return _read_back_page(request, mine, order_id, form, refusal)
    messages.success(request, f"Order {order.number} is confirmed. Say the number, then save how the call went.")
    return redirect("calls:call", pk)


def _order_of(call: Call, order_id: int) -> int:
    """Not found when it is another customer's."""
    return get_object_or_404(Order, pk=order_id, customer=call.customer_id).pk
