"""The first page: each person's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

FIRST_PAGES = (
    ("targets.view_desk", "targets:desk"),
    ("calls.work_queue", "calls:day"),
    ("staff.open_admin_site", "admin:index"),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Go to the page that this person's work begins on."""
    for permission, route in FIRST_PAGES:
        if request.user.has_perm(permission):
            return redirect(route)
    return redirect("customers:look-up")
