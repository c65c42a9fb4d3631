"""How a call went: group, reason, and on to the next customer; or the card goes back."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from calls.actions import put_back, save_outcome
from calls.actions.made import made_in
from calls.forms import OutcomeForm, ReasonForm
from calls.models import Call, DeskSettings
from calls.reports import free_times_for, next_contact
from calls.rules.capacity import FreeTime
from calls.rules.outcomes import Choice, Need, steps
from calls.rules.promise import ImpossiblePromise
from calls.rules.refusals import LeaseLost
from calls.rules.vocabulary import GROUP_OF, Outcome, OutcomeGroup
from calls.views.day import take_next
from calls.views.own import me, own_call, works_queue
from customers.rules.vocabulary import Nation
from staff.rules import Refusal


@dataclass(frozen=True, slots=True)
class Choices:
    """One screen of the outcome. No group yet: `groups` are offered; else `reasons`, and `more` where others follow."""

    groups: tuple[tuple[int, OutcomeGroup], ...]
    group: OutcomeGroup | None
    reasons: tuple[Choice, ...]
    more: int | None
    chosen: str


def outcome_choices(call: Call, asked: Mapping[str, object]) -> Choices:
    """The screen that `asked` (group, step, outcome) leads to; an unknown group starts again.

    Asked for no group, it foresees what was made in the call.
    """
    chosen = str(asked.get("outcome", "") or _foreseen(call))
    group = _group(str(asked.get("group", "")), chosen)
    groups = tuple(enumerate(OutcomeGroup, start=1))
    if group is None:
        return Choices(groups, None, (), None, "")
    screens = steps(group)
    holds = (n for n, screen in enumerate(screens) if chosen in {choice.outcome for choice in screen})
    step = str(asked.get("step", ""))
    here = min(int(step), len(screens) - 1) if step.isdecimal() and len(step) < 3 else next(holds, 0)
    more = here + 1 if here + 1 < len(screens) else None
    return Choices(groups, group, tuple(screens[here]), more, chosen)


# What was made in a call says how it went; of several, the first here.
FORESEEN = {
    Need.ADDITION: Outcome.ADDED_TO_ORDER,
    Need.QUOTE: Outcome.QUOTE,
    Need.APPOINTMENT: Outcome.APPOINTMENT,
    Need.ENQUIRY: Outcome.ENQUIRY,
}


def _foreseen(call: Call) -> str:
    """The outcome that the system knows already; empty when nothing was made in the call."""
    if call.order is not None and call.order.confirmed_at and call.order.confirmed_at >= call.opened_at:
        return Outcome.ORDERED
    made = made_in(call)
    return next((outcome for need, outcome in FORESEEN.items() if need in made), "")


def _group(asked: str, chosen: str) -> OutcomeGroup | None:
    if asked in OutcomeGroup.values:
        return OutcomeGroup(asked)
    return GROUP_OF[Outcome(chosen)] if asked == "" and chosen in Outcome.values else None


@require_safe
@works_queue
def choices(request: HttpRequest, pk: int) -> HttpResponse:
    """A step of the outcome by itself; without htmx the page of the outcome alone."""
    mine = own_call(request, pk)
    return _outcome_page(request, mine, OutcomeForm(), outcome_choices(mine, request.GET))


def _outcome_page(
    request: HttpRequest,
    call: Call,
    form: OutcomeForm,
    shown: Choices,
    refusal: Refusal | None = None,
    free_times: Sequence[FreeTime] = (),
) -> HttpResponse:
    part = request.headers.get("HX-Request") and request.method == "GET"
    found = {"call": call, "choices": shown, "form": form, "refusal": refusal, "free_times": free_times}
    found["next_contact_on"] = None if part else next_contact(call.customer_id, now())
    template = "calls/_outcome_choices.html" if part else "calls/outcome.html"
    return render(request, template, found, status=422 if refusal or form.errors else 200)


@require_POST
@works_queue
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    mine, at, form = own_call(request, pk), now(), OutcomeForm(request.POST)
    shown = outcome_choices(mine, request.POST)
    if not form.is_valid():
        return _outcome_page(request, mine, form, shown)
    said = {"outcome": Outcome(form.cleaned_data["outcome"]), "words": form.cleaned_data["words"]}
    try:
        window = DeskSettings.objects.in_force().exact_window
        promise = form.promise(nation=Nation(mine.customer.nation), window=window, at=at)
        save_outcome(call_id=pk, token=mine.lease_token, promise=promise, by=me(request), at=at, **said)
    except LeaseLost as lost:
        return render(request, "calls/lease_lost.html", {"call": mine, "refusal": lost}, status=409)
    except ImpossiblePromise as refusal:
        return _outcome_page(request, mine, form, shown, refusal, _free_times(request, mine, form, at))
    except Refusal as refusal:
        return _outcome_page(request, mine, form, shown, refusal)
    messages.success(request, f"{mine.customer.name}: saved.")
    return take_next(request) if request.POST.get("then") == "next" else redirect("calls:day")


def _free_times(request: HttpRequest, call: Call, form: OutcomeForm, at: dt.datetime) -> list[FreeTime]:
    """What can be promised instead, from the time that was asked for."""
    after = form.promise_wanted_from() or at
    return free_times_for(customer=call.customer, owner=me(request), after=after, is_exact=form.is_exact(), at=at)


@works_queue
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    mine = own_call(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            put_back(call_id=pk, token=mine.lease_token, reason=reason, by=me(request), at=now())
        except Refusal as refusal:
            form.add_error("reason", refusal.sentence)
        else:
            messages.success(request, f"{mine.customer.name} is back in the queue.")
            return redirect("calls:day")
    return render(request, "calls/put_back.html", {"call": mine, "form": form}, status=422 if form.errors else 200)
