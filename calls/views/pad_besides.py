"""Beside the order pad: substitutes, what could not be sold, what they gave up, an earlier order again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from calls.actions.notes import words_kept
from calls.actions.pad import copy_on_call, give_up_on_call, lose_demand, price_on_call, sell_instead
from calls.forms.pad import LostForm, SwapForm, read_given_up, read_price
from calls.models import Call
from calls.reports import call_pad
from calls.views.links import pad_links
from calls.views.own import me, own_call, whole, works_queue
from orders.models import Order
from orders.reports.substitutes import shortages
from orders.rules.order import QuantityMoved
from promotions.models import Product
from staff.rules import Refusal


@works_queue
def instead(request: HttpRequest, pk: int) -> HttpResponse:
    """What may be sold in place of the products named `for`; posted, it is taken."""
    mine = own_call(request, pk)
    if request.method == "POST":
        return _sell_instead(request, mine)
    wanted = [int(key) for key in request.GET.getlist("for") if key.isdecimal() and len(key) <= 18]
    found = {"call": mine, "shortages": shortages(mine.customer_id, wanted, now()), "links": pad_links(mine)}
    template = "orders/_substitutes.html" if request.headers.get("HX-Request") else "calls/instead.html"
    return render(request, template, found)


def _sell_instead(request: HttpRequest, call: Call) -> HttpResponse:
    form = SwapForm(request.POST)
    if not form.is_valid():
        raise BadRequest("A substitute that no page of ours offers.")
    return _done(request, call, lambda held: sell_instead(swap=form.swap(), **held))


@require_POST
@works_queue
def lost(request: HttpRequest, pk: int) -> HttpResponse:
    mine, form = own_call(request, pk), LostForm(request.POST)
    if not form.is_valid():
        raise BadRequest("Lost demand that no page of ours records.")
    product = form.cleaned_data["product"]
    if product is not None:
        get_object_or_404(Product, pk=product)
    typed, said = form.cleaned_data["words"], "Recorded as not sold."
    return _done(request, mine, lambda held: lose_demand(**form.lost(), **held), typed=typed, said=said)


@require_POST
@works_queue
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    mine, given = own_call(request, pk), read_given_up(request.POST)
    if given is None:
        raise BadRequest("An item given up that no page of ours shows.")
    name = get_object_or_404(Product, pk=given["product_id"]).name
    said = f"{name} is not shown any more, unless they buy it again."
    return _done(request, mine, lambda held: give_up_on_call(**given, **held), typed=given["words"], said=said)


@require_POST
@works_queue
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """An earlier order of theirs once more, beside what is typed already."""
    mine, order_id = own_call(request, pk), whole(request, "order")
    number = get_object_or_404(Order.objects.placed(), pk=order_id, customer=mine.customer_id).number

    def copying(held: dict[str, Any]) -> None:
        copied = copy_on_call(from_id=order_id, **held)
        messages.success(request, f"Order {number} once more, at today's prices. {copied.words}".strip())

    return _done(request, mine, copying)


@require_POST
@works_queue
@permission_required("orders.set_hand_price", raise_exception=True)
def price(request: HttpRequest, pk: int) -> HttpResponse:
    """A price set by hand with its reason; or today's, or what it was without either."""
    mine, fields = own_call(request, pk), request.POST.dict()
    typed = " ".join(text for name, text in fields.items() if name.startswith(("price-", "why-")))
    return _done(request, mine, lambda held: price_on_call(asked=read_price(fields), **held), typed=typed)


def _done(
    request: HttpRequest, call: Call, act: Callable[[dict[str, Any]], object], *, typed: str = "", said: str = ""
) -> HttpResponse:
    """Acts for whoever holds the customer, and answers with the pad as it is then; refused, what was `typed` stays."""
    refused: Refusal | None = None
    by, at = me(request), now()
    try:
        with words_kept(lambda: typed, call_id=call.pk, by=by, at=at):
            act({"call_id": call.pk, "token": call.lease_token, "by": by, "at": at})
    except Refusal as refusal:
        refused = refusal
    if refused or said:
        messages.add_message(request, messages.ERROR if refused else messages.SUCCESS, str(refused or said))
    if not request.headers.get("HX-Request"):
        return redirect("calls:call", call.pk)
    if refused and not isinstance(refused, QuantityMoved):
        answer = render(request, "calls/_said.html", status=422)
        answer["HX-Reswap"] = "none"
        return answer
    return render(request, "calls/_pad_answer.html", {"pad": call_pad(call, now()), "links": pad_links(call)})
