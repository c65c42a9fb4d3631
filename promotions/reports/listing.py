"""Promotions as the desk lists them, and the terms that one has had."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from promotions.models import Promotion, PromotionVersion
from promotions.rules.life import Shelf, warnings
from promotions.rules.terms import parse_terms
from promotions.rules.vocabulary import PromotionState

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
    segments: str
    starts_at: datetime
    ends_at: datetime
    priority: int
    script: str
    objection_answer: str
    goal_quantity: int | None


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
    """The promotions in these states, live ones first; three statements, whatever their number."""
    found = Promotion.objects.filter(state__in=list(states)).select_related("current")
    counted = found.prefetch_related("segments", "current__products")
    rows = [_row(promotion, at) for promotion in counted]
    return tuple(
        sorted(rows, key=lambda row: (ORDER_OF_STATES.index(PromotionState(row.state)), row.priority, row.ends_at))
    )


def promotion_row(promotion_id: int, at: datetime) -> PromotionRow | None:
    """One promotion as the list shows it; None when there is none."""
    found = Promotion.objects.filter(pk=promotion_id).select_related("current")
    return next((_row(p, at) for p in found.prefetch_related("segments", "current__products")), None)


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


def _row(promotion: Promotion, at: datetime) -> PromotionRow:
    products = list(promotion.current.products.all()) if promotion.current else []
    return PromotionRow(
        id=promotion.pk,
        name=promotion.name,
        state=promotion.state,
        standing=standing(promotion.state, promotion.starts_at, promotion.ends_at, at),
        mechanic=promotion.current.mechanic if promotion.current else "",
        words=words_of(promotion.current),
        products=len(products),
        product_names=tuple(product.name for product in products[:MOST_NAMED]),
        segments=", ".join(segment.name for segment in promotion.segments.all()) or "Everybody",
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
        priority=promotion.priority,
        script=promotion.script,
        objection_answer=promotion.objection_answer,
        goal_quantity=promotion.goal_quantity,
    )


def _version(version: PromotionVersion) -> VersionRow:
    return VersionRow(
        number=version.number,
        mechanic=version.get_mechanic_display(),
        words=words_of(version),
        products=tuple(str(product) for product in version.products.all()),
        by=str(version.created_by),
        created_at=version.created_at,
    )
