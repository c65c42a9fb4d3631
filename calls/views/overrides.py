"""Who went against the order of the queue, how, and why."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from calls.forms.overrides import SoughtForm
from calls.reports.overrides import overrides as found_overrides


@require_safe
@permission_required("calls.direct_desk", raise_exception=True)
def overrides(request: HttpRequest) -> HttpResponse:
    """Filters in the address: `on`, `by`, `kind`, `words`; `after` for the next page."""
    form = SoughtForm(request.GET)
    form.is_valid()
    page = found_overrides(form.sought(), after=request.GET.get("after", ""))
    return render(request, "calls/overrides.html", {"form": form, "page": page})
