"""What there is to know about one customer's order, gathered once for the pad and the read-back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from customers.models import Customer
from orders.actions.delivery import delivery_terms
from orders.actions.pricing import Terms, priced, terms_of
from orders.actions.quoted import quoted_prices
from orders.models import Order, OrderLine
from orders.reports.habits import habits
from orders.reports.prompts import Openings, openings
from orders.rules.usual import Habit
from promotions.reports import ProductCard, live_pitches, product_cards
from promotions.rules import PricedBasket


@dataclass(frozen=True, slots=True)
class Facts:
    """The order as it stands, the customer's habits, and the terms of this moment; `basket` is priced at `at`.

    `lines` are what was asked for, by product; `gifts` what promotions added.
    """

    at: datetime
    customer: Customer
    order: Order | None
    lines: Mapping[int, OrderLine]
    gifts: tuple[OrderLine, ...]
    habits: Mapping[int, Habit]
    openings: Openings
    cards: Mapping[int, ProductCard]
    terms: Terms
    basket: PricedBasket

    @property
    def quantities(self) -> dict[int, int]:
        return {product: line.quantity for product, line in self.lines.items()}


def gather(
    customer: Customer, order: Order | None, at: datetime, *, answered: frozenset[int], also: Collection[int] = ()
) -> Facts:
    """Eight statements, nine for an order made of a quote, however long it is; `also` are products to know besides."""
    rows = _rows(order)
    asked = {line.product_id: line for line in rows if not line.is_gift}
    known = habits(customer.pk, at, also=[*asked, *also])
    pitches = live_pitches(customer, at)
    found = openings(pitches, known, answered, at)
    products = {*known, *also, *(line.product_id for line in rows), *found.product_ids}
    terms = terms_of(customer, pitches, products, delivery_terms(customer, at).charges)
    return Facts(
        at=at,
        customer=customer,
        order=order,
        lines=asked,
        gifts=tuple(line for line in rows if line.is_gift),
        habits=known,
        openings=found,
        cards=product_cards(products),
        terms=terms,
        basket=priced(
            {product: line.quantity for product, line in asked.items()}, terms, at, agreed=quoted_prices(order, at)
        ),
    )


def _rows(order: Order | None) -> list[OrderLine]:
    if order is None:
        return []
    return list(order.lines.select_related("promotion_version__promotion").order_by("is_gift", "position", "pk"))
