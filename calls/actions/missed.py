"""Missed calls and messages: written down, and returned."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from calls.models import Call, DeskSettings, MissedContact
from calls.rules.inbound import MissedKind, check_missed, check_new_record, return_by, waited
from calls.rules.refusals import ReasonMissing
from customers.actions import record_event
from customers.actions.records import open_prospect
from customers.models import Customer
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.numbers import read_number
from customers.rules.vocabulary import EventKind, Nation
from staff.models import User


@dataclass(frozen=True, slots=True)
class Missed:
    """What was taken down: `caller` is the number or name as it was typed, `words` the message."""

    kind: MissedKind
    caller: str
    words: str
    arrived_at: dt.datetime


@transaction.atomic
def record_missed(*, key: UUID, missed: Missed, customer_id: int | None, by: User, at: dt.datetime) -> MissedContact:
    """Write it down with the time by which it is returned; the next filling of the queue gives it its place.

    The same form twice is one row. Without a customer it waits on its list until somebody knows who it was. Raises
    MissedRefused and CardNumberFound.
    """
    check_missed(caller=missed.caller, arrived_at=missed.arrived_at, at=at)
    refuse_card_numbers(missed.words, field="words")
    customer = Customer.objects.get(pk=customer_id) if customer_id is not None else None
    nation = Nation(customer.nation) if customer else Nation.UNKNOWN
    settings = DeskSettings.objects.in_force()
    standard = dt.timedelta(minutes=settings.missed_call_minutes)
    row, is_new = MissedContact.objects.get_or_create(
        key=key,
        defaults={
            "customer": customer,
            "kind": missed.kind,
            "caller": missed.caller,
            "number": read_number(missed.caller).e164 or "",
            "words": missed.words,
            "arrived_at": missed.arrived_at,
            "due_at": return_by(missed.arrived_at, standard, nation, settings.answers_in),
            "recorded_by": by,
            "recorded_at": at,
        },
    )
    if is_new and customer is not None:
        said = f"{missed.kind.label}: {missed.words or missed.caller}"
        record_event(customer_id=customer.pk, kind=EventKind.CALL, sentence=said, by=by, at=at)
    return row


@transaction.atomic
def say_who(*, missed_id: int, customer_id: int, by: User, at: dt.datetime) -> None:
    """It was this customer. Once it is said it stays; a row that is closed stays as it is."""
    row = MissedContact.objects.select_for_update(no_key=True).get(pk=missed_id)
    if row.customer_id is not None or row.closed_at is not None:
        return
    row.customer_id = customer_id
    row.save(update_fields=["customer"])
    said = f"{row.get_kind_display()}: {row.words or row.caller}"
    record_event(customer_id=customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)


@transaction.atomic
def record_caller(*, missed_id: int, name: str, by: User, at: dt.datetime) -> Customer:
    """Whoever rang is nobody of ours: open a record with the number they rang from, so that they can be rung back.

    Raises MissedRefused without a number or a name, CardNumberFound. Twice is the same record. Locks the row.
    """
    refuse_card_numbers(name, field="name")
    row = MissedContact.objects.select_for_update(no_key=True).get(pk=missed_id)
    if row.customer is not None:
        return row.customer
    check_new_record(name=name, number=row.number)
    account_number = f"P-{row.pk:06d}"
    customer = open_prospect(
        account_number=account_number, name=name.strip(), number=row.number, source="rang us", by=by, at=at
    )
    say_who(missed_id=row.pk, customer_id=customer.pk, by=by, at=at)
    return customer


@transaction.atomic
def close_missed(*, missed_id: int, because: str, by: User, at: dt.datetime) -> None:
    """Nobody needs to ring back; who says so and why stays with it and in the customer's history.

    Raises ReasonMissing and CardNumberFound. One that is closed already stays as it is. Locks the row.
    """
    refuse_card_numbers(because, field="because")
    if not because.strip():
        raise ReasonMissing("Say why nobody rings them back.", field="because")
    row = MissedContact.objects.select_for_update(no_key=True).open().filter(pk=missed_id).first()
    if row is None:
        return
    row.closed_at, row.closed_because, row.closed_by = at, because, by
    row.save(update_fields=["closed_at", "closed_because", "closed_by"])
    if row.customer_id is not None:
        said = f"{row.get_kind_display()} not returned: {because}"
        record_event(customer_id=row.customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)


def note_attempt_on_missed(call: Call, *, at: dt.datetime) -> None:
    """The first attempt counts against the standard, answered or not."""
    first = list(_theirs(call).filter(first_attempt_at=None).select_related("customer"))
    if not first:
        return
    hours = DeskSettings.objects.in_force().answers_in
    for row in first:
        nation = Nation(row.customer.nation) if row.customer else Nation.UNKNOWN
        row.first_attempt_at, row.waited = at, waited(row.arrived_at, at, nation, hours)
    MissedContact.objects.bulk_update(first, ["first_attempt_at", "waited"])


def forget_attempt_on_missed(call: Call, *, tried_at: dt.datetime) -> None:
    """What was noted of a dialling that the telephone refused: nobody was rung."""
    _theirs(call).filter(first_attempt_at=tried_at).update(first_attempt_at=None, waited=None)


def close_returned(call: Call, *, because: str, at: dt.datetime) -> None:
    """Somebody spoke to them: what they rang about before this call is returned."""
    note_attempt_on_missed(call, at=call.turned_to_at)
    _theirs(call).update(closed_at=at, closed_because=because, closed_by=call.coordinator_id)


def _theirs(call: Call) -> QuerySet[MissedContact]:
    return MissedContact.objects.open().filter(customer=call.customer_id, arrived_at__lte=call.opened_at)
