"""The promises of the desk, overdue first, and opening the card of one."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import keep_promise
from calls.actions.keep import GoesBefore
from calls.models import Callback
from calls.reports import callback_rows, promises_kept
from calls.rules.promise import Due
from calls.rules.vocabulary import Direction
from calls.views.own import me, works_queue
from staff.rules import Refusal

COUNTED = dt.timedelta(days=28)


@require_safe
@works_queue
def callbacks(request: HttpRequest) -> HttpResponse:
    """Filters in the address: `whose` mine or all, `state` of Due, `after` for the next page."""
    at, whose, asked = now(), request.GET.get("whose", "mine"), request.GET.get("state", "")
    owner_id = None if whose == "all" else me(request).pk
    state = Due(asked) if asked in Due.values else None
    found = {
        "page": callback_rows(at=at, owner_id=owner_id, state=state, after=request.GET.get("after", "")),
        "kept": promises_kept(since=at - COUNTED, until=at, at=at, owner_id=owner_id),
        "whose": whose,
        "state": state,
        "states": Due,
        "at": at,
    }
    return render(request, "calls/callbacks.html", found)


@require_POST
@works_queue
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Straight to the card; of one that is not yet due, or a colleague's first, to the page that asks why."""
    callback = get_object_or_404(Callback.objects.select_related("customer"), pk=pk)
    try:
        call = keep_promise(callback_id=callback.pk, operator=me(request), at=now())
    except GoesBefore as refusal:
        messages.info(request, refusal.sentence)
        take = reverse("calls:take", args=[callback.customer.account_number])
        return redirect(f"{take}?direction={Direction.OUTBOUND}")
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("calls:callbacks")
    return redirect("calls:call", call.pk)
