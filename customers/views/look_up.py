"""Look-up of any customer, as it is typed."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from customers import reports
from staff.models import SignedInRequest


@require_safe
@permission_required("customers.look_up", raise_exception=True)
def look_up(request: SignedInRequest) -> HttpResponse:
    """The matches for `q`; Enter on the only one opens it."""
    typed = request.GET.get("q", "")
    matches = reports.look_up(typed)
    if request.headers.get("HX-Request"):
        return render(request, "customers/_matches.html", {"matches": matches, "typed": typed})
    if len(matches) == 1:
        return redirect("customers:customer", account_number=matches[0].account_number)
    return render(request, "customers/look_up.html", {"matches": matches, "typed": typed})
