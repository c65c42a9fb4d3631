"""Adding what is typed in a call to an order that the customer has open already."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_http_methods

from calls.actions.addition import add_on_call, preview_addition
from calls.forms.pad import AdditionForm
from calls.models import Call
from calls.rules.refusals import LeaseLost
from calls.views.links import page_url
from calls.views.own import me, own_call, works_queue
from orders.models import Order
from orders.reports.change import questions_to
from orders.reports.open_order import open_order
from staff.rules import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
@works_queue
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the difference to read back; what they agreed to is kept."""
    mine, form = own_call(request, pk), AdditionForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        return _difference(request, mine)
    try:
        order = add_on_call(call_id=pk, token=mine.lease_token, by=me(request), at=now(), **form.cleaned_data)
    except Refusal as refusal:
        return _difference(request, mine, refusal)
    except Order.DoesNotExist as unknown:
        raise Http404 from unknown
    messages.success(request, f"Added to order {order.number}, revision {order.revision}. Save how the call went.")
    return redirect("calls:call", pk)


def _difference(request: HttpRequest, call: Call, refused: Refusal | None = None) -> HttpResponse:
    at, amendment = now(), None
    order = open_order(call.customer_id, at)
    if order is None:
        raise Http404
    try:
        wanted = {"call_id": call.pk, "order_id": order.id, "seen_version": order.version}
        shown = preview_addition(by=me(request), at=at, **wanted)
        amendment = replace(shown, questions=(*questions_to(order.id, shown.wanted, at), *shown.questions))
    except Refusal as refusal:
        refused = refused or refusal
    found = {"call": call, "order": order, "amendment": amendment, "refusal": refused, "page_url": page_url(call)}
    status = 409 if isinstance(refused, LeaseLost) else 422 if refused else 200
    return render(request, "calls/addition.html", found, status=status)
