"""What every answer carries and every signed-in person must have."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from staff.models import User

View = Callable[[HttpRequest], HttpResponse]


class ContentSecurityPolicy:
    """Sends SECURE_CSP: only our own files may run, style, load or be posted to."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.policy = "; ".join(f"{name} {' '.join(sources)}" for name, sources in settings.SECURE_CSP.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        return response


class NothingWithoutAName:
    """At an address that holds a NUL there is nothing: no text of the database has one, so nothing is called so."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404
        return self.get_response(request)


class SecondFactorByRole:
    """Leads people whose role is in MFA_REQUIRED_ROLES to set up a second factor before anything else."""

    OPEN_PATHS = ("/accounts/", "/static/")

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            isinstance(user, User)
            and user.role in settings.MFA_REQUIRED_ROLES
            and not request.path.startswith(self.OPEN_PATHS)
            and not is_mfa_enabled(user)
        ):
            messages.info(request, "Your role needs a second step at sign-in. Set it up here, then go on.")
            return redirect("mfa_activate_totp")
        return self.get_response(request)
