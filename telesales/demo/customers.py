"""Made-up customers and prospects with their people, numbers and addresses; each follows from seed and position."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from customers.models import Address, Contact, Customer, PhoneLine, Segment
from customers.rules.vocabulary import AddressKind, CustomerKind, CustomerStatus, LegalForm, SubscriberType
from telesales.demo import names
from telesales.demo.catalogue import Catalogue, Ware
from telesales.demo.copying import Table
from telesales.demo.places import City, city_of, main_number, postcode, second_number
from telesales.demo.rhythm import Habit, Rhythm, habit_of
from telesales.demo.trades import ENDINGS, TRADES, Trade

CORPORATE = frozenset({LegalForm.COMPANY, LegalForm.LLP, LegalForm.PUBLIC_BODY})
EVERY_SO_MANY_HAVE_TWO = 40
STEADY = (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY, Rhythm.FOUR_WEEKLY)
SOURCES = ("Trade fair", "Website", "Recommended", "Directory", "Used to buy")
SENSITIVE = ("The new kitchen that was delayed", "Their former partner", "The damaged delivery in spring")


@dataclass(frozen=True, slots=True)
class Span:
    """What the whole history has in common: first day, last day, and the day of the demo."""

    seed: int
    as_of: dt.date

    @property
    def first(self) -> int:
        return self.as_of.toordinal() - 548

    @property
    def last(self) -> int:
        return self.as_of.toordinal() - 1

    def random(self, position: int, purpose: str) -> Random:
        """Chance of its own for each customer and purpose, so that neither batches nor order matter."""
        return Random(f"{self.seed} {position} {purpose}")  # noqa: S311  # made-up data, not secrets

    def habit(self, position: int) -> Habit:
        return habit_of(self.random(position, "habit"), self.first, self.last)


@dataclass(frozen=True, slots=True)
class Usual:
    """What a customer takes in a share of their orders; the last day is the one on which they dropped it."""

    ware: Ware
    chance: float
    quantity: int
    last: int


@dataclass(frozen=True, slots=True)
class Account:
    """A customer as the history needs it; ids as they were written."""

    id: int
    position: int
    name: str
    trade: Trade
    is_prospect: bool
    is_called: bool
    owner_id: int | None
    price_list: str | None
    needs_reference: bool
    buyer_id: int
    buyer: str
    line_id: int
    number: str
    habit: Habit
    sites: tuple[int, ...]
    usual: tuple[Usual, ...]

    def site_on(self, day: int) -> int:
        """Where the goods go that they order on a day; by weeks of five, so that every rhythm comes to each site."""
        return self.sites[day // 7 % 5 % len(self.sites)]


class CustomerTables:
    """The four tables of a customer's record."""

    def __init__(self) -> None:
        self.customers = Table(
            Customer, "account_number", "name", "legal_form", "kind", "status", "owner", "segment", "price_list",
            "nation", "delivery_days", "credit_terms_days", "credit_limit", "order_reference_required",
            "do_not_mention", "source", "created_at",
        )  # fmt: skip
        self.contacts = Table(Contact, "customer", "name", "say_name", "job_title", "email", "may_order", "is_buyer")
        self.lines = Table(
            PhoneLine, "customer", "contact", "number", "label", "subscriber_type", "is_main", "do_not_call_at",
            "wrong_number_at",
        )  # fmt: skip
        self.addresses = Table(Address, "customer", "kind", "lines", "postcode")

    def in_order(self) -> list[Table]:
        return [self.customers, self.contacts, self.lines, self.addresses]


