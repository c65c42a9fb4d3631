"""The promotions that a customer could have at a moment: for them, with something left, on a product open to it."""

from datetime import datetime

from django.db.models import Q

from customers.models import Customer
from orders.actions.pricing import pitches_for
from orders.models import Order, OrderLine
from promotions.models import ContractPrice
from promotions.reports import Pitch
from promotions.rules.each import IntroductionPrice
from promotions.rules.promotion import limit_of, london_day, may_work, why_not_now


def eligible_pitches(customer: Customer, at: datetime, *, besides: int | None = None) -> tuple[Pitch, ...]:
    """In the order in which they are offered; what came with the order `besides` was not bought before. Three
    statements, whatever the number of promotions.
    """
    pitches = [pitch for pitch in pitches_for(customer, at) if _stands(pitch, at)]
    products = {product for pitch in pitches for product in pitch.promotion.terms.products}
    contracts = _under_contract(customer, products, at)
    introduced = [pitch for pitch in pitches if isinstance(pitch.promotion.terms, IntroductionPrice)]
    bought = _bought(customer, {p for pitch in introduced for p in pitch.promotion.terms.products}, besides)
    return tuple(pitch for pitch in pitches if may_work(pitch.promotion, contracts=contracts, bought=bought))


def _stands(pitch: Pitch, at: datetime) -> bool:
    return not why_not_now(pitch.promotion, at) and limit_of(pitch.promotion, at).uses > 0


def _under_contract(customer: Customer, products: set[int], at: datetime) -> frozenset[int]:
    """Those that have a contract price for a first pack today."""
    today = london_day(at)
    holds = Q(starts_on=None) | Q(starts_on__lte=today), Q(ends_on=None) | Q(ends_on__gte=today)
    prices = ContractPrice.objects.filter(*holds, customer=customer, product__in=products, from_quantity=1)
    return frozenset(prices.order_by().values_list("product_id", flat=True)) if products else frozenset()


def _bought(customer: Customer, products: set[int], besides: int | None) -> frozenset[int]:
    if not products:
        return frozenset()
    placed = Order.objects.placed().filter(customer=customer)
    if besides is not None:
        placed = placed.exclude(pk=besides)
    lines = OrderLine.objects.filter(order__in=placed, product__in=products, is_gift=False)
    return frozenset(lines.order_by().values_list("product_id", flat=True))
