"""The facts at the top of a call and of a customer's page."""

from dataclasses import dataclass
from decimal import Decimal

from customers.models import Address, Contact, Customer, PhoneLine
from customers.rules.numbers import for_people
from customers.rules.vocabulary import AddressKind


@dataclass(frozen=True)
class Person:
    """Somebody at the customer; `is_buyer` is who we ask for first."""

    id: int
    name: str
    say_name: str
    job_title: str
    email: str
    may_order: bool
    is_buyer: bool


@dataclass(frozen=True)
class Line:
    """A number, as kept (`number`, E.164) and as read out (`spoken`); `whose` is a contact's name or empty."""

    id: int
    number: str
    spoken: str
    label: str
    whose: str
    is_main: bool
    do_not_call: bool
    is_wrong: bool


@dataclass(frozen=True)
class Place:
    kind_label: str
    lines: str
    postcode: str


@dataclass(frozen=True)
class Card:
    """Who they are. `buyer` and `main_line` are None when nobody has said so; credit in pounds, None for no limit."""

    id: int
    account_number: str
    name: str
    kind_label: str
    legal_form_label: str
    nation_label: str
    status_label: str
    is_on_stop: bool
    is_closed: bool
    segment: str
    price_list: str
    owner: str
    owner_id: int | None
    credit_terms_days: int
    credit_limit: Decimal | None
    order_reference_required: bool
    do_not_mention: str
    people: tuple[Person, ...]
    lines: tuple[Line, ...]
    places: tuple[Place, ...]

    @property
    def has_several_sites(self) -> bool:
        """Whether it must be said where goods go."""
        return sum(place.kind_label == AddressKind.DELIVERY.label for place in self.places) > 1

    @property
    def buyer(self) -> Person | None:
        return next((person for person in self.people if person.is_buyer), None)

    @property
    def main_line(self) -> Line | None:
        return next((line for line in self.lines if line.is_main), None)


def card(customer_id: int) -> Card:
    """Everything at the top of the page, in four queries. Raises Customer.DoesNotExist."""
    customer = Customer.objects.select_related("owner", "segment", "price_list").get(pk=customer_id)
    return Card(
        id=customer.pk,
        account_number=customer.account_number,
        name=customer.name,
        kind_label=customer.get_kind_display(),
        legal_form_label=customer.get_legal_form_display(),
        nation_label=customer.get_nation_display(),
        status_label=customer.get_status_display(),
        is_on_stop=customer.is_on_stop,
        is_closed=customer.is_closed,
        segment=customer.segment.name if customer.segment else "",
        price_list=customer.price_list.name if customer.price_list else "",
        owner=customer.owner.full_name if customer.owner else "",
        owner_id=customer.owner_id,
        credit_terms_days=customer.credit_terms_days,
        credit_limit=customer.credit_limit,
        order_reference_required=customer.order_reference_required,
        do_not_mention=customer.do_not_mention,
        people=tuple(_person(contact) for contact in customer.contacts.filter(left_at=None)),
        lines=tuple(_line(line) for line in customer.lines.select_related("contact")),
        places=tuple(_place(address) for address in customer.addresses.filter(ended_at=None)),
    )


def _person(contact: Contact) -> Person:
    return Person(
        id=contact.pk,
        name=contact.name,
        say_name=contact.say_name,
        job_title=contact.job_title,
        email=contact.email,
        may_order=contact.may_order,
        is_buyer=contact.is_buyer,
    )


def _line(line: PhoneLine) -> Line:
    return Line(
        id=line.pk,
        number=line.number,
        spoken=for_people(line.number),
        label=line.label,
        whose=line.contact.name if line.contact else "",
        is_main=line.is_main,
        do_not_call=line.do_not_call_at is not None,
        is_wrong=line.wrong_number_at is not None,
    )


def _place(address: Address) -> Place:
    return Place(address.get_kind_display(), address.lines, address.postcode)
