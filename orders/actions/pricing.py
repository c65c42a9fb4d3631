"""What an order costs by the rules: gathers what they need of the customer, and asks them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from customers.models import Customer
from orders.actions.delivery import delivery_terms
from orders.models import Order, OrderLine
from orders.rules.delivery import NO_CHARGES, Charges
from promotions.reports import Pitch, live_pitches, price_book
from promotions.rules import AgreedPrice, BasketLine, PriceBook, PricedBasket, price_basket
from promotions.rules.each import IntroductionPrice
from promotions.rules.promotion import LivePromotion
from promotions.rules.spend import SpendReward


@dataclass(frozen=True, slots=True)
class Terms:
    """What a price depends on besides the basket: price book, live promotions, delivery charges."""

    book: PriceBook
    pitches: Sequence[Pitch]
    charges: Charges = NO_CHARGES

    @property
    def promotions(self) -> list[LivePromotion]:
        return [pitch.promotion for pitch in self.pitches]


def terms_for(customer: Customer, product_ids: Iterable[int], at: datetime) -> Terms:
    """The terms for these products and for what promotions give away; four statements, or five."""
    return terms_of(customer, live_pitches(customer, at), product_ids, delivery_terms(customer, at).charges)


def terms_of(
    customer: Customer, pitches: Sequence[Pitch], product_ids: Iterable[int], charges: Charges = NO_CHARGES
) -> Terms:
    """The same where the promotions are known already; a third statement when something has an introduction price."""
    wanted = {*product_ids, *_gifts(pitches)}
    return Terms(price_book(customer, wanted, bought_before=_bought_before(customer, pitches)), pitches, charges)


def priced(
    quantities: Mapping[int, int], terms: Terms, at: datetime, *, agreed: Mapping[int, AgreedPrice] | None = None
) -> PricedBasket:
    """The basket of so many units by product, as the rules price it; a line's key is its product's id.

    `agreed` are prices that the customer was told before. Delivery is charged by what is left to pay for the goods.
    """
    lines = basket_lines(quantities, agreed)
    basket = price_basket(lines, terms.book, terms.promotions, delivery=terms.charges.charge, at=at)
    if terms.charges.charge and not terms.charges.for_goods(basket.goods):
        return price_basket(lines, terms.book, terms.promotions, at=at)
    return basket


def basket_lines(quantities: Mapping[int, int], agreed: Mapping[int, AgreedPrice] | None = None) -> list[BasketLine]:
    return [
        BasketLine(str(product), product, quantity, agreed=(agreed or {}).get(product))
        for product, quantity in quantities.items()
    ]


def _gifts(pitches: Sequence[Pitch]) -> set[int]:
    rewards = [p.promotion.terms for p in pitches if isinstance(p.promotion.terms, SpendReward)]
    return {terms.product for terms in rewards if terms.product is not None}


def _bought_before(customer: Customer, pitches: Sequence[Pitch]) -> frozenset[int]:
    """Which products with an introduction price the customer has on an order that stands."""
    terms = [p.promotion.terms for p in pitches if isinstance(p.promotion.terms, IntroductionPrice)]
    introduced = {product for one in terms for product in one.products}
    if not introduced:
        return frozenset()
    placed = Order.objects.placed().filter(customer=customer)
    bought = OrderLine.objects.filter(order__in=placed, product_id__in=introduced)
    return frozenset(bought.values_list("product_id", flat=True).distinct())
