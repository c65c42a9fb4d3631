"""What there is to know about one customer's order, gathered once for the pad and the read-back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from customers.models import Customer
from orders.actions.parts import LineWithParts
from orders.actions.pricing import Terms, pitches_for, priced, terms_of
from orders.actions.repricing import Standing, Worked, standing
from orders.models import Order, OrderLine
from orders.reports.habits import habits
from orders.reports.prompts import Held, Openings, openings, worth_pricing
from orders.rules.moved import Moved
from orders.rules.parts import names_of
from orders.rules.usual import Habit
from promotions.reports import ProductCard
from promotions.rules import AgreedPrice, HandPrice, PricedBasket, VatRate

NOTHING = Standing((), {}, frozenset())


@dataclass(frozen=True, slots=True)
class VatRow:
    """The VAT of the order at one rate."""

    rate: str
    net: Decimal
    vat: Decimal

    @property
    def percent(self) -> str:
        """As in: 20 %; the name of a rate at which nothing is charged."""
        return self.rate.rpartition(", ")[2]


@dataclass(frozen=True, slots=True)
class Facts:
    """The order as it stands, the customer's habits, and the terms of this moment; `basket` is priced at `at`.

    `lines` are what was asked for, by product; `gifts` what promotions added; `offers` by product the names of the
    promotions in its line; `agreed` the prices told before that count, `by_hand` those set at the desk; `moved` the
    lines that an edit of others has made cost otherwise.
    """

    at: datetime
    customer: Customer
    order: Order | None
    lines: Mapping[int, OrderLine]
    gifts: tuple[LineWithParts, ...]
    habits: Mapping[int, Habit]
    openings: Openings
    terms: Terms
    basket: PricedBasket
    offers: Mapping[int, str]
    agreed: Mapping[int, AgreedPrice]
    by_hand: Mapping[int, HandPrice]
    vat_rows: tuple[VatRow, ...]
    moved: Mapping[int, Moved] = field(default_factory=dict)

    @property
    def quantities(self) -> dict[int, int]:
        return {product: line.quantity for product, line in self.lines.items()}

    @property
    def held(self) -> Held:
        return Held(self.quantities, self.agreed, self.by_hand, self.basket)

    @property
    def cards(self) -> Mapping[int, ProductCard]:
        return self.terms.wares.cards


def gather(
    customer: Customer, order: Order | None, at: datetime, *, answered: frozenset[int], also: Collection[int] = ()
) -> Facts:
    """Five statements, one more for an order that is confirmed, however long it is.

    `also` are products to know besides.
    """
    stood = standing(order) if order else NOTHING
    known = habits(customer.pk, at, also=[*stood.quantities, *also])
    pitches = pitches_for(customer, at, order)
    offered = worth_pricing(pitches, known, answered, at, in_use=stood.in_use)
    products = {*known, *also, *(one.line.product_id for one in stood.lines), *offered}
    terms = terms_of(customer, pitches, products, at, order=order)
    agreed = {product: price for product, price in terms.wares.told.items() if product not in stood.todays}
    basket = priced(stood.quantities, terms, at, agreed=agreed, by_hand=stood.by_hand)
    found = openings(pitches, known, answered, at, used=basket.promotions)
    rows = order.vat_rows.by_rate() if order else ()
    vat_rows = tuple(VatRow(VatRate(row.rate).label, row.net_total, row.vat_total) for row in rows)
    return _facts(customer, order, stood.lines, known, found, terms, basket, agreed, stood.by_hand, vat_rows, at)


def facts_of(worked: Worked, known: Mapping[int, Habit], answered: frozenset[int], at: datetime) -> Facts:
    """The same of a draft that has just been priced; no statement."""
    order, terms = worked.order, worked.terms
    found = openings(terms.pitches, known, answered, at, used=worked.basket.promotions)
    vat_rows = tuple(VatRow(row.rate.label, row.net, row.vat) for row in worked.basket.vat_totals)
    prices = (worked.agreed, worked.by_hand)
    known_now = (known, found, terms, worked.basket, *prices, vat_rows, at)
    return replace(_facts(order.customer, order, worked.lines, *known_now), moved=worked.moved)


def _facts(
    customer: Customer,
    order: Order | None,
    lines: tuple[LineWithParts, ...],
    known: Mapping[int, Habit],
    found: Openings,
    terms: Terms,
    basket: PricedBasket,
    agreed: Mapping[int, AgreedPrice],
    by_hand: Mapping[int, HandPrice],
    vat_rows: tuple[VatRow, ...],
    at: datetime,
) -> Facts:
    return Facts(
        at=at,
        customer=customer,
        order=order,
        lines={one.line.product_id: one.line for one in lines if not one.line.is_gift},
        gifts=tuple(one for one in lines if one.line.is_gift),
        habits=known,
        openings=found,
        terms=terms,
        basket=basket,
        offers={one.line.product_id: names_of(one.parts) for one in lines if not one.line.is_gift},
        agreed=agreed,
        by_hand=by_hand,
        vat_rows=vat_rows,
    )
