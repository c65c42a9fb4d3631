"""What is still asked when an order is read back: who ordered, where to, which day, their number, a note."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.dateparse import parse_date

from customers.models import Address, Contact
from orders.models import Order
from orders.rules.delivery import DeliveryDays, say_cut_off, why_no_delivery
from orders.rules.details import COLUMN_OF, as_shown
from promotions.rules.promotion import london_day

DATES_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: `value` stands in its field, `was` is what is kept, `wrong` is what speaks against the value."""

    value: str
    was: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may place the order."""

    id: int
    name: str
    job_title: str

    @property
    def key(self) -> str:
        return str(self.id)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the order may go; `is_ended` of one that was chosen before and to which nothing goes any more."""

    id: int
    words: str
    is_ended: bool

    @property
    def key(self) -> str:
        return str(self.id)


@dataclass(frozen=True, slots=True)
class DeliveryDate:
    """A day to choose; `cut_off` in words, empty without one; `is_late` where it has passed already.

    `why_not` says why it can no longer be promised, of a day that was chosen before.
    """

    on: date
    cut_off: str
    is_late: bool
    why_not: str = ""

    @property
    def key(self) -> str:
        return str(self.on)


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered on the page just now, by field, and what is wrong with it."""

    values: Mapping[str, str]
    wrong: Mapping[str, str]


NOTHING_ENTERED = Entered({}, {})


def asked_of(order: Order, entered: Entered, *, usual: Mapping[str, str]) -> dict[str, Asked]:
    """Each question by its field: as entered, else as kept, else as is `usual`."""
    kept = {field: as_shown(getattr(order, column)) for field, column in COLUMN_OF.items()}
    every = {
        field: Asked(entered.values.get(field, was or usual.get(field, "")), was, entered.wrong.get(field, ""))
        for field, was in kept.items()
    }
    other = entered.values.get("delivery_other", "")
    return every | {
        # Kept as the delivery day: what speaks against it is known of that.
        "delivery_other": Asked(other, wrong=every["delivery_on"].wrong if other else ""),
        "again": Asked(entered.values.get("again", ""), wrong=entered.wrong.get("again", "")),
    }


def people_of(customer_id: int) -> tuple[Person, ...]:
    """Who may place orders; where nobody is known to, everybody there."""
    there = list(Contact.objects.filter(customer=customer_id, left_at=None))
    asked = [person for person in there if person.may_order] or there
    return tuple(Person(person.pk, person.name, person.job_title) for person in asked)


def places_of(order: Order) -> tuple[Place, ...]:
    """The addresses of its customer that goods go to, the usual one first; besides, the one it has."""
    theirs = {address.pk: address for address in Address.objects.for_deliveries().filter(customer=order.customer_id)}
    if order.address is not None:
        theirs.setdefault(order.address.pk, order.address)
    return tuple(Place(key, one.in_one_line, one.ended_at is not None) for key, one in theirs.items())


def dates_of(order: Order, days: DeliveryDays, at: datetime, entered: Entered) -> tuple[DeliveryDate, ...]:
    """The next days there are; besides, whatever speaks against it by now, the day that is kept or was entered."""
    entered_on = _date(entered.values.get("delivery_on", ""))
    chosen = {on for on in (order.delivery_on, entered_on) if on is not None}
    offered = {*islice(days.open_dates(at), DATES_OFFERED)}
    return tuple(_delivery_date(on, days, at) for on in sorted(offered | chosen))


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def _delivery_date(on: date, days: DeliveryDays, at: datetime) -> DeliveryDate:
    why_not = why_no_delivery(on, days, today=london_day(at), at=at)
    return DeliveryDate(on, say_cut_off(days, on), days.is_late(on, at), why_not)
