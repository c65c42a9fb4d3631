"""What a promotion would do, for whoever sets it: asked by its form as it is filled, and by its page."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from orders.reports.promotion_preview import promotion_preview
from promotions.actions import plan_of
from promotions.forms import FORMS
from promotions.models import Promotion
from promotions.rules.life import Plan
from promotions.rules.terms import TermsRefused
from staff.models import SignedInRequest


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("promotions.direct_promotions", raise_exception=True)
def preview(request: SignedInRequest) -> HttpResponse:
    """Of the form that is posted, or of the promotion that the address names."""
    number = request.POST.get("editing", "") if request.method == "POST" else request.GET.get("promotion", "")
    editing = int(number) if number.isdecimal() and len(number) <= 18 else None
    plan, missing = _posted(request) if request.method == "POST" else (_kept(editing), "")
    found = None
    try:
        found = promotion_preview(plan, timezone.now(), editing=editing) if plan else None
    except TermsRefused as refusal:
        missing = refusal.sentence
    page = "orders/_promotion_preview.html" if request.headers.get("HX-Request") else "orders/promotion_preview.html"
    return render(request, page, {"preview": found, "missing": missing})


def _posted(request: SignedInRequest) -> tuple[Plan | None, str]:
    """The plan of a form that is still being filled, or what it lacks; its words may be missing."""
    form_class = FORMS.get(request.POST.get("mechanic", ""))
    if form_class is None:
        raise Http404
    form = form_class(request.POST)
    lacking = [form.fields[name].label or name for name in form.errors if name in form.needed_to_preview]
    if lacking:
        return None, f"Fill in first: {', '.join(str(label) for label in lacking)}."
    return form.plan, ""


def _kept(promotion_id: int | None) -> Plan:
    return plan_of(get_object_or_404(Promotion.objects.select_related("current"), pk=promotion_id or 0))
