"""Takes over what accounts say of customers: their credit limit, and whether they are on stop."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from customers.models import Customer, Event
from customers.rules.vocabulary import CustomerStatus, EventKind


@dataclass(frozen=True, slots=True)
class Standing:
    """None: accounts do not say; what stands stays."""

    on_stop: bool | None
    credit_limit: Decimal | None


@transaction.atomic
def set_standing(*, standings: Mapping[int, Standing], at: dt.datetime) -> int:
    """Takes over the standing of customers by id, and says changes in their history; returns how many changed.

    A closed account stays closed. Locks the customers by id; the same again changes nothing.
    """
    locked = Customer.objects.filter(pk__in=standings).order_by("pk").select_for_update(no_key=True)
    changed, events = [], []
    for customer in locked.defer("search_words"):
        said = _apply(customer, standings[customer.pk])
        if said:
            changed.append(customer)
            events.append(Event(customer=customer, kind=EventKind.RECORD, happened_at=at, sentence=" ".join(said)))
    Customer.objects.bulk_update(changed, ["status", "credit_limit"], batch_size=500)
    Event.objects.bulk_create(events, batch_size=500)
    return len(changed)


def _apply(customer: Customer, standing: Standing) -> list[str]:
    said = []
    if standing.on_stop is not None and not customer.is_closed and standing.on_stop != customer.is_on_stop:
        customer.status = CustomerStatus.ON_STOP if standing.on_stop else CustomerStatus.ACTIVE
        said.append("Put on stop by accounts." if standing.on_stop else "Taken off stop by accounts.")
    if standing.credit_limit is not None and standing.credit_limit != customer.credit_limit:
        was = "none" if customer.credit_limit is None else f"£{customer.credit_limit:,.2f}"
        customer.credit_limit = standing.credit_limit
        said.append(f"Credit limit £{standing.credit_limit:,.2f}, was {was}.")
    return said
