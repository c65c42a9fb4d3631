"""What every view of a coordinator's own calls begins with."""

from typing import cast

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from calls.models import Call
from staff.models import User

works_queue = permission_required("calls.work_queue", raise_exception=True)

LARGEST_KEY = 2**63 - 1


def me(request: HttpRequest) -> User:
    """Whoever is signed in; the sign-in middleware has let nobody else through."""
    return cast(User, request.user)


def own_call(request: HttpRequest, pk: int) -> Call:
    """The call of this address; not found when it is another's."""
    calls = Call.objects.select_related("customer", "entry", "line", "contact", "order")
    call = get_object_or_404(calls, pk=pk, coordinator=me(request))
    call.coordinator = me(request)
    return call


def whole(request: HttpRequest, name: str) -> int:
    """A whole number that the page itself has sent; anything else is no page of ours."""
    try:
        value = int(request.POST.get(name, ""))
    except ValueError:
        value = -1
    if not 0 <= value <= LARGEST_KEY:
        raise BadRequest(f"The field {name} holds no whole number.")
    return value
