"""Promotions as the desk lists them, and the terms that one has had."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from customers.rules.calendar import weekday_names
from promotions.models import NamedCustomer, Promotion, PromotionVersion
from promotions.rules.life import Shelf, warnings
from promotions.rules.terms import parse_terms
from promotions.rules.vocabulary import Combinability, PromotionState

ORDER_OF_STATES = [PromotionState.LIVE, PromotionState.PAUSED, PromotionState.DRAFT, PromotionState.ENDED]
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class PromotionRow:
    """One line of the list; `words` is what it offers, `standing` its state as the clock makes it.

    `product_names` are the first few of its `products`.
    """

    id: int
    name: str
    state: str
    standing: str
    mechanic: str
    words: str
    products: int
    product_names: tuple[str, ...]
    audience: str
    starts_at: datetime
    ends_at: datetime
    weekdays: str
    limits: str
    allocation: int | None
    taken: int
    priority: int
    stands_alone: bool
    includes_contracts: bool
    script: str
    objection_answer: str
    goal_quantity: int | None
    funding: str

    @property
    def left(self) -> int | None:
        """Uses that are not taken yet; None without an allocation."""
        return None if self.allocation is None else self.allocation - self.taken


@dataclass(frozen=True, slots=True)
class VersionRow:
    """The terms of a promotion from one moment on, in words."""

    number: int
    mechanic: str
    words: str
    products: tuple[str, ...]
    by: str
    created_at: datetime


def promotion_rows(states: Iterable[str], at: datetime) -> tuple[PromotionRow, ...]:
    """The promotions in these states, live ones first; four statements, whatever their number."""
    rows = [_row(promotion, at) for promotion in _rows(Promotion.objects.filter(state__in=list(states)))]
    return tuple(
        sorted(rows, key=lambda row: (ORDER_OF_STATES.index(PromotionState(row.state)), row.priority, row.ends_at))
    )


def promotion_row(promotion_id: int, at: datetime) -> PromotionRow | None:
    """One promotion as the list shows it; None when there is none."""
    return next((_row(promotion, at) for promotion in _rows(Promotion.objects.filter(pk=promotion_id))), None)


def promotion_warnings(promotion_id: int) -> tuple[str, ...]:
    """What the Director should know of the terms in force, in words."""
    version = PromotionVersion.objects.filter(promotion__pk=promotion_id).order_by("-number").first()
    if version is None:
        return ()
    products = list(version.products.defer("search_words"))
    terms = parse_terms(version.mechanic, version.terms, products=[product.pk for product in products])
    return warnings(terms, {p.pk: Shelf(p.name, p.list_price, p.floor_price) for p in products})


def promotion_versions(promotion_id: int) -> tuple[VersionRow, ...]:
    """Every version of a promotion, the newest first."""
    versions: QuerySet[PromotionVersion] = (
        PromotionVersion.objects.filter(promotion_id=promotion_id)
        .select_related("created_by")
        .prefetch_related("products")
        .order_by("-number")
    )
    return tuple(_version(version) for version in versions)


def standing(state: str, starts_at: datetime, ends_at: datetime, at: datetime) -> str:
    """The state in words, where a live one may not have begun or may be over by the clock."""
    if state == PromotionState.LIVE and at < starts_at:
        return "Starts later"
    if state == PromotionState.LIVE and at >= ends_at:
        return "Over"
    return PromotionState(state).label


def words_of(version: PromotionVersion | None) -> str:
    """What a version offers, as in: 10 % off."""
    if version is None:
        return ""
    return parse_terms(version.mechanic, version.terms, products=[p.pk for p in version.products.all()]).words()


def _rows(promotions: QuerySet[Promotion]) -> QuerySet[Any]:
    named = NamedCustomer.objects.filter(promotion=OuterRef("pk")).order_by().values("promotion")
    counted = named.annotate(count=Count("pk")).values("count")
    return (
        promotions.select_related("current")
        .annotate(
            named=Coalesce(Subquery(counted.filter(is_left_out=False)), 0),
            left_out=Coalesce(Subquery(counted.filter(is_left_out=True)), 0),
        )
        .prefetch_related("segments", "excluded_segments", "current__products")
    )


def _row(promotion: Any, at: datetime) -> PromotionRow:
    products = list(promotion.current.products.all()) if promotion.current else []
    version = promotion.current
    return PromotionRow(
        id=promotion.pk,
        name=promotion.name,
        state=promotion.state,
        standing=standing(promotion.state, promotion.starts_at, promotion.ends_at, at),
        mechanic=version.get_mechanic_display() if version else "",
        words=words_of(version),
        products=len(products),
        product_names=tuple(product.name for product in products[:MOST_NAMED]),
        audience=_audience(promotion),
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
        weekdays=weekday_names(promotion.weekdays) or "Every day",
        limits=_limits(promotion),
        allocation=promotion.allocation,
        taken=promotion.taken,
        priority=promotion.priority,
        stands_alone=bool(version) and version.combinability == Combinability.EXCLUSIVE,
        includes_contracts=bool(version) and version.includes_contracts,
        script=promotion.script,
        objection_answer=promotion.objection_answer,
        goal_quantity=promotion.goal_quantity,
        funding=promotion.get_funding_display() + (f": {promotion.funder}" if promotion.funder else ""),
    )


def _audience(promotion: Any) -> str:
    """For whom it is, as in: Cafés, Offices and 3 named customers; bought in the last 30 days; not Schools."""
    named = [segment.name for segment in promotion.segments.all()]
    whom = [", ".join(named)] if named else []
    if promotion.named:
        whom.append(f"{promotion.named} named customer{'s' if promotion.named > 1 else ''}")
    said = [" and ".join(whom) or "Everybody"]
    if promotion.last_bought:
        said.append(f"{promotion.get_last_bought_display().lower()} {promotion.last_bought_days} days")
    left_out = [segment.name for segment in promotion.excluded_segments.all()]
    if promotion.left_out:
        left_out.append(f"{promotion.left_out} named customer{'s' if promotion.left_out > 1 else ''}")
    return "; ".join([*said, f"not {' or '.join(left_out)}"] if left_out else said)


def _limits(promotion: Promotion) -> str:
    """What it gives at most, in words; empty without a limit."""
    limits = (
        (promotion.cap_per_order, "an order"),
        (promotion.cap_per_customer, "a customer"),
        (promotion.allocation, "in all"),
    )
    return ", ".join(f"{most:,} {of}" for most, of in limits if most is not None)


def _version(version: PromotionVersion) -> VersionRow:
    return VersionRow(
        number=version.number,
        mechanic=version.get_mechanic_display(),
        words=words_of(version),
        products=tuple(str(product) for product in version.products.all()),
        by=str(version.created_by),
        created_at=version.created_at,
    )
