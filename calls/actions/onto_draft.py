"""Writes a customer's draft from a page of an order or a quote, while no colleague has the customer."""

import datetime as dt

from django.db import transaction

from calls.models import Lease
from calls.rules.refusals import CustomerHeld
from orders.actions.copy import Copied, copy_to_draft
from orders.actions.quote import take_over_quote
from orders.models import Order, Quote
from staff.models import User


@transaction.atomic
def order_again(*, order_id: int, by: User, at: dt.datetime) -> Copied:
    """As `copy_to_draft`. Locks the lease first; raises CustomerHeld, and what it refuses."""
    check_nobody_else_has(Order.objects.values_list("customer", flat=True).get(pk=order_id), by=by, at=at)
    return copy_to_draft(from_id=order_id, by=by, at=at)


@transaction.atomic
def quote_to_draft(*, quote_id: int, by: User, at: dt.datetime) -> Order:
    """As `take_over_quote`. Locks the lease first; raises CustomerHeld, and what it refuses."""
    check_nobody_else_has(Quote.objects.values_list("customer", flat=True).get(pk=quote_id), by=by, at=at)
    return take_over_quote(quote_id=quote_id, by=by, at=at)


def check_nobody_else_has(customer_id: int, *, by: User, at: dt.datetime) -> None:
    """Raises CustomerHeld while a colleague has the customer's card: they may be typing into the draft.

    Locks the lease, so that it is not taken before the draft is written.
    """
    lease = Lease.objects.select_for_update(no_key=True).filter(customer=customer_id).first()
    if lease and lease.released_at is None and lease.until_at > at and lease.holder_id != by.pk:
        raise CustomerHeld(holder=str(lease.holder), until=lease.until_at)
