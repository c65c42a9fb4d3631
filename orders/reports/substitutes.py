"""What to sell in place of what is short: what this customer took before comes first."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from customers.models import Customer
from orders.models import Order, OrderLine, Substitute
from orders.rules.pack import packs_down, packs_up
from orders.rules.stock import stock_words
from promotions.reports import ProductCard, wares_for
from promotions.rules import PriceBook, PriceRefused, customer_price
from promotions.rules.promotion import london_day

MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class Instead:
    """A product to offer, at the customer's price of one pack today. `taken` is how often they had it in place of the
    other, `bought` how often at all; `quantity` stands on the draft, `packs` are to be added for what is missing."""

    product: ProductCard
    price: Decimal | None
    stock: str
    taken: int
    bought: int
    quantity: int
    packs: int


@dataclass(frozen=True, slots=True)
class Shortage:
    """A product that cannot be had in full: `quantity` stands on the draft.

    `missing` is how many come off so that what stays is in stock and a number that is sold.
    """

    product: ProductCard
    quantity: int
    missing: int
    stock: str
    instead: tuple[Instead, ...]
    key: UUID = field(default_factory=uuid4)


def shortages(customer_id: int, product_ids: Collection[int], at: datetime) -> tuple[Shortage, ...]:
    """Of these products, with up to three substitutes each; products that there are not are left out.

    First what they took most often in its place, then what they bought most often, then in the order that is kept for
    everybody. Only what is on sale and in stock. Four statements.
    """
    customer = Customer.objects.get(pk=customer_id)
    ranked = list(_ranked(customer, product_ids))
    wares = wares_for(customer, {*product_ids, *(row.substitute_id for row in ranked)})
    on_draft = OrderLine.objects.filter(order__in=Order.objects.drafts().filter(customer=customer), is_gift=False)
    stands = dict(on_draft.order_by().values_list("product", "quantity"))
    book = wares.book
    known = [wares.cards[product] for product in product_ids if product in wares.cards]
    missing = {card.id: _missing(card, stands.get(card.id, 0)) for card in known}
    offered: dict[int, list[Instead]] = {}
    for row in ranked:
        card = wares.cards[row.substitute_id]
        one = _instead(row, card, book, stands.get(card.id, 0), missing.get(row.product_id, 0), at)
        offered.setdefault(row.product_id, []).append(one)
    return tuple(_shortage(card, stands.get(card.id, 0), missing[card.id], offered.get(card.id, [])) for card in known)


def _ranked(customer: Customer, product_ids: Collection[int]) -> QuerySet[Any]:
    placed = OrderLine.objects.filter(order__in=Order.objects.placed().filter(customer=customer), is_gift=False)
    same = placed.filter(product=OuterRef("substitute")).order_by().values("product")
    instead = same.filter(instead_of=OuterRef("product"))
    return (
        Substitute.objects.filter(product__in=product_ids, substitute__ended_at=None, substitute__stock_free__gt=0)
        .annotate(taken=_count(instead), bought=_count(same))
        .order_by(F("product"), "-taken", "-bought", "position", "pk")
    )


def _count(lines: QuerySet[OrderLine, Any]) -> Coalesce:
    return Coalesce(
        Subquery(lines.annotate(n=Count("order", distinct=True)).values("n")), 0, output_field=IntegerField()
    )


def _instead(row: Any, card: ProductCard, book: PriceBook, stands: int, missing: int, at: datetime) -> Instead:
    try:
        price = customer_price(book.products[card.id], 1, london_day(at)).amount
    except PriceRefused:
        price = None
    stock = stock_words(card.stock_free, 1, card.stock_due_on)
    packs = packs_up(card, stands + missing) - stands if missing else 0
    return Instead(card, price, stock, row.taken, row.bought, stands, packs)


def _missing(card: ProductCard, quantity: int) -> int:
    free = max(0, card.stock_free) if card.is_on_sale else 0
    return quantity - packs_down(card, free) if quantity > free else 0


def _shortage(card: ProductCard, quantity: int, missing: int, instead: list[Instead]) -> Shortage:
    stock = stock_words(card.stock_free, quantity, card.stock_due_on) if card.is_on_sale else "has left the range"
    return Shortage(card, quantity, missing, stock, tuple(instead[:MOST_OFFERED]))
