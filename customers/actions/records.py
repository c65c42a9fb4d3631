"""Opens a customer's record, and keeps it consistent while an administrator edits it."""

import datetime as dt

from django.db import transaction

from customers.actions.history import record_event
from customers.models import Contact, Customer, PhoneLine
from customers.rules.vocabulary import CustomerKind, EventKind
from staff.models import User


@transaction.atomic
def note_record_change(*, customer_id: int, what: str, by: User, at: dt.datetime) -> None:
    """Say in the customer's history what was changed in the record."""
    record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=what, by=by, at=at)


@transaction.atomic
def make_way_for_first(*, customer_id: int) -> None:
    """Take “rung first” and “buyer” from whoever has them, so that the rows saved next may take them in any order."""
    PhoneLine.objects.filter(customer_id=customer_id, is_main=True).update(is_main=False)
    Contact.objects.filter(customer_id=customer_id, is_buyer=True).update(is_buyer=False)


@transaction.atomic
def open_prospect(*, account_number: str, name: str, number: str, source: str, by: User, at: dt.datetime) -> Customer:
    """A record of somebody who is no customer yet, with the one number they are known by (E.164)."""
    customer = Customer.objects.create(
        account_number=account_number, name=name, kind=CustomerKind.PROSPECT, source=source, created_at=at
    )
    PhoneLine.objects.create(customer=customer, number=number, is_main=True)
    said = f"Record opened: {source}"
    record_event(customer_id=customer.pk, kind=EventKind.RECORD, sentence=said, by=by, at=at)
    return customer
