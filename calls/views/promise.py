"""What was promised to one customer, and a promise that is moved or taken back."""

import datetime as dt
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from calls.actions.promise_changed import move_promise, take_back_promise
from calls.forms.promise import ChangePromiseForm
from calls.models import Callback, DeskSettings
from calls.reports import free_times_for
from calls.reports.callbacks import callback_row, callback_rows_of
from calls.rules.capacity import FreeTime
from calls.rules.promise import ImpossiblePromise
from calls.views.own import me, works_queue
from customers.models import Customer
from customers.rules.vocabulary import Nation
from staff.rules import Refusal


@require_safe
@works_queue
def promises(request: HttpRequest, account_number: str) -> HttpResponse:
    """Of one customer, as a part of their page or by itself."""
    customer = get_object_or_404(Customer, account_number=account_number)
    page = "calls/_promises_of.html" if request.headers.get("HX-Request") else "calls/promises_of.html"
    at = now()
    return render(request, page, {"customer": customer, "promises": callback_rows_of(customer.pk, at), "at": at})


@works_queue
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, or no call any more; free times where the one given cannot be kept."""
    callback = get_object_or_404(Callback.objects.select_related("customer", "owner"), pk=pk)
    begun = {"what": ChangePromiseForm.MOVE, "promise_words": callback.words}
    form, at = ChangePromiseForm(request.POST if request.method == "POST" else None, initial=begun), now()
    free: Sequence[FreeTime] = ()
    if request.method == "POST" and form.is_valid():
        try:
            return _changed(request, callback, form, at)
        except ImpossiblePromise as refusal:
            free = _free_times(callback, form, at)
            form.add_error("promise_day", refusal.sentence)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
    found = {"callback": callback, "promise": callback_row(pk, at), "form": form, "free_times": free, "at": at}
    return render(request, "calls/promise.html", found, status=422 if form.errors else 200)


def _changed(request: HttpRequest, callback: Callback, form: ChangePromiseForm, at: dt.datetime) -> HttpResponse:
    reason, who = form.cleaned_data["reason"], callback.customer.name
    if form.cleaned_data["what"] == form.TAKE_BACK and not form.cleaned_data["promise_choice"]:
        take_back_promise(callback_id=callback.pk, reason=reason, by=me(request), at=at)
        messages.success(request, f"{who}: nobody rings about this any more.")
        return redirect("calls:callbacks")
    nation, window = Nation(callback.customer.nation), DeskSettings.objects.in_force().exact_window
    promise = form.promise(nation=nation, window=window, at=at)
    if promise is None:
        raise ImpossiblePromise("To which day?", field="promise")
    move_promise(callback_id=callback.pk, promise=promise, reason=reason, by=me(request), at=at)
    messages.success(request, f"{who} is rung at the new time.")
    return redirect("calls:callbacks")


def _free_times(callback: Callback, form: ChangePromiseForm, at: dt.datetime) -> list[FreeTime]:
    after = form.promise_wanted_from() or at
    return free_times_for(
        customer=callback.customer, owner=callback.owner, after=after, is_exact=form.is_exact(), at=at
    )
