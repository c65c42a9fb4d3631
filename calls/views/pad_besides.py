"""Beside the order pad: substitutes, what could not be sold, what they gave up, an earlier order again."""

from collections.abc import Callable
from dataclasses import replace
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
from calls.forms.pad import LostForm, SwapForm, prices_typed, product_priced, read_given_up, read_price
from calls.models import Call
from calls.reports import call_pad
from calls.rules.refusals import LeaseLost
from calls.views.call import call_found
from calls.views.links import pad_links
from calls.views.own import me, own_call, whole, works_queue
from orders.models import Order
from orders.reports import Pad
from orders.reports.pad import PriceTyped
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
        return _answered(request, mine, Refusal("Choose why they gave it up, or say it in their words."))
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
    product, typed = product_priced(fields), prices_typed(fields)
    words = " ".join(f"{each.price} {each.why}" for each in typed.values())
    refused = _refusal(request, mine, lambda held: price_on_call(asked=read_price(fields), **held), typed=words)
    if refused and product is not None and not isinstance(refused, LeaseLost):
        return _price_refused(request, mine, product, typed, refused)
    others = {key: each for key, each in typed.items() if key != product}
    return _answered(request, mine, refused, pad=lambda pad: pad.with_prices(others))


def _price_refused(
    request: HttpRequest, call: Call, product: int, typed: dict[int, PriceTyped], refused: Refusal
) -> HttpResponse:
    """The sentence at the fields of the row, which keep what was typed."""
    at_row = typed.get(product, PriceTyped()).refused(refused)
    if not request.headers.get("HX-Request"):
        found = call_found(request, call, also=(product,))
        page = found["page"]
        found["page"] = replace(page, pad=page.pad.with_prices({**typed, product: at_row}))
        return render(request, "calls/call.html", found, status=422)
    row = call_pad(call, now()).row_of(product)
    if row is None:
        return _answered(request, call, refused)
    answer = render(request, "orders/_pad_price_refused.html", {"row": replace(row, by_hand=at_row)})
    answer.status_code, answer["HX-Reswap"] = 422, "none"
    return answer


def _done(
    request: HttpRequest, call: Call, act: Callable[[dict[str, Any]], object], *, typed: str = "", said: str = ""
) -> HttpResponse:
    """Acts for whoever holds the customer, and answers with the pad as it is then; refused, what was `typed` stays."""
    return _answered(request, call, _refusal(request, call, act, typed=typed), said)


def _refusal(
    request: HttpRequest, call: Call, act: Callable[[dict[str, Any]], object], *, typed: str = ""
) -> Refusal | None:
    """Why it is not done for whoever holds the customer; None when it is."""
    by, at = me(request), now()
    try:
        with words_kept(lambda: typed, call_id=call.pk, by=by, at=at):
            act({"call_id": call.pk, "token": call.lease_token, "by": by, "at": at})
    except Refusal as refusal:
        return refusal
    return None


def _answered(
    request: HttpRequest,
    call: Call,
    refused: Refusal | None,
    said: str = "",
    *,
    pad: Callable[[Pad], Pad] = lambda pad: pad,
) -> HttpResponse:
    if refused or said:
        messages.add_message(request, messages.ERROR if refused else messages.SUCCESS, str(refused or said))
    if not request.headers.get("HX-Request"):
        return redirect("calls:call", call.pk)
    if refused and not isinstance(refused, QuantityMoved):
        answer = render(request, "calls/_said.html", status=422)
        answer["HX-Reswap"] = "none"
        return answer
    return render(request, "calls/_pad_answer.html", {"pad": pad(call_pad(call, now())), "links": pad_links(call)})
