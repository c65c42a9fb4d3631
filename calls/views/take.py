"""Opening a customer who was found by look-up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from calls.actions import take_customer
from calls.forms import TakeForm
from calls.reports import standing
from calls.rules.vocabulary import Direction
from calls.views.own import me, works_queue
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus
from staff.rules import Refusal

CLOSED = (
    "The account of {name} is closed, so there is no card to open. What they rang about is noted here; "
    "an administrator can open the account again."
)


@works_queue
def take(request: HttpRequest, account_number: str) -> HttpResponse:
    customer = get_object_or_404(Customer, account_number=account_number)
    if customer.status == CustomerStatus.CLOSED:
        return _say_closed(request, customer)
    begun = {"direction": request.GET.get("direction", Direction.INBOUND)}
    form = TakeForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        direction, reason = Direction(form.cleaned_data["direction"]), form.cleaned_data["reason"]
        try:
            call = take_customer(
                customer_id=customer.pk, operator=me(request), direction=direction, reason=reason, at=now()
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect("calls:call", call.pk)
    found = {"customer": customer, "form": form, "standing": standing(customer.pk), "at": now()}
    return render(request, "calls/take.html", found, status=422 if form.errors else 200)


def _say_closed(request: HttpRequest, customer: Customer) -> HttpResponse:
    messages.error(request, CLOSED.format(name=customer.name))
    return redirect("customers:customer", customer.account_number)
