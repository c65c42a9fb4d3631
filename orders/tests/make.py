"""Orders for tests."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any
from uuid import uuid4

from customers.models import Contact, Customer
from customers.tests.make import make_contact, make_customer
from orders.actions import confirm_order, open_draft, save_details, set_quantity
from orders.actions.quote import open_quote, send_quote, set_quote_line
from orders.models import DeliveryRound, Order, OrderLine, Quote, RoundCutOff
from orders.rules.details import Detail
from orders.rules.fulfilment import Told
from orders.rules.vocabulary import OrderState
from promotions.models import Product
from staff.models import User

numbers = count(1)


def make_draft(*, by: User, at: dt.datetime, customer: Customer | None = None, **quantities: Any) -> Order:
    """A draft with so many packs of each product of `lines`."""
    lines: dict[Product, int] = quantities.pop("lines", {})
    order = open_draft(customer_id=(customer or make_customer()).pk, by=by, at=at)
    for product, quantity in lines.items():
        set_quantity(order_id=order.pk, product_id=product.pk, quantity=quantity, was=None, by=by, at=at)
    order.refresh_from_db()
    return order


def make_ready_draft(*, by: User, at: dt.datetime, lines: dict[Product, int], **overrides: Any) -> Order:
    """A draft that may be confirmed: with lines, an orderer with an email address, and tomorrow's delivery."""
    customer = overrides.pop("customer", None) or make_customer()
    contact = Contact.objects.filter(customer=customer).first() or make_contact(customer)
    order = make_draft(by=by, at=at, customer=customer, lines=lines)
    answers: dict[str, Any] = {
        "ordered_by": contact.pk,
        "delivery_on": at.date() + dt.timedelta(days=1),
        "purchase_order_number": "",
        "note": "",
    }
    typed = {field: Detail(value) for field, value in (answers | overrides).items()}
    return save_details(order_id=order.pk, typed=typed, by=by, at=at)


def make_confirmed(*, by: User, at: dt.datetime, lines: dict[Product, int], **overrides: Any) -> Order:
    order = make_ready_draft(by=by, at=at, lines=lines, **overrides)
    return confirm_order(order_id=order.pk, seen_version=order.version, by=by, at=at)


def make_past_order(
    customer: Customer, at: dt.datetime, lines: dict[Product, int], *, unit_price: Decimal = Decimal(10)
) -> Order:
    """An order of an earlier system, confirmed at `at`, without VAT."""
    net = sum((unit_price * quantity for quantity in lines.values()), Decimal(0))
    order = Order.objects.create(
        customer=customer,
        number=f"OLD-{next(numbers)}",
        state=OrderState.CONFIRMED,
        opened_at=at,
        edited_at=at,
        confirmed_at=at,
        net_total=net,
        gross_total=net,
    )
    OrderLine.objects.bulk_create(
        OrderLine(
            order=order,
            product=product,
            position=position,
            quantity=quantity,
            unit_price=unit_price,
            net_total=unit_price * quantity,
            vat_rate=product.vat_rate,
        )
        for position, (product, quantity) in enumerate(lines.items(), 1)
    )
    return order


def make_quote(*, by: User, at: dt.datetime, lines: dict[Product, int] | None = None, **overrides: Any) -> Quote:
    """A quote being priced, at a customer with somebody to write to."""
    customer = overrides.pop("customer", None)
    if customer is None:
        customer = make_customer()
        make_contact(customer)
    fields: dict[str, Any] = {"key": uuid4(), "contact_id": None, "enquiry_id": None, "owner": by}
    quote = open_quote(customer_id=customer.pk, by=by, at=at, **fields | overrides)
    for product, quantity in (lines or {}).items():
        set_quote_line(quote_id=quote.pk, product_id=product.pk, quantity=quantity, by=by, at=at)
    return quote


def make_sent_quote(*, by: User, at: dt.datetime, lines: dict[Product, int], **overrides: Any) -> Quote:
    """A quote that the customer has."""
    quote = make_quote(by=by, at=at, lines=lines, **overrides)
    revision = quote.revisions.get(number=1)
    send_quote(quote_id=quote.pk, number=1, seen_version=revision.version, by=by, at=at)
    quote.refresh_from_db()
    return quote


def make_round(**overrides: Any) -> DeliveryRound:
    """A strict round to Leeds from Monday to Friday, ordered by 16:00 of the day before; free of charge."""
    cut_offs = overrides.pop("cut_offs", dict.fromkeys(range(5), dt.time(16)))
    fields: dict[str, Any] = {"name": f"Round {next(numbers)}", "postcode_areas": ["LS"]}
    made = DeliveryRound.objects.create(**fields | overrides)
    RoundCutOff.objects.bulk_create(RoundCutOff(round=made, weekday=day, clock=at) for day, at in cut_offs.items())
    return made


def told(order: Order, *rows: tuple[int | None, int | None], due_on: dt.date | None = None) -> dict[int, Told]:
    """What the warehouse tells of an order's lines in their places: picked, despatched."""
    lines = order.lines.order_by("position", "pk").values_list("pk", flat=True)
    return {pk: Told(*row, due_on) for pk, row in zip(lines, rows, strict=True)}
