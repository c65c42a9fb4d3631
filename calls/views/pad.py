"""The order pad beside a call: quantities, products, offers."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import answer_offer, type_quantities
from calls.forms import OfferForm
from calls.models import Call
from calls.reports import call_pad
from calls.rules.pad import FIELD, read_typed
from calls.rules.refusals import LeaseLost
from calls.views.links import pad_links
from calls.views.own import me, own_call, works_queue
from calls.views.saved import stamp
from orders.rules.order import QuantityMoved
from promotions.models import PromotionVersion
from promotions.reports import search_products
from staff.rules import Refusal


@require_POST
@works_queue
def quantity(request: HttpRequest, pk: int) -> HttpResponse:
    """One cell as it is typed, or without scripts the whole pad."""
    mine, at = own_call(request, pk), now()
    try:
        typed = read_typed(request.POST.dict())
        if typed:
            type_quantities(call_id=pk, token=mine.lease_token, typed=typed, by=me(request), at=at)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return _changed(request, mine, status=_status(refusal))
    return _changed(request, mine)


def _status(refusal: Refusal) -> int:
    """Moved on meanwhile, or wrong as it is."""
    return 409 if isinstance(refusal, QuantityMoved | LeaseLost) else 422


def _changed(request: HttpRequest, call: Call, *, status: int = 200) -> HttpResponse:
    """All that the quantities may have changed; never a field that is typed into."""
    if not request.headers.get("HX-Request"):
        return redirect("calls:call", call.pk)
    at = now()
    pad = call_pad(call, at, also=tuple(_products(request.POST)))
    rows = {row.product.id: row for product in _products(request.POST) for row in pad.rows_to_refresh(product)}
    found = {"pad": pad, "rows": rows.values(), "links": pad_links(call)}
    answer = render(request, "orders/_pad_changed.html", found, status=status)
    return stamp(answer, at, pad.version) if status == 200 else answer


def _products(names: Iterable[str]) -> list[int]:
    keys = (name.removeprefix(FIELD) for name in names if name.startswith(FIELD))
    return [int(key) for key in keys if key.isdecimal() and len(key) <= 18]


@require_safe
@works_queue
def search(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_call(request, pk)
    found = {"matches": search_products(request.GET.get("q", "")), "links": pad_links(mine)}
    return render(request, "orders/_product_matches.html", found)


@require_safe
@works_queue
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """The row of a product that was picked, to be added to the pad."""
    mine = own_call(request, pk)
    product = request.GET.get("product", "")
    if not (product.isdecimal() and len(product) <= 18):
        raise Http404
    pad = call_pad(mine, now(), also=(int(product),))
    shown = pad.row_of(int(product))
    if shown is None:
        raise Http404
    found = {"row": shown, "links": pad_links(mine), "is_draft": pad.is_draft, "is_new": True}
    return render(request, "orders/_pad_row.html", found)


@require_POST
@works_queue
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    mine, form = own_call(request, pk), OfferForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The answer to an offer that no page of ours sends.")
    version = get_object_or_404(PromotionVersion, pk=form.cleaned_data["version"])
    try:
        answer_offer(call_id=pk, promotion_version_id=version.pk, by=me(request), at=now(), **form.answer())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    if not request.headers.get("HX-Request"):
        return redirect("calls:call", pk)
    found = {"pad": call_pad(mine, now()), "links": pad_links(mine)}
    return render(request, "calls/_pad_answer.html", found)
