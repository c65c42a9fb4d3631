"""What an order costs by the rules: gathers what they need of the customer, and asks them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from customers.models import Customer
from orders.actions.delivery import delivery_terms
from orders.actions.quoted import quoted_lines
from orders.models import LinePromotion, Order, OrderLine, OrderPromotion
from orders.rules.delivery import NO_CHARGES, Charges
from promotions.reports import Pitch, Wares, live_pitches, wares_for
from promotions.rules import AgreedPrice, BasketLine, HandPrice, PriceBook, PricedBasket, price_basket
from promotions.rules.each import IntroductionPrice
from promotions.rules.promotion import LivePromotion, Promised
from promotions.rules.spend import SpendReward


@dataclass(frozen=True, slots=True)
class Terms:
    """What a price depends on besides the basket: price book, live promotions, delivery charges."""

    wares: Wares
    pitches: Sequence[Pitch]
    charges: Charges = NO_CHARGES

    @property
    def book(self) -> PriceBook:
        return self.wares.book

    @property
    def promotions(self) -> list[LivePromotion]:
        return [pitch.promotion for pitch in self.pitches]


def terms_for(customer: Customer, product_ids: Iterable[int], at: datetime, *, address_id: int | None = None) -> Terms:
    """The terms for these products and for what promotions give away; three statements."""
    return terms_of(customer, pitches_for(customer, at), product_ids, at, address_id=address_id)


def terms_of(
    customer: Customer,
    pitches: Sequence[Pitch],
    product_ids: Iterable[int],
    at: datetime,
    *,
    order: Order | None = None,
    address_id: int | None = None,
) -> Terms:
    """The same where the promotions are known already, with what the quote behind `order` promises; two statements.

    Delivery is charged for where `order` goes, else for the address, None for their usual one.
    What the customer buys with `order` itself, they had not bought before.
    """
    introduced = any(isinstance(pitch.promotion.terms, IntroductionPrice) for pitch in pitches)
    bought = _bought(customer, order) if introduced else None
    wares = wares_for(customer, {*product_ids, *_gifts(pitches)}, bought=bought, told=quoted_lines(order, at))
    goes_to = order.address_id if order else address_id
    return Terms(wares, pitches, delivery_terms(customer, at, address_id=goes_to).charges)


def pitches_for(customer: Customer, at: datetime, order: Order | None = None) -> tuple[Pitch, ...]:
    """What is live for a customer, and what `order`, once confirmed, was promised; one statement, or two for it."""
    honoured = {} if order is None or order.is_draft else promised_to(order)
    return live_pitches(customer, at, bought=_bought(customer, order), honoured=honoured)


def promised_to(order: Order) -> dict[int, Promised]:
    """What a confirmed order was given of each version; one statement."""
    parts = LinePromotion.objects.filter(line__order=order, line__is_gift=False, version=OuterRef("version"))
    packs = ArraySubquery(parts.order_by().values(told=JSONObject(product="line__product", packs="quantity")))
    rows = OrderPromotion.objects.filter(order=order, uses__gt=0).annotate(packs=packs)
    return {
        version: Promised(uses, {one["product"]: one["packs"] for one in told}, saving)
        for version, uses, saving, told in rows.values_list("version_id", "uses", "saving_total", "packs")
    }


def priced(
    quantities: Mapping[int, int],
    terms: Terms,
    at: datetime,
    *,
    agreed: Mapping[int, AgreedPrice] | None = None,
    by_hand: Mapping[int, HandPrice] | None = None,
    besides: Sequence[LivePromotion] = (),
) -> PricedBasket:
    """The basket of so many units by product, as the rules price it; a line's key is its product's id.

    `agreed` are prices that the customer was told before, `by_hand` those set at the desk, `besides` promotions that
    are tried.
    """
    lines, promotions = basket_lines(quantities, agreed, by_hand), [*terms.promotions, *besides]
    return delivered(
        terms.charges, lambda delivery: price_basket(lines, terms.book, promotions, delivery=delivery, at=at)
    )


class _Goods(Protocol):
    """Anything that says what is left to pay for the goods."""

    @property
    def goods(self) -> Decimal: ...


G = TypeVar("G", bound=_Goods)


def delivered(charges: Charges, priced_with: Callable[[Decimal], G]) -> G:
    """What `priced_with(delivery)` answers at the charge that the goods are then delivered for.

    Delivery is charged by what is left to pay for the goods: where it is free from so much on, promotions are chosen
    without it, unless what they take off would leave less than that.
    """
    charged = priced_with(charges.charge)
    if charges.charge and not charges.for_goods(charged.goods):
        without = priced_with(Decimal(0))
        return charged if charges.for_goods(without.goods) else without
    return charged


def basket_lines(
    quantities: Mapping[int, int],
    agreed: Mapping[int, AgreedPrice] | None = None,
    by_hand: Mapping[int, HandPrice] | None = None,
) -> list[BasketLine]:
    told, set_here = agreed or {}, by_hand or {}
    return [
        BasketLine(str(product), product, quantity, hand=set_here.get(product), agreed=told.get(product))
        for product, quantity in quantities.items()
    ]


def _gifts(pitches: Sequence[Pitch]) -> set[int]:
    rewards = [p.promotion.terms for p in pitches if isinstance(p.promotion.terms, SpendReward)]
    return {terms.product for terms in rewards if terms.product is not None}


def _bought(customer: Customer, order: Order | None) -> QuerySet[Any]:
    """What the customer has on orders that stand besides `order`, since when; of its own goods, what came before it."""
    placed = Order.objects.placed().filter(customer=customer)
    others = placed.exclude(pk=order.pk) if order else placed
    lines = OrderLine.objects.filter(order__in=others, is_gift=False)
    if order is not None and order.confirmed_at is not None:
        lines = lines.exclude(order__confirmed_at__gt=order.confirmed_at, product__in=order.lines.values("product"))
    return lines.order_by().annotate(bought_at=F("order__confirmed_at"))
