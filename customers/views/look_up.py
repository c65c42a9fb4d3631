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
    """The matches for `q` from place `begins` on; Enter on the only one opens it."""
    typed = request.GET.get("q", "")
    page = reports.match_page(typed, begins=request.GET.get("begins", ""))
    if request.headers.get("HX-Request"):
        return render(request, "customers/_matches.html", {"page": page, "typed": typed})
    if len(page.rows) == 1 and not page.begins:
        return redirect("customers:customer", account_number=page.rows[0].account_number)
    return render(request, "customers/look_up.html", {"page": page, "typed": typed})
