"""The Director's forecast of who will be missed, and its proposal accepted in one press."""

import re
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions.handover import Handed, reallocate
from calls.models import Reallocation
from calls.reports.forecast import earlier, reallocated
from calls.reports.forecast import forecast as report
from calls.views.own import me
from staff.rules import Refusal

MOVE = re.compile(r"(\d{1,18})-(\d{1,18})-(\d{1,18})")
REASON = "The work of the day was shared out anew."
overrides_queue = permission_required("calls.override_queue", raise_exception=True)


@require_safe
@overrides_queue
def forecast(request: HttpRequest) -> HttpResponse:
    return render(request, "calls/forecast.html", {"forecast": report(now()), "key": uuid4()})


@require_POST
@overrides_queue
def accept(request: HttpRequest) -> HttpResponse:
    """What the page proposed; what has changed since stays as it is."""
    try:
        key = UUID(request.POST.get("key", ""))
    except ValueError as nonsense:
        raise BadRequest("The page has no key.") from nonsense
    found = [MOVE.fullmatch(value) for value in request.POST.get("moves", "").split(",")]
    moves = [Handed(int(one[1]), int(one[2]) or None, int(one[3])) for one in found if one]
    try:
        made = reallocate(key=key, moves=moves, reason=REASON, by=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("calls:forecast")
    return redirect("calls:reallocation", made.pk)


@require_safe
@overrides_queue
def reallocations(request: HttpRequest) -> HttpResponse:
    """The proposals that were accepted before; `after` is the next page."""
    return render(request, "calls/reallocations.html", {"page": earlier(request.GET.get("after", ""))})


@require_safe
@overrides_queue
def reallocation(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done."""
    made = get_object_or_404(Reallocation.objects.select_related("accepted_by"), pk=pk)
    return render(request, "calls/reallocation.html", {"made": made, "rows": reallocated(made)})
