"""Makes an order of a quote: the customer's draft with the quoted goods, at the quoted prices while they hold."""

from datetime import datetime

from django.db import transaction

from customers.models import Contact
from orders.actions.draft import locked_draft, open_draft, quantities_of
from orders.actions.quote.locks import last_sent, locked_quote
from orders.actions.repricing import reprice
from orders.models import Order, Quote
from orders.rules.pack import packs_up
from orders.rules.quote import QuoteRefused, check_is_out, check_still_holds
from orders.rules.vocabulary import QuoteState
from promotions.rules.promotion import london_day
from staff.models import User


@transaction.atomic
def take_over_quote(*, quote_id: int, by: User, at: datetime) -> Order:
    """The customer's draft, holding what was quoted; it is read back and confirmed like any other.

    A number of packs that is not sold any more becomes the next that is, and the read-back says so. Asking twice gives
    the same draft; once it is confirmed, the order. Locks the quote, then the draft. Raises QuoteRefused when the
    prices no longer hold, or when another order is being typed for them.
    """
    quote = locked_quote(quote_id)
    won = Order.objects.placed().filter(quoted__quote=quote).first() if quote.state == QuoteState.WON else None
    if won is not None:
        return won
    check_is_out(quote.state, quote.number)
    revision = last_sent(quote)
    assert revision is not None, "a quote that is out was sent"  # noqa: S101  for the type checker
    check_still_holds(revision.valid_until, london_day(at), quote.number)
    order = locked_draft(open_draft(customer_id=quote.customer_id, by=by, at=at).pk)
    if order.quoted_id == revision.pk and quantities_of(order):
        return order
    if quantities_of(order):
        raise QuoteRefused("An order is being typed for them. Confirm it or empty it first, then take this one over.")
    order.quoted = revision
    order.ordered_by = _orderer(quote)
    if quote.address is not None and quote.address.ended_at is None:
        order.address = quote.address
    order.save(update_fields=["quoted", "ordered_by", "address"])
    rows = revision.lines.select_related("product").order_by("position", "pk")
    reprice(order, {row.product_id: packs_up(row.product, row.quantity) for row in rows}, at)
    return order


def _orderer(quote: Quote) -> Contact | None:
    person = quote.contact
    return person if person is not None and person.may_order and person.left_at is None else None
