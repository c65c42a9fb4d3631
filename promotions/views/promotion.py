"""Promotions: the list, one with its versions, the form, and the steps of its life."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from promotions import actions, reports
from promotions.forms import FORMS, PromotionForm
from promotions.models import Promotion
from promotions.rules.life import PromotionMoved
from promotions.rules.vocabulary import MECHANIC_HINTS, Mechanic, PromotionState
from staff.models import SignedInRequest
from staff.rules import Refusal

STEPS: dict[str, tuple[Callable[..., Promotion], str]] = {
    "start": (actions.start_promotion, "is live"),
    "pause": (actions.pause_promotion, "is paused"),
    "resume": (actions.resume_promotion, "is live again"),
    "end": (actions.end_promotion, "has ended"),
}


@require_safe
def promotions(request: SignedInRequest) -> HttpResponse:
    """By state for who sets promotions; for everybody else what is live, with what to say."""
    directs = request.user.has_perm("promotions.direct_promotions")
    chosen = request.GET.get("state", "") if directs else PromotionState.LIVE.value
    states = [chosen] if chosen in PromotionState.values else PromotionState.values
    rows = reports.promotion_rows(states, timezone.now())
    context = {"rows": rows, "chosen": chosen, "states": PromotionState.choices, "directs": directs}
    return render(request, "promotions/promotions.html", context)


@require_safe
@permission_required("promotions.direct_promotions", raise_exception=True)
def promotion(request: SignedInRequest, pk: int) -> HttpResponse:
    """One promotion with the terms it has had, and what to look at."""
    row = reports.promotion_row(pk, timezone.now())
    if row is None:
        raise Http404
    context = {"row": row, "versions": reports.promotion_versions(pk), "warnings": reports.promotion_warnings(pk)}
    return render(request, "promotions/promotion.html", context)


@require_safe
@permission_required("promotions.direct_promotions", raise_exception=True)
def new(request: SignedInRequest) -> HttpResponse:
    """Which mechanic is it to be?"""
    mechanics = [(mechanic, Mechanic(mechanic).label, MECHANIC_HINTS[Mechanic(mechanic)]) for mechanic in FORMS]
    return render(request, "promotions/new.html", {"mechanics": mechanics})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("promotions.direct_promotions", raise_exception=True)
def create(request: SignedInRequest, mechanic: str) -> HttpResponse:
    """The form of one mechanic; posted, the promotion is kept as a draft."""
    if mechanic not in FORMS:
        raise Http404
    form = FORMS[mechanic](request.POST or None)
    title = f"New promotion: {Mechanic(mechanic).label}"
    try:
        if form.is_valid():
            made = actions.create_promotion(plan=form.plan, by=request.user, at=timezone.now())
            messages.success(request, f"{made.name} is kept as a draft. Look it over, then start it.")
            return redirect("promotions:promotion", made.pk)
    except Refusal as refusal:
        form.add_refusal(refusal.sentence, refusal.field)
    return _form(request, form, title)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("promotions.direct_promotions", raise_exception=True)
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The same form for a promotion that is there; other price terms start a new version."""
    found = _one(pk)
    form_class = FORMS[found.current.mechanic if found.current else ""]
    form = form_class(request.POST or None, initial=form_class.of(found))
    try:
        if form.is_valid():
            seen = form.cleaned_data["edition"]
            actions.edit_promotion(
                promotion_id=pk, plan=form.plan, seen_edition=seen, by=request.user, at=timezone.now()
            )
            messages.success(request, f"{form.cleaned_data['name']} is changed.")
            return redirect("promotions:promotion", pk)
    except PromotionMoved as moved:
        form.add_moved(moved.sentence, _one(pk))
    except Refusal as refusal:
        form.add_refusal(refusal.sentence, refusal.field)
    return _form(request, form, found.name, editing=pk)


def _one(pk: int) -> Promotion:
    """With its terms in force; not found when it is of a kind that no form sets."""
    return get_object_or_404(Promotion.objects.select_related("current"), pk=pk, current__mechanic__in=FORMS)


def _form(request: SignedInRequest, form: PromotionForm, title: str, editing: int | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "editing": editing}
    return render(request, "promotions/form.html", context, status=422 if form.errors else 200)


@require_POST
@permission_required("promotions.direct_promotions", raise_exception=True)
def copy(request: SignedInRequest, pk: int) -> HttpResponse:
    """A draft that says the same, from now on, opened to be changed."""
    try:
        made = actions.copy_promotion(promotion_id=pk, by=request.user, at=timezone.now())
    except Promotion.DoesNotExist as unknown:
        raise Http404 from unknown
    messages.success(request, f"{made.name} is kept as a draft. Set its days, then start it.")
    return redirect("promotions:edit", made.pk)


@require_POST
@permission_required("promotions.direct_promotions", raise_exception=True)
def step(request: SignedInRequest, pk: int, to: str) -> HttpResponse:
    """Start, pause, resume or end; a refusal is said above the promotion."""
    act, done = STEPS[to]
    try:
        moved = act(promotion_id=pk, by=request.user, at=timezone.now())
    except Promotion.DoesNotExist as unknown:
        raise Http404 from unknown
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{moved.name} {done}.")
    return redirect("promotions:promotion", pk)
