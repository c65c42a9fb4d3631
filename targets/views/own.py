"""One's own targets, on a page or as a part of another."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from staff.models import SignedInRequest
from targets import reports


@require_safe
@permission_required("targets.view_own_progress", raise_exception=True)
def own(request: SignedInRequest) -> HttpResponse:
    """With `order` in the address, also what that order of theirs did."""
    at, order = timezone.now(), request.GET.get("order", "")
    page = "targets/_own.html" if request.headers.get("HX-Request") else "targets/own.html"
    effects = reports.effect_of_order(int(order), request.user, at=at) if order.isdecimal() else []
    return render(request, page, {"rows": reports.progress_for(request.user, at=at), "effects": effects})
