"""The Director's desk."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from staff.models import SignedInRequest
from targets import reports


@require_safe
@permission_required("targets.view_desk", raise_exception=True)
def desk(request: SignedInRequest) -> HttpResponse:
    """Today in one view; htmx asks again for its changing part."""
    page = "targets/_desk.html" if request.headers.get("HX-Request") else "targets/desk.html"
    return render(request, page, {"desk": reports.desk(timezone.now())})
