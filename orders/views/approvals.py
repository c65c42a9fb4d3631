"""Held orders that wait for a decision about their prices or the customer's credit."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from orders import actions, reports
from orders.forms.life import DecisionForm
from orders.models import Hold
from orders.reports.quote_approvals import quote_approvals
from orders.rules.vocabulary import HoldKind
from staff.models import SignedInRequest
from staff.rules import Refusal


@require_safe
@permission_required("orders.approve_orders", raise_exception=True)
def approvals(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@require_POST
@permission_required("orders.approve_orders", raise_exception=True)
def decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """Releases or refuses what is held for credit or price; a refusal comes back with what was typed."""
    hold = get_object_or_404(Hold, pk=pk, kind__in=[HoldKind.CREDIT, HoldKind.PRICE])
    form = DecisionForm(request.POST)
    typed = {"id": hold.pk, "reason": form.data.get("reason", "")}
    if not form.is_valid():
        return _page(request, typed | {"refusal": form.refusal}, status=422)
    releases, reason = form.cleaned_data["decision"] == "release", form.cleaned_data["reason"]
    try:
        actions.decide_hold(hold_id=hold.pk, releases=releases, reason=reason, by=request.user, at=timezone.now())
    except Refusal as refusal:
        return _page(request, typed | {"refusal": refusal.sentence}, status=422)
    messages.success(request, "Released." if releases else "Refused; the customer is to be rung about it.")
    return redirect("orders:approvals")


def _page(request: SignedInRequest, typed: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    found = {"approvals": reports.approvals(), "quotes": quote_approvals(), "typed": typed or {}}
    return render(request, "orders/approvals.html", found, status=status)
