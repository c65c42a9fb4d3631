"""What came of a promotion, for whoever sets it."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from staff.models import SignedInRequest
from targets.reports.promotion_results import promotion_results


@require_safe
@permission_required("targets.view_desk", raise_exception=True)
def results(request: SignedInRequest) -> HttpResponse:
    """Of the promotion that the address names; a part of its page, or a page of its own."""
    number = request.GET.get("promotion", "")
    found = promotion_results(int(number), timezone.now()) if number.isdecimal() and len(number) <= 18 else None
    if found is None:
        raise Http404
    page = "targets/_promotion_results.html" if request.headers.get("HX-Request") else "targets/promotion_results.html"
    return render(request, page, {"results": found})
