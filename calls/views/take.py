"""Opening a customer who was found by look-up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from calls.actions import take_customer
from calls.forms import TakeForm
from calls.reports import standing
from calls.rules.vocabulary import Direction
from calls.views.own import me, works_queue
from customers.models import Customer
from staff.rules import Refusal


@works_queue
def take(request: HttpRequest, account_number: str) -> HttpResponse:
    customer = get_object_or_404(Customer.objects.open(), account_number=account_number)
    begun = {"direction": request.GET.get("direction", Direction.INBOUND)}
    form = TakeForm(request.POST if request.method == "POST" else None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            call = take_customer(
                customer_id=customer.pk,
                operator=me(request),
                direction=Direction(form.cleaned_data["direction"]),
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            return redirect("calls:call", call.pk)
    found = {"customer": customer, "form": form, "standing": standing(customer.pk)}
    return render(request, "calls/take.html", found, status=422 if form.errors else 200)
