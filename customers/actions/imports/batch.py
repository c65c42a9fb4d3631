"""Writes one batch of imported customers with their numbers, people and addresses in a fixed number of statements."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from customers.models import Address, Contact, Customer, Event, PhoneLine, Segment
from customers.rules.imports import Record
from customers.rules.vocabulary import CORPORATE_FORMS, EventKind, LegalForm, SubscriberType
from staff.models import User

COLUMNS = ("legal_form", "kind", "status", "nation", "source")


@transaction.atomic
def write_batch(
    *, records: Collection[Record], fields: Collection[str], source: str, by: User | None, at: dt.datetime
) -> int:
    """Create or update the customers of `records` by account number; returns how many are new.

    `fields` are those that the file carries. Rows are locked in the order of account numbers, so that two imports of
    one file wait for each other and end as one.
    """
    ordered = sorted(records, key=lambda record: record.account_number)
    accounts = [record.account_number for record in ordered]
    locked = Customer.objects.filter(account_number__in=accounts).order_by("account_number")
    known = {customer.account_number: customer for customer in locked.select_for_update(no_key=True)}
    customers = _write_customers(ordered, known, fields, source)
    _write_lines(ordered, customers)
    _write_contacts(ordered, customers)
    _write_addresses(ordered, customers)
    new = [customers[account].pk for account in accounts if account not in known]
    said = f"Record made from {source}"
    Event.objects.bulk_create(
        Event(customer_id=pk, kind=EventKind.RECORD, happened_at=at, by=by, sentence=said) for pk in new
    )
    return len(new)


def _write_customers(
    records: list[Record], known: dict[str, Customer], fields: Collection[str], source: str
) -> dict[str, Customer]:
    """What a row leaves empty keeps what it has; what the file has no column for is said of new customers only."""
    segments = _segments({record.values["segment"] for record in records if "segment" in record.values})
    rows = []
    for record in records:
        before = known.get(record.account_number, Customer(source=source))
        values = {name: record.values.get(name, getattr(before, name)) for name in COLUMNS}
        segment = segments.get(record.values.get("segment", ""), before.segment_id)
        rows.append(Customer(account_number=record.account_number, name=record.name, segment_id=segment, **values))
    carried = [name for name in (*COLUMNS, "segment") if name in fields]
    written = Customer.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["account_number"], update_fields=["name", *carried]
    )
    return {customer.account_number: customer for customer in written}


def _segments(names: set[str]) -> dict[str, int]:
    Segment.objects.bulk_create((Segment(name=name) for name in sorted(names)), ignore_conflicts=True)
    return dict(Segment.objects.filter(name__in=names).values_list("name", "pk"))


def _write_lines(records: list[Record], customers: dict[str, Customer]) -> None:
    """Add the numbers that are not there yet; the first becomes the one to ring where there is none."""
    kept = PhoneLine.objects.filter(customer__in=customers.values()).values_list("customer_id", "number", "is_main")
    rows = list(kept)
    known = {(customer_id, number) for customer_id, number, _ in rows}
    have_main = {customer_id for customer_id, _, is_main in rows if is_main}
    new = []
    for record in records:
        customer = customers[record.account_number]
        for number, extension in record.numbers:
            if (customer.pk, number) not in known:
                new.append(_line(customer, record, number, extension, is_main=customer.pk not in have_main))
                have_main.add(customer.pk)
    PhoneLine.objects.bulk_create(new)


def _line(customer: Customer, record: Record, number: str, extension: str, *, is_main: bool) -> PhoneLine:
    form = LegalForm(record.values.get("legal_form", LegalForm.UNKNOWN))
    return PhoneLine(
        customer=customer,
        number=number,
        label=f"ext. {extension}" if extension else "",
        subscriber_type=SubscriberType.CORPORATE if form in CORPORATE_FORMS else SubscriberType.UNKNOWN,
        is_main=is_main,
    )


def _write_contacts(records: list[Record], customers: dict[str, Customer]) -> None:
    """Add the people who are not there yet by name; the first becomes the buyer where there is none."""
    named = {record.account_number: record for record in records if "contact" in record.values}
    rows = list(
        Contact.objects.filter(customer__account_number__in=named).values_list(
            "customer_id", "name", "is_buyer", "left_at"
        )
    )
    known = {(customer_id, name.casefold()) for customer_id, name, _, _ in rows}
    have_buyer = {customer_id for customer_id, _, is_buyer, left_at in rows if is_buyer and left_at is None}
    Contact.objects.bulk_create(
        Contact(
            customer=customers[account],
            name=record.values["contact"],
            job_title=record.values.get("job_title", ""),
            email=record.values.get("email", ""),
            is_buyer=customers[account].pk not in have_buyer,
        )
        for account, record in named.items()
        if (customers[account].pk, record.values["contact"].casefold()) not in known
    )


def _write_addresses(records: list[Record], customers: dict[str, Customer]) -> None:
    """Add the addresses that are not there yet, letter for letter."""
    placed = {record.account_number: record for record in records if record.address or "postcode" in record.values}
    known = set(
        Address.objects.filter(customer__account_number__in=placed).values_list("customer_id", "lines", "postcode")
    )
    Address.objects.bulk_create(
        Address(customer=customers[account], lines=record.address, postcode=postcode)
        for account, record in placed.items()
        if (customers[account].pk, record.address, postcode := record.values.get("postcode", "")) not in known
    )
