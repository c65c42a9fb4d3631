"""The order pad beside a call: quantities, products, offers."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import answer_offer, type_quantities
from calls.actions.offers import take_back_answer
from calls.forms import OfferForm
from calls.models import Call
from calls.reports import before_typing, call_pad, pad_after_typing
from calls.reports.offers import answered_offers
from calls.rules.pad import FIELD, NOTE_FIELD, read_noted, read_typed
from calls.rules.refusals import LeaseLost
from calls.views.call import call_found
from calls.views.links import pad_links
from calls.views.own import me, own_call, whole, works_queue
from calls.views.saved import stamp
from orders.reports import Pad
from orders.rules.order import NoteMoved, QuantityMoved
from promotions.models import PromotionVersion
from promotions.reports import search_products
from promotions.reports.catalogue import SHORTEST_SEARCH
from staff.rules import Refusal


@require_POST
@works_queue
def quantity(request: HttpRequest, pk: int) -> HttpResponse:
    """One cell or one note as it is typed, or without scripts the whole pad."""
    mine, at, fields = own_call(request, pk), now(), request.POST.dict()
    before = before_typing(mine, products_of(fields), at)
    try:
        typed, noted = read_typed(fields), read_noted(fields)
        worked = type_quantities(
            call_id=pk, token=mine.lease_token, typed=typed, noted=noted, by=me(request), at=at, also=before.also
        )
    except Refusal as refusal:
        return _refused(request, mine, refusal)
    for line in worked.moved.values():
        if line.is_news:
            messages.warning(request, f"{line}.")
    for words in worked.lapsed:
        messages.warning(request, f"{words}.")
    if noted or not request.headers.get("HX-Request"):
        return _answer(request, mine, call_pad(mine, at, also=before.products), at)
    pieces = {one.product_id: one.quantity for one in typed if one.in_pieces}
    return _answer(request, mine, pad_after_typing(before, worked).typed_in_pieces(pieces), at)


def _status(refusal: Refusal) -> int:
    """Moved on meanwhile, or wrong as it is."""
    return 409 if isinstance(refusal, QuantityMoved | NoteMoved | LeaseLost) else 422


def _answer(request: HttpRequest, call: Call, pad: Pad, at: datetime) -> HttpResponse:
    """All that the quantities may have changed; never a field that is typed into."""
    if not request.headers.get("HX-Request"):
        return redirect("calls:call", call.pk)
    return stamp(_changed(request, call, pad), at, pad.version)


def _refused(request: HttpRequest, call: Call, refusal: Refusal) -> HttpResponse:
    """The refusal stands at its field, beside what is kept."""
    if not request.headers.get("HX-Request"):
        return _as_typed(request, call, refusal)
    posted = products_of(request.POST)
    pad = call_pad(call, now(), also=posted)
    refused = pad.refused(refusal, posted)
    if refused is None:
        messages.error(request, refusal.sentence)
    return _changed(request, call, refused or pad, status=_status(refusal))


def _changed(request: HttpRequest, call: Call, pad: Pad, *, status: int = 200) -> HttpResponse:
    posted = products_of(request.POST)
    rows = pad.rows_to_refresh(posted, request.POST.get("shown", ""))
    finds = any(product in pad.short or f"short-{product}" in request.POST for product in posted)
    found = {"pad": pad, "rows": rows, "links": pad_links(call), "finds_substitutes": finds}
    return render(request, "orders/_pad_changed.html", found, status=status)


def _as_typed(request: HttpRequest, call: Call, refusal: Refusal) -> HttpResponse:
    """The whole page with all that was typed still in its fields."""
    posted = products_of(request.POST)
    page = call_found(request, call, also=posted)
    typed = page["page"].pad.as_typed(request.POST.dict())
    refused = typed.refused(refusal, posted if len(posted) == 1 else ())
    if refused is None:
        messages.error(request, refusal.sentence)
    page["page"] = replace(page["page"], pad=refused or typed)
    return render(request, "calls/call.html", page, status=_status(refusal))


def products_of(names: Iterable[str]) -> tuple[int, ...]:
    """The products whose quantities or notes are among the fields."""
    keys = (name.removeprefix(field) for name in names for field in (FIELD, NOTE_FIELD) if name.startswith(field))
    return tuple(dict.fromkeys(int(key) for key in keys if key.isdecimal() and len(key) <= 18))


@require_safe
@works_queue
def search(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_call(request, pk)
    asked = request.GET.get("q", "")
    found = {"matches": search_products(asked), "links": pad_links(mine), "asked": asked, "key": uuid4()}
    found["is_asked"] = len(asked.strip()) >= SHORTEST_SEARCH
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
        return _offer_refused(request, mine, version.pk, refusal)
    return _offer_answered(request, mine)


@require_POST
@works_queue
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer that was a slip is unsaid."""
    mine = own_call(request, pk)
    try:
        take_back_answer(call_id=pk, promotion_id=whole(request, "promotion"), by=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    return _offer_answered(request, mine)


def _offer_answered(request: HttpRequest, call: Call) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return redirect("calls:call", call.pk)
    shown = {"pad": call_pad(call, now()), "links": pad_links(call)}
    found = {**shown, "has_answered": True, "answered": answered_offers(call)}
    return render(request, "calls/_pad_answer.html", found)


def _offer_refused(request: HttpRequest, call: Call, version: int, refusal: Refusal) -> HttpResponse:
    """The sentence at the prompt's fields, which keep what was typed."""
    if request.headers.get("HX-Request"):
        answer = render(
            request, "calls/_offer_refused.html", {"version": version, "refusal": refusal}, status=_status(refusal)
        )
        answer["HX-Reswap"] = "none"
        return answer
    messages.error(request, refusal.sentence)
    found = call_found(request, call, also=())
    page, typed = found["page"], {"typed": request.POST.get("quantity"), "typed_words": request.POST.get("words", "")}
    prompts = tuple(
        replace(prompt, said=refusal.sentence, **typed) if prompt.version_id == version else prompt
        for prompt in page.pad.prompts
    )
    found["page"] = replace(page, pad=replace(page.pad, prompts=prompts))
    return render(request, "calls/call.html", found, status=_status(refusal))
