"""Whom a promotion would be for, and which live promotions it would meet on the same products."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from customers.models import Customer
from promotions.models import Product, Promotion
from promotions.rules.life import Audience, Plan
from promotions.rules.terms import parse_terms
from promotions.rules.vocabulary import Combinability, Mechanic, PromotionState

MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Meeting:
    """A promotion that is or will be live on days of another, on products of it, and what happens then in words.

    `products` are the first few of those that both name; none: both are on the order as a whole.
    """

    id: int
    name: str
    words: str
    ends_at: datetime
    products: tuple[str, ...]
    outcome: str


def meant_customers(audience: Audience) -> QuerySet[Customer]:
    """The customers and prospects a promotion is for by its lists; who bought when is known further up."""
    meant = Customer.objects.open()
    if audience.segments or audience.customers:
        meant = meant.filter(Q(segment__in=audience.segments) | Q(pk__in=audience.customers))
    # A customer without a segment is in none that is left out.
    left_out = Q(pk__in=audience.without_customers) | Q(segment__isnull=False, segment__in=audience.without_segments)
    return meant.exclude(left_out)


def meetings(plan: Plan, *, editing: int | None = None) -> tuple[Meeting, ...]:
    """The promotions that a plan meets, in the order in which they are offered; `editing` is not met by itself."""
    on_order = plan.mechanic == Mechanic.SPEND_REWARD
    rows = (
        Promotion.objects.filter(state=PromotionState.LIVE, starts_at__lt=plan.ends_at, ends_at__gt=plan.starts_at)
        .exclude(pk=editing or 0)
        .select_related("current")
        .prefetch_related("current__products")
        .order_by("priority", "ends_at", "pk")
    )
    found = []
    for row in rows:
        version = row.current
        if version is None:
            continue
        shared = [product for product in version.products.all() if product.pk in plan.product_ids]
        if not shared and not (on_order or version.mechanic == Mechanic.SPEND_REWARD):
            continue
        found.append(
            Meeting(
                id=row.pk,
                name=row.name,
                words=_words(version.mechanic, version.terms, version.products.all()),
                ends_at=row.ends_at,
                products=tuple(product.name for product in shared[:MOST_NAMED]),
                outcome=_outcome(plan, row.priority, version.combinability, version.mechanic),
            )
        )
    return tuple(found)


def _words(mechanic: str, terms: dict[str, object], products: Iterable[Product]) -> str:
    return parse_terms(mechanic, terms, products=[product.pk for product in products]).words()


def _outcome(plan: Plan, priority: int, combinability: str, mechanic: str) -> str:
    """What an order does that could take both."""
    if Combinability.EXCLUSIVE in (combinability, plan.combinability):
        return "One of the two alone, whichever saves more"
    if (mechanic == Mechanic.SPEND_REWARD) != (plan.mechanic == Mechanic.SPEND_REWARD):
        return "Both: the reward counts what is left to pay"
    if mechanic == Mechanic.SPEND_REWARD:
        return "Both"
    if priority == plan.priority:
        return "A pack takes part in one: first the one that saves more"
    first = "this one" if plan.priority < priority else "the other"
    return f"A pack takes part in one: first {first}, its priority is higher"
