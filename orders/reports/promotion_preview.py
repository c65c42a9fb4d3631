"""What a promotion would do before it is kept: who is eligible, and what three typical baskets would cost with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet

from customers.models import Customer
from orders.actions.pricing import pitches_for, priced, terms_of
from orders.models import Order, OrderLine
from promotions.models import Product
from promotions.reports.meetings import Meeting, meant_customers, meetings
from promotions.rules import LivePromotion, london_day, parse_terms
from promotions.rules.audience import BuyingHabit
from promotions.rules.life import Plan
from promotions.rules.spend import SpendReward
from promotions.rules.vocabulary import LastBought

LOOKED_BACK = timedelta(days=90)
SHOWN = 20
SHARES = (("A small basket", 0.25), ("A middling basket", 0.5), ("A large basket", 0.75))
MADE_UP = (1, 6, 24)
# No version of an existing promotion has this id.
NEW = 0


@dataclass(frozen=True, slots=True)
class EligibleRow:
    """A customer it is for."""

    account_number: str
    name: str
    segment: str


@dataclass(frozen=True, slots=True)
class BasketTrial:
    """One basket at today's prices, without and with the promotion: pounds of goods and delivery, without VAT.

    `why_not` says why it brings nothing; empty when it does.
    """

    title: str
    whose: str
    lines: int
    today: Decimal
    with_it: Decimal
    why_not: str

    @property
    def saving(self) -> Decimal:
        return self.today - self.with_it


@dataclass(frozen=True, slots=True)
class PromotionPreview:
    """`eligible` of `customers` in all; `some` are the first of them by account number."""

    words: str
    eligible: int
    customers: int
    some: tuple[EligibleRow, ...]
    baskets: tuple[BasketTrial, ...]
    meets: tuple[Meeting, ...]


def promotion_preview(plan: Plan, at: datetime, *, editing: int | None = None) -> PromotionPreview:
    """What the plan would do if it ran at `at`; raises TermsRefused. `editing` is the promotion it would replace.

    About twenty statements, whatever the number of customers and orders.
    """
    terms = parse_terms(plan.mechanic, plan.terms, products=plan.product_ids)
    promotion = LivePromotion(
        id=editing or NEW,
        version_id=NEW,
        name=plan.name or "This promotion",
        terms=terms,
        includes_contracts=plan.includes_contracts,
        cap_per_order=plan.cap_per_order,
        left_for_customer=plan.cap_per_customer,
        allocation_left=plan.allocation,
        priority=plan.priority,
        combinability=plan.combinability,
    )
    eligible = eligible_customers(plan, at)
    rows = eligible.select_related("segment").order_by("account_number")[:SHOWN]
    return PromotionPreview(
        words=terms.words(),
        eligible=eligible.count(),
        customers=Customer.objects.open().count(),
        some=tuple(EligibleRow(row.account_number, row.name, row.segment.name if row.segment else "") for row in rows),
        baskets=tuple(_trials(promotion, eligible, at)),
        meets=meetings(plan, editing=editing),
    )


def eligible_customers(plan: Plan, at: datetime) -> QuerySet[Customer]:
    """The customers a plan is for, by its lists and by when they last bought one of its products."""
    meant = meant_customers(plan.audience)
    habit = plan.audience.habit
    return meant if habit is None else _narrowed(meant, habit, plan.product_ids, at)


def _narrowed(
    meant: QuerySet[Customer], habit: BuyingHabit, products: Iterable[int], at: datetime
) -> QuerySet[Customer]:
    """As promotions.rules.audience counts: whole days of London's calendar, the first included."""
    placed = Order.objects.placed().filter(customer=OuterRef("pk"))
    if products:
        placed = placed.filter(lines__product__in=products, lines__is_gift=False)
    since = london_day(at) - timedelta(days=habit.days)
    recently = Exists(placed.filter(confirmed_at__date__gte=since))
    if habit.kind == LastBought.WITHIN:
        return meant.filter(recently)
    return meant.filter(Exists(placed)).exclude(recently)


def _trials(promotion: LivePromotion, eligible: QuerySet[Customer], at: datetime) -> Iterable[BasketTrial]:
    """Orders of the last ninety days that hold one of its products, at the quartiles of what they came to."""
    recent = Order.objects.placed().filter(confirmed_at__gte=at - LOOKED_BACK, customer__in=eligible)
    products = promotion.terms.products
    if products:
        bought = OrderLine.objects.filter(order=OuterRef("pk"), product__in=products, is_gift=False)
        recent = recent.filter(Exists(bought))
    count = recent.count()
    if not count:
        return _made_up(promotion, at)
    by_size = recent.select_related("customer").order_by("net_total", "pk")
    return [_of_order(title, promotion, by_size[int(count * share)], at) for title, share in SHARES]


def _of_order(title: str, promotion: LivePromotion, order: Order, at: datetime) -> BasketTrial:
    on_sale = order.lines.filter(is_gift=False, product__ended_at=None)
    quantities = dict(on_sale.order_by("position", "pk").values_list("product_id", "quantity"))
    return _trial(title, f"{order.customer.name}, {order.number}", promotion, order.customer, quantities, at)


def _made_up(promotion: LivePromotion, at: datetime) -> list[BasketTrial]:
    """Nobody has bought any of it lately: so many packs of each product for a customer without terms of their own."""
    products = list(Product.objects.on_sale().filter(pk__in=promotion.terms.products)[:2])
    nobody = Customer(pk=0)
    return [
        _trial(f"{count} of each", "A customer at list prices", promotion, nobody, {p.pk: count for p in products}, at)
        for count in MADE_UP
        if products
    ]


def _trial(
    title: str, whose: str, promotion: LivePromotion, customer: Customer, quantities: Mapping[int, int], at: datetime
) -> BasketTrial:
    pitches = [pitch for pitch in pitches_for(customer, at) if pitch.promotion.id != promotion.id]
    gift = promotion.terms.product if isinstance(promotion.terms, SpendReward) else None
    terms = terms_of(customer, pitches, {*quantities, *([gift] if gift else [])}, at)
    today, with_it = priced(quantities, terms, at), priced(quantities, terms, at, besides=[promotion])
    why_not = next((reason.words for reason in with_it.not_used if reason.version_id == promotion.version_id), "")
    return BasketTrial(
        title, whose, len(quantities), today.goods + today.delivery, with_it.goods + with_it.delivery, why_not
    )
