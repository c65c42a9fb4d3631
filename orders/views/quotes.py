"""Quotes: the list, a new one, and one quote from its first price to its end."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TypeAlias

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from customers.models import Customer
from orders.actions import quote as actions
from orders.forms import LossForm, QuoteFilter, QuoteForm, QuoteLineForm, QuoteTermsForm
from orders.forms.life import DecisionForm
from orders.models import Quote
from orders.reports.quotes import QuoteSheet, quote_rows, quote_sheet
from orders.views.paging import addressed
from promotions.reports import ProductCard, search_products
from staff.models import SignedInRequest
from staff.rules import Refusal
from staff.views.back import way_back

# Sentences, by the field that each is about.
Wrong: TypeAlias = Mapping[str, str]
NOTHING_WRONG: Wrong = {}

makes_quotes = permission_required("orders.make_quotes", raise_exception=True)


@require_safe
@makes_quotes
def quotes(request: SignedInRequest) -> HttpResponse:
    """Open quotes, the newest first; the filters are in the address."""
    filters = QuoteFilter(request.GET)
    with addressed():
        page = quote_rows(
            timezone.now(),
            state=filters.data.get("state", "") if filters.is_valid() else "",
            owner_id=request.user.pk if request.GET.get("mine") else None,
            after=request.GET.get("after", ""),
        )
    return render(request, "orders/quotes.html", {"page": page, "filters": filters})


@require_http_methods(["GET", "HEAD", "POST"])
@makes_quotes
def new_quote(request: SignedInRequest) -> HttpResponse:
    """For the customer and the enquiry in the address; posted, the quote is opened once."""
    customer = get_object_or_404(Customer, account_number=request.GET.get("customer", ""))
    with addressed():
        enquiry_id = int(request.GET["enquiry"]) if request.GET.get("enquiry") else None
    form = QuoteForm(request.POST or None, customer=customer, initial=QuoteForm.fresh(request.user))
    try:
        if form.is_valid():
            opening = partial(actions.open_quote, customer_id=customer.pk, enquiry_id=enquiry_id, **form.quote)
            return redirect("orders:quote", opening(by=request.user, at=timezone.now()).number)
    except Refusal as refusal:
        form.add_error(refusal.field, refusal.sentence)
    status = 422 if form.is_bound else 200
    return render(request, "orders/quote_new.html", {"form": form, "customer": customer}, status=status)


@require_safe
@makes_quotes
def quote(request: SignedInRequest, number: str) -> HttpResponse:
    """The page; `q` in the address looks for a product to add."""
    return _page(request, number)


@require_POST
@makes_quotes
def line(request: SignedInRequest, number: str) -> HttpResponse:
    """A product with its quantity, or added to it, and its price by hand from those who may set one."""
    form = QuoteLineForm(request.POST)
    if request.POST.get("hand_price") and not request.user.has_perm("orders.set_hand_price"):
        raise PermissionDenied
    typed = {"adding" if "was" in request.POST else "typed": request.POST}
    if not form.is_valid():
        return _page(request, number, form.wrong, **typed)
    if form.more is not None:
        adding = partial(actions.add_quote_line, **form.more)
        return _act(request, number, adding, _added(form), "#quote-find", **typed)
    setting = partial(actions.set_quote_line, **form.line)
    return _act(request, number, setting, "", **typed)


def _added(form: QuoteLineForm) -> str:
    """That it stood on the quote already; nothing where it is new."""
    was, more = form.cleaned_data["was"], form.cleaned_data["quantity"]
    return f"{was} of it stood on the quote already: {was + more} now." if was else ""


@require_POST
@makes_quotes
def terms(request: SignedInRequest, number: str) -> HttpResponse:
    form = QuoteTermsForm(request.POST)
    if not form.is_valid():
        return _page(request, number, terms_form=form)
    setting = partial(actions.set_quote_terms, terms=form.terms)
    return _act(request, number, setting, "The terms are kept.", terms_form=form)


@require_POST
@makes_quotes
def send(request: SignedInRequest, number: str) -> HttpResponse:
    """What was on the screen goes to the customer, and nothing else: its revision, version and terms come along."""
    with addressed():
        revision, seen_version = int(request.POST.get("revision", "")), int(request.POST.get("version", ""))
    form = QuoteTermsForm(request.POST)
    if not form.is_valid():
        return _page(request, number, terms_form=form)
    sending = partial(actions.send_quote, number=revision, seen_version=seen_version, terms=form.terms)
    return _act(request, number, sending, "The quote is on its way.", terms_form=form)


@require_POST
@permission_required("orders.approve_orders", raise_exception=True)
def decide(request: SignedInRequest, number: str) -> HttpResponse:
    """The prices below the floor are approved or refused, here or on the list of approvals."""
    with addressed():
        seen_version = int(request.POST.get("version", ""))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form.wrong, typed=request.POST)
    releases, reason = form.cleaned_data["decision"] == "release", form.cleaned_data["reason"]
    deciding = partial(actions.decide_quote, seen_version=seen_version, releases=releases, reason=reason)
    done = f"The prices below the floor of {number} are {'approved' if releases else 'refused'}."
    return _act(request, number, deciding, done, typed=request.POST)


@require_POST
@makes_quotes
def revise(request: SignedInRequest, number: str) -> HttpResponse:
    """Another revision, with the prices held or, on demand, priced as of today."""
    revising = partial(actions.revise_quote, price_again="price_again" in request.POST)
    return _act(request, number, revising, "")


@require_POST
@makes_quotes
def lose(request: SignedInRequest, number: str) -> HttpResponse:
    form = LossForm(request.POST)
    if not form.is_valid():
        return _page(request, number, loss_form=form)
    return _act(request, number, partial(actions.lose_quote, **form.outcome), "Kept: it is lost.", loss_form=form)


def _act(
    request: SignedInRequest, number: str, action: Callable[..., object], done: str, lands: str = "", /, **shown: object
) -> HttpResponse:
    """Do it and go back to the page, the cursor where `lands` names; a refusal shows the page with what was typed."""
    quote_id = get_object_or_404(Quote.objects.only("pk"), number=number).pk
    try:
        action(quote_id=quote_id, by=request.user, at=timezone.now())
    except Refusal as refusal:
        form = shown.get("terms_form") or shown.get("loss_form")
        if isinstance(form, QuoteTermsForm | LossForm):
            form.add_error(refusal.field, refusal.sentence)
            return _page(request, number, **shown)
        return _page(request, number, {refusal.field or "": refusal.sentence}, **shown)
    if done:
        messages.success(request, done)
    return redirect(way_back(request, reverse("orders:quote", args=[number]) + lands))


def _page(request: SignedInRequest, number: str, wrong: Wrong = NOTHING_WRONG, /, **shown: object) -> HttpResponse:
    """What is `wrong` stands at its field, or above where the page has no such field."""
    sheet = quote_sheet(number, timezone.now())
    if sheet is None:
        raise Http404
    asked = request.GET.get("q", "")
    matches = sheet.with_packs(search_products(asked)) if asked else []
    at_fields = _fields_shown(sheet, matches, shown)
    found = {
        "sheet": sheet,
        "terms_form": _terms_form(sheet),
        "loss_form": LossForm(),
        "q": asked,
        "matches": matches,
        "wrong": wrong,
        "above": " ".join(words for field, words in wrong.items() if field not in at_fields),
        **shown,
    }
    return render(request, "orders/quote.html", found, status=422 if shown or wrong else 200)


def _fields_shown(
    sheet: QuoteSheet, matches: Iterable[tuple[ProductCard, int]], shown: Mapping[str, object]
) -> Collection[str]:
    """The fields of what was posted that the page still has, each able to say what is wrong in it."""
    adding, typed = shown.get("adding"), shown.get("typed")
    if sheet.draft is None:
        return ()
    if isinstance(adding, QueryDict):
        return ("quantity",) if adding.get("product") in {str(card.id) for card, _ in matches} else ()
    if not isinstance(typed, QueryDict):
        return ()
    if "decision" in typed:
        return ("reason",) if sheet.draft.waits_for_approval else ()
    is_on_it = typed.get("product") in {str(line.product_id) for line in sheet.draft.lines}
    return QuoteLineForm.SHOWN if is_on_it else ()


def _terms_form(sheet: QuoteSheet) -> QuoteTermsForm | None:
    draft = sheet.draft
    if draft is None:
        return None
    stands = {name: getattr(draft, name) for name in ("valid_until", "lead_time_days", "note")}
    return QuoteTermsForm(initial={**stands, "follow_up_on": sheet.follow_up_on})
