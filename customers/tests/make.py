"""Customers, people and numbers for tests."""

import datetime as dt
from itertools import count
from typing import Any

from customers.models import Address, Contact, Customer, Message, PhoneLine
from customers.rules.vocabulary import LegalForm, MessageKind, Nation, SubscriberType

numbers = count(1)


def make_customer(**overrides: Any) -> Customer:
    number = next(numbers)
    fields: dict[str, Any] = {
        "account_number": f"C{number:05d}",
        "name": f"Customer {number} Ltd",
        "legal_form": LegalForm.COMPANY,
        "nation": Nation.ENGLAND,
    }
    return Customer.objects.create(**fields | overrides)


def make_contact(customer: Customer, **overrides: Any) -> Contact:
    fields: dict[str, Any] = {"name": "Sam Field", "email": "sam@customer.example", "is_buyer": True}
    return Contact.objects.create(customer=customer, **fields | overrides)


def make_address(customer: Customer, **overrides: Any) -> Address:
    """Where we deliver to them, in Leeds."""
    fields: dict[str, Any] = {"lines": f"{next(numbers)} Mill Lane\nLeeds", "postcode": "LS1 4AA"}
    return Address.objects.create(customer=customer, **fields | overrides)


def make_line(customer: Customer, **overrides: Any) -> PhoneLine:
    """A corporate line with a number of its own in Ofcom's range for drama."""
    fields: dict[str, Any] = {
        "number": f"+4420794600{next(numbers) % 100:02d}",
        "subscriber_type": SubscriberType.CORPORATE,
        "is_main": True,
    }
    return PhoneLine.objects.create(customer=customer, **fields | overrides)


def make_reachable_customer(**overrides: Any) -> Customer:
    """A customer with a buyer and a main line: somebody the queue can ring."""
    customer = make_customer(**overrides)
    contact = make_contact(customer)
    make_line(customer, contact=contact)
    return customer


def make_message(customer: Customer, **overrides: Any) -> Message:
    """A letter that waits since the morning of the day on which tests happen."""
    morning = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
    fields: dict[str, Any] = {
        "key": f"letter-{next(numbers)}",
        "kind": MessageKind.ACKNOWLEDGEMENT,
        "to": "sam@customer.example",
        "subject": "Your order SO-2026-000001",
        "text": "Thank you for your order.",
        "promised_at": morning,
        "due_at": morning,
    }
    return Message.objects.create(customer=customer, **fields | overrides)
