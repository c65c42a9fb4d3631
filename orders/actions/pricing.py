"""What an order costs by the rules: gathers what they need of the customer, and asks them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from customers.models import Customer
from orders.models import Order, OrderLine
from promotions.reports import Pitch, live_pitches, price_book
from promotions.rules import BasketLine, PriceBook, PricedBasket, price_basket
from promotions.rules.each import IntroductionPrice
from promotions.rules.promotion import LivePromotion
from promotions.rules.spend import SpendReward


@dataclass(frozen=True, slots=True)
class Terms:
    """What a price depends on besides the basket: the customer's price book and the promotions that are live."""

    book: PriceBook
    pitches: Sequence[Pitch]

    @property
    def promotions(self) -> list[LivePromotion]:
        return [pitch.promotion for pitch in self.pitches]


def terms_for(customer: Customer, product_ids: Iterable[int], at: datetime) -> Terms:
    """The terms for these products and for what promotions give away; three statements, or four."""
    return terms_of(customer, live_pitches(customer, at), product_ids)


def terms_of(customer: Customer, pitches: Sequence[Pitch], product_ids: Iterable[int]) -> Terms:
    """The same where the promotions are known already; a third statement when something has an introduction price."""
    wanted = {*product_ids, *_gifts(pitches)}
    return Terms(price_book(customer, wanted, bought_before=_bought_before(customer, pitches)), pitches)


def priced(quantities: Mapping[int, int], terms: Terms, at: datetime) -> PricedBasket:
    """The basket of so many units by product, as the rules price it; a line's key is its product's id."""
    return price_basket(basket_lines(quantities), terms.book, terms.promotions, at=at)


def basket_lines(quantities: Mapping[int, int]) -> list[BasketLine]:
    return [BasketLine(str(product), product, quantity) for product, quantity in quantities.items()]


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
