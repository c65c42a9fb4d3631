"""My day, and Next."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import claim_next
from calls.reports import my_day
from calls.rules.refusals import ManyPutAside, MayNotRing
from calls.views.own import me, works_queue

NOTHING = (
    "Nobody is ready to be rung just now. Promises and schedules come up here by themselves; press Next again then."
)


@require_safe
@works_queue
def day(request: HttpRequest) -> HttpResponse:
    at = now()
    return render(request, "calls/day.html", {"day": my_day(me(request), at), "at": at})


@require_POST
@works_queue
def take_next(request: HttpRequest) -> HttpResponse:
    try:
        call = claim_next(operator=me(request), at=now())
    except (MayNotRing, ManyPutAside) as refusal:
        messages.error(request, refusal.sentence)
        return redirect("calls:day")
    if call is None:
        messages.info(request, NOTHING)
        return redirect("calls:day")
    return redirect("calls:call", call.pk)