class CustomerMaker:
    """Makes the customer at a position; the catalogue, segments and coordinators are those just written."""

    def __init__(
        self, span: Span, catalogue: Catalogue, segments: dict[str, Segment], coordinators: Sequence[int]
    ) -> None:
        self.span = span
        self.catalogue = catalogue
        self.segments = {name: segment.pk for name, segment in segments.items()}
        self.coordinators = coordinators
        self.tables = CustomerTables()

    def make(self, position: int, *, is_prospect: bool) -> Account:
        random = self.span.random(position, "record")
        trade, city = random.choice(TRADES), city_of(position)
        form = random.choice(trade.forms)
        person, other = random.sample(names.SURNAMES, 2)
        place = random.choice(names.PLACES)
        name = random.choice(trade.names).format(person=person, other=other, place=place) + ENDINGS.get(form, "")
        status = self._status(random, is_prospect)
        owner = random.choice(self.coordinators) if random.random() < 0.8 else None
        price_list = self._price_list(random, form) if not is_prospect else None
        needs_reference = form == LegalForm.PUBLIC_BODY and random.random() < 0.5
        customer_id = self.tables.customers.add(
            f"{'P' if is_prospect else 'C'}{self.tables.customers.last_id + 1:06d}", name, form,
            CustomerKind.PROSPECT if is_prospect else CustomerKind.CUSTOMER, status, owner,
            self.segments[trade.segment], self.catalogue.price_lists[price_list] if price_list else None, city.nation,
            random.choice(([], [], [0, 2, 4], [1, 3])), random.choice((7, 14, 30, 30, 30)),
            Decimal(random.choice((500, 1000, 2500, 5000))) if random.random() < 0.7 else None, needs_reference,
            random.choice(SENSITIVE) if random.random() < 0.02 else "",
            random.choice(SOURCES) if is_prospect else "Brought over with the accounts", self._since(random),
        )  # fmt: skip
        buyer_id, buyer = self._add_people(random, customer_id, name)
        line_id, may_ring = self._add_lines(random, customer_id, buyer_id, position, form)
        sites = self._add_addresses(random, customer_id, position)
        return Account(
            id=customer_id,
            position=position,
            name=name,
            trade=trade,
            is_prospect=is_prospect,
            is_called=may_ring and status != CustomerStatus.CLOSED,
            owner_id=owner,
            price_list=price_list,
            needs_reference=needs_reference,
            buyer_id=buyer_id,
            buyer=buyer,
            line_id=line_id,
            number=main_number(position),
            habit=self.span.habit(position),
            sites=sites,
            usual=() if is_prospect else self._usual(random, trade),
        )

    def _status(self, random: Random, is_prospect: bool) -> CustomerStatus:
        drawn = random.random()
        if is_prospect or drawn > 0.03:
            return CustomerStatus.ACTIVE
        return CustomerStatus.ON_STOP if drawn < 0.02 else CustomerStatus.CLOSED

    def _price_list(self, random: Random, form: LegalForm) -> str | None:
        if form == LegalForm.PUBLIC_BODY:
            return "PUBLIC"
        return random.choice((None, None, "TRADE", "TRADE", "KEY"))

    def _since(self, random: Random) -> dt.datetime:
        day = self.span.as_of - dt.timedelta(days=random.randrange(560, 3000))
        return dt.datetime.combine(day, dt.time(9), tzinfo=dt.UTC)

    def _add_people(self, random: Random, customer_id: int, business: str) -> tuple[int, str]:
        domain = "".join(letter for letter in business.lower() if letter.isascii() and letter.isalnum())
        written = []
        for is_buyer in (True, False)[: 1 + (random.random() < 0.4)]:
            first, last = random.choice(names.FIRST_NAMES), random.choice(names.SURNAMES)
            email = f"{first}.{last}@{domain}.example".lower() if random.random() < 0.9 else ""
            say, title = names.SAY_NAMES.get(first, ""), random.choice(names.JOB_TITLES)
            row = (customer_id, f"{first} {last}", say, title, email, is_buyer or random.random() < 0.7, is_buyer)
            written.append((self.tables.contacts.add(*row), f"{first} {last}"))
        return written[0]

    def _add_lines(
        self, random: Random, customer_id: int, buyer_id: int, position: int, form: LegalForm
    ) -> tuple[int, bool]:
        subscriber = SubscriberType.CORPORATE if form in CORPORATE else SubscriberType.INDIVIDUAL
        told_at = dt.datetime.combine(self.span.as_of - dt.timedelta(days=90), dt.time(10), tzinfo=dt.UTC)
        drawn = random.random()
        line_id = self.tables.lines.add(
            customer_id, buyer_id, main_number(position), "Main", subscriber, True,
            told_at if drawn < 0.02 else None, told_at if 0.02 <= drawn < 0.03 else None,
        )  # fmt: skip
        if random.random() < 0.3:
            self.tables.lines.add(customer_id, None, second_number(position), "Office", subscriber, False, None, None)
        return line_id, drawn >= 0.03

    def _add_addresses(self, random: Random, customer_id: int, position: int) -> tuple[int, ...]:
        """The sites that goods go to: one; of some customers a second."""
        city = city_of(position)
        has_other_invoices = random.random() < 0.2
        first = self._add_address(random, customer_id, AddressKind.DELIVERY, city)
        if has_other_invoices:
            self._add_address(random, customer_id, AddressKind.INVOICE, city)
        if position % EVERY_SO_MANY_HAVE_TWO != 2:
            return (first,)
        elsewhere = self.span.random(position, "second site")
        return first, self._add_address(elsewhere, customer_id, AddressKind.DELIVERY, city)

    def _add_address(self, random: Random, customer_id: int, kind: AddressKind, city: City) -> int:
        street = f"{random.randrange(1, 180)} {random.choice(names.PLACES)} {random.choice(names.STREETS)}"
        return self.tables.addresses.add(customer_id, kind, f"{street}\n{city.name}", postcode(city, random))

    def _usual(self, random: Random, trade: Trade) -> tuple[Usual, ...]:
        wanted = [ware for group in trade.groups for ware in random.sample(self.catalogue.by_group[group], 3)]
        wanted += random.sample(self.catalogue.wares, 2)
        return tuple(
            Usual(
                ware=ware,
                chance=0.15 + 0.7 * random.random() ** 2,
                quantity=random.choice((1, 1, 1, 2, 2, 3, 4, 6, 10)),
                last=self.span.last - (random.randrange(14, 120) if random.random() < 0.12 else 0),
            )
            for ware in {ware.id: ware for ware in wanted}.values()
        )


def is_scheduled(account: Account) -> bool:
    """Whether they have a standing arrangement to be rung: the steady ones."""
    return account.is_called and not account.is_prospect and account.habit.rhythm in STEADY
