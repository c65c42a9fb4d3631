"""An earlier order once more, or a quote, onto the draft of its customer."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from calls.actions.onto_draft import order_again, quote_to_draft
from calls.reports.own_card import own_card
from calls.views.own import me
from orders.models import Order, Quote
from staff.rules import Refusal


@require_POST
@permission_required("orders.take_orders", raise_exception=True)
def again(request: HttpRequest, number: str) -> HttpResponse:
    """Onto the customer's draft, which whoever opens them finds on the pad."""
    order = get_object_or_404(Order.objects.placed(), number=number)
    try:
        copied = order_again(order_id=order.pk, by=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("orders:order", number)
    said = f"Order {number} is on their draft at today's prices. Open them to read it back. {copied.words}"
    messages.success(request, said.strip())
    return _on(request, order.customer_id) or redirect("orders:order", number)


@require_POST
@permission_required("orders.make_quotes", raise_exception=True)
def take_over(request: HttpRequest, number: str) -> HttpResponse:
    """The quoted goods onto the customer's draft, at the quoted prices."""
    quote = get_object_or_404(Quote, number=number)
    try:
        quote_to_draft(quote_id=quote.pk, by=me(request), at=now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("orders:quote", number)
    messages.success(request, "Their order holds it now, at these prices. Read it back and confirm it in a call.")
    return _on(request, quote.customer_id) or redirect("orders:quote", number)


def _on(request: HttpRequest, customer_id: int) -> HttpResponse | None:
    """To the own card of this customer, when it is open."""
    card = own_card(me(request).pk)
    return redirect("calls:call", card.id) if card and card.customer_id == customer_id else None
