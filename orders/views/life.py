"""A confirmed order goes on: held, changed, credited, and its back order ended."""

from dataclasses import replace
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from orders import actions, reports
from orders.forms.change import ChangeForm
from orders.forms.life import CreditForm, GiveUpForm, HoldForm, ReasonForm
from orders.models import Hold
from orders.reports.change import order_to_change, questions_to
from orders.reports.life import OrderLife
from orders.rules.order import ReadBackAgain
from orders.rules.vocabulary import HoldKind
from orders.views.orders import order_page
from staff.models import SignedInRequest
from staff.rules import Refusal

takes_orders = permission_required("orders.take_orders", raise_exception=True)


@require_POST
@takes_orders
def hold(request: SignedInRequest, number: str) -> HttpResponse:
    """Holds the order for stock or a query; a refusal comes back with what was typed."""
    life, form = known(number), HoldForm(request.POST)
    if form.is_valid():
        given, at = form.cleaned_data, timezone.now()
        try:
            kind = HoldKind(given["kind"])
            actions.hold_order(order_id=life.order_id, kind=kind, words=given["words"], by=request.user, at=at)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Order {number} is held.")
            return redirect("orders:order", number)
    return order_page(request, number, hold_form=form, status=422)


@require_POST
@takes_orders
def release(request: SignedInRequest, number: str, pk: int) -> HttpResponse:
    """Releases what a colleague held for stock or a query; a refusal comes back with what was typed."""
    held = Hold.objects.filter(order__number=number, kind__in=[HoldKind.STOCK, HoldKind.QUERY])
    standing, form = get_object_or_404(held, pk=pk), ReasonForm(request.POST)
    typed = {"id": pk, "reason": form.data.get("reason", "")}
    if not form.is_valid():
        return order_page(request, number, typed=typed | {"refusal": form.refusal}, status=422)
    reason = form.cleaned_data["reason"]
    try:
        actions.decide_hold(hold_id=standing.pk, releases=True, reason=reason, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return order_page(request, number, typed=typed | {"refusal": refusal.sentence}, status=422)
    messages.success(request, "Released.")
    return redirect("orders:order", number)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_orders
def change(request: SignedInRequest, number: str) -> HttpResponse:
    """Shows what a change would bring, old beside new; what they agreed to is kept."""
    life, form = known(number), _change_form(request, number)
    amendment = None
    if form.is_bound and form.is_valid():
        try:
            if "confirm" in request.POST:
                return _amended(request, life, form)
            amendment = _preview(request, life, form)
        except Refusal as refusal:
            amendment = _read_again(request, life, form, refusal)
            refuse(form, refusal)
    found = {"number": number, "life": life, "form": form, "amendment": amendment}
    return render(request, "orders/change.html", found, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@takes_orders
def credit(request: SignedInRequest, number: str) -> HttpResponse:
    life = known(number)
    form = CreditForm(request.POST if request.method == "POST" else None, lines=life.lines)
    if form.is_bound and form.is_valid():
        reason, key, at = form.cleaned_data["reason"], form.cleaned_data["key"], timezone.now()
        try:
            actions.credit_order(
                order_id=life.order_id, packs=form.packs, reason=reason, key=key, by=request.user, at=at
            )
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"Order {number} is credited.")
            return redirect("orders:order", number)
    found = {"number": number, "life": life, "form": form}
    return render(request, "orders/credit.html", found, status=422 if form.errors else 200)


@require_POST
@takes_orders
def give_up(request: SignedInRequest, number: str) -> HttpResponse:
    """Ends the back order: the rest will not follow."""
    life, form = known(number), GiveUpForm(request.POST)
    if form.is_valid():
        reason, key, at = form.cleaned_data["reason"], form.cleaned_data["key"], timezone.now()
        try:
            actions.give_up_rest(order_id=life.order_id, reason=reason, key=key, by=request.user, at=at)
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, f"The rest of order {number} will not follow; the customer is told.")
            return redirect("orders:order", number)
    return order_page(request, number, give_up_form=form, status=422)


def known(number: str) -> OrderLife:
    """The life of an order; 404 when there is none."""
    life = reports.order_life(number)
    if life is None:
        raise Http404
    return life


def refuse(form: Any, refusal: Refusal) -> None:
    """Puts a refusal where the form has a field for it, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


def _change_form(request: SignedInRequest, number: str) -> ChangeForm:
    order, may_price = order_to_change(number, timezone.now()), request.user.has_perm("orders.set_hand_price")
    return ChangeForm(request.POST if request.method == "POST" else None, order=order, may_price=may_price)


def _preview(request: SignedInRequest, life: OrderLife, form: ChangeForm) -> actions.Amendment:
    seen, at = form.cleaned_data["seen_version"], timezone.now()
    previewing = partial(actions.preview_amendment, order_id=life.order_id, wanted=form.wanted, seen_version=seen)
    shown = previewing(by=request.user, at=at)
    return replace(shown, questions=(*questions_to(life.order_id, shown.wanted, at), *shown.questions))


def _read_again(
    request: SignedInRequest, life: OrderLife, form: ChangeForm, refusal: Refusal
) -> actions.Amendment | None:
    """The difference as it is now, when it is not the one that was read back; None where nothing can be changed."""
    if not isinstance(refusal, ReadBackAgain):
        return None
    try:
        return _preview(request, life, form)
    except Refusal:
        return None


def _amended(request: SignedInRequest, life: OrderLife, form: ChangeForm) -> HttpResponse:
    order = actions.amend_order(
        order_id=life.order_id,
        wanted=form.wanted,
        seen_version=form.cleaned_data["seen_version"],
        agreed=form.cleaned_data["agreed"],
        by=request.user,
        at=timezone.now(),
    )
    messages.success(request, f"Order {order.number} is changed: revision {order.revision}. The customer is told.")
    return redirect("orders:order", order.number)
