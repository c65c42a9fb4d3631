"""What is under way with a few made-up customers: quotes with them, one being priced, an appointment, news to tell."""

import datetime as dt
from uuid import NAMESPACE_OID, UUID, uuid5

from calls.actions.appointment import make_appointment
from calls.rules.appointment import meeting
from customers.actions import open_service_task
from customers.models import Customer
from customers.rules.calendar import next_working_day
from customers.rules.vocabulary import CustomerKind, CustomerStatus, Nation
from orders.actions.quote import open_quote, send_quote, set_quote_line
from orders.models import OrderLine, Quote
from orders.rules.pack import packs_up
from orders.rules.quote import working_days_after
from staff.models import User

LOTS = (6, 4, 10)
DAYS_AGO = (3, 7, 1)


def make_asks(coordinators: list[User], *, at: dt.datetime) -> None:
    """Quotes of the days before, of which one is to be followed up today; what is next for the others.

    None are added to those that are there already.
    """
    if Quote.objects.exists():
        return
    customers = list(_regular_customers()[: len(DAYS_AGO) + 3])
    for position, (customer, ago) in enumerate(zip(customers, DAYS_AGO, strict=False)):
        _quote(customer, coordinators[position % len(coordinators)], at=_working_days_before(at, ago))
    for customer in customers[len(DAYS_AGO) : len(DAYS_AGO) + 1]:
        _open_quote(customer, coordinators[0], at=at)
    for customer in customers[len(DAYS_AGO) + 1 : len(DAYS_AGO) + 2]:
        _appointment(customer, coordinators[0], at=at)
    for customer in customers[len(DAYS_AGO) + 2 :]:
        _news(customer, at=at)


def _regular_customers() -> list[Customer]:
    """Those with a buyer to write to and with orders, the longest known first."""
    known = Customer.objects.filter(kind=CustomerKind.CUSTOMER, status=CustomerStatus.ACTIVE, quotes=None)
    with_buyer = known.filter(contacts__is_buyer=True, contacts__left_at=None).exclude(contacts__email="")
    return list(with_buyer.filter(orders__confirmed_at__isnull=False).distinct().order_by("pk")[:10])


def _quote(customer: Customer, owner: User, *, at: dt.datetime) -> None:
    quote = _open_quote(customer, owner, at=at)
    revision = quote.revisions.get()
    if revision.lines.exists():
        send_quote(quote_id=quote.pk, number=1, seen_version=revision.version, by=owner, at=at)


def _open_quote(customer: Customer, owner: User, *, at: dt.datetime) -> Quote:
    key = _key("quote", customer)
    quote = open_quote(key=key, customer_id=customer.pk, contact_id=None, enquiry_id=None, owner=owner, by=owner, at=at)
    bought = OrderLine.objects.filter(order__customer=customer, product__ended_at=None, is_gift=False)
    lines = bought.order_by("-order__confirmed_at", "position").select_related("product")
    products = dict.fromkeys(line.product for line in lines[:20])
    for product, lot in zip(products, LOTS, strict=False):
        packs = packs_up(product, lot)
        set_quote_line(quote_id=quote.pk, product_id=product.pk, quantity=packs, by=owner, at=at)
    return quote


def _appointment(customer: Customer, person: User, *, at: dt.datetime) -> None:
    day = working_days_after(at.date(), 2, Nation(customer.nation))
    met = meeting(day=day, clock=dt.time(10, 30), minutes=45, place=_place(customer), purpose="The new range")
    make_appointment(
        key=_key("appointment", customer),
        customer_id=customer.pk,
        contact_id=None,
        person=person,
        meeting=met,
        by=person,
        at=at,
    )


def _news(customer: Customer, *, at: dt.datetime) -> None:
    order = customer.orders.filter(confirmed_at__isnull=False).order_by("-confirmed_at").first()
    if order is not None:
        open_service_task(
            key=f"demo-news-{customer.pk}",
            customer_id=customer.pk,
            about=f"order {order.number}",
            words="Two cases come a day later than we said.",
            at=at,
        )


def _place(customer: Customer) -> str:
    there = customer.addresses.for_deliveries().first()
    return there.in_one_line if there else customer.name


def _key(what: str, customer: Customer) -> UUID:
    return uuid5(NAMESPACE_OID, f"{what} of made-up customer {customer.pk}")


def _working_days_before(at: dt.datetime, count: int) -> dt.datetime:
    """So many working days back, at the same hour: what was sent three ago is followed up today."""
    day = at
    while count:
        day -= dt.timedelta(days=1)
        count -= next_working_day(day.date() - dt.timedelta(days=1), Nation.ENGLAND) == day.date()
    return day
