"""Writes when a customer is closed."""

import datetime as dt

from django.db import transaction

from customers.actions.history import record_event
from customers.models import Closure, Customer
from customers.rules.calendar import LONDON
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.closures import check_closure
from customers.rules.vocabulary import EventKind
from staff.models import User


@transaction.atomic
def add_closure(
    *, customer_id: int, from_on: dt.date, until_on: dt.date, words: str, by: User, at: dt.datetime
) -> Closure:
    """Record that nobody is there on these days, both included. The same days again change nothing.

    Raises ImpossibleClosure.
    """
    check_closure(from_on, until_on, at.astimezone(LONDON).date())
    refuse_card_numbers(words, field="words")
    Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    closure, is_new = Closure.objects.standing().get_or_create(
        customer_id=customer_id,
        from_on=from_on,
        until_on=until_on,
        defaults={"words": words, "made_by": by, "made_at": at},
    )
    if is_new:
        said = f"{closure}" + (f": {words}" if words else "")
        record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=said, by=by, at=at)
    return closure


@transaction.atomic
def withdraw_closure(*, customer_id: int, closure_id: int, by: User, at: dt.datetime) -> Closure:
    """They are open after all. Asking twice withdraws it once."""
    closure = Closure.objects.select_for_update(no_key=True).get(pk=closure_id, customer=customer_id)
    if closure.withdrawn_at is None:
        closure.withdrawn_at = at
        closure.save(update_fields=["withdrawn_at"])
        said = f"Open after all: {closure}"
        record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=said, by=by, at=at)
    return closure
