"""What the price rules need to know of one customer: prices of products, and promotions with their audience decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from customers.models import Customer
from promotions.models import ListedPrice, Product, Promotion, PromotionVersion
from promotions.rules.price import PriceBook, PriceEntry, SoldProduct
from promotions.rules.price import price_book as book_of
from promotions.rules.promotion import LivePromotion
from promotions.rules.terms import parse_terms
from promotions.rules.vocabulary import PriceKind, VatRate


@dataclass(frozen=True, slots=True)
class Pitch:
    """A live promotion with what to say about it."""

    promotion: LivePromotion
    script: str
    objection_answer: str


def price_book(customer: Customer, product_ids: Iterable[int], *, bought_before: Iterable[int] = ()) -> PriceBook:
    """The prices of these products for a customer: their price list's, with breaks, and the list price.

    `bought_before` are products this customer has bought, for introduction prices. Two statements, whatever the number.
    """
    wanted = set(product_ids)
    listed: dict[int, list[PriceEntry]] = {}
    if customer.price_list_id is not None:
        prices = ListedPrice.objects.filter(price_list_id=customer.price_list_id, product_id__in=wanted)
        for row in prices.order_by("product_id", "from_quantity"):
            entry = PriceEntry(PriceKind.PRICE_LIST, row.unit_price, row.from_quantity)
            listed.setdefault(row.product_id, []).append(entry)
    products = Product.objects.filter(pk__in=wanted).defer("search_words")
    return book_of((_sold(product, listed.get(product.pk, [])) for product in products), bought_before)


def live_promotions(customer: Customer, at: datetime) -> tuple[LivePromotion, ...]:
    """All that are live at `at`; one that is not for this customer says why in `audience_refusal`. One statement."""
    return tuple(pitch.promotion for pitch in live_pitches(customer, at))


def live_pitches(customer: Customer, at: datetime) -> tuple[Pitch, ...]:
    """The same with what to say, in the order in which they are offered. One statement."""
    return tuple(_pitch(promotion, customer) for promotion in _live(at))


def _live(at: datetime) -> Iterable[Promotion]:
    named = PromotionVersion.products.through.objects.filter(promotionversion_id=OuterRef("current_id"))
    aimed_at = Promotion.segments.through.objects.filter(promotion_id=OuterRef("pk")).order_by("segment__name")
    return (
        Promotion.objects.live(at)
        .select_related("current")
        .annotate(
            product_ids=ArraySubquery(named.values("product_id")),
            segment_ids=ArraySubquery(aimed_at.values("segment_id")),
            segment_names=ArraySubquery(aimed_at.values("segment__name")),
        )
        .order_by("priority", "ends_at", "pk")
    )


def _pitch(promotion: Any, customer: Customer) -> Pitch:
    """From a promotion with the columns that `_live` adds; a live one has its terms, the database sees to it."""
    version = promotion.current
    value = LivePromotion(
        id=promotion.pk,
        version_id=version.pk,
        name=promotion.name,
        terms=parse_terms(version.mechanic, version.terms, products=promotion.product_ids),
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
        state=promotion.state,
        audience_refusal=_why_not_for(customer, promotion.segment_ids, promotion.segment_names),
        includes_contracts=promotion.includes_contracts,
        priority=promotion.priority,
        combinability=promotion.combinability,
    )
    return Pitch(value, promotion.script, promotion.objection_answer)


def _why_not_for(customer: Customer, segment_ids: list[int], segment_names: list[str]) -> str:
    if not segment_ids or customer.segment_id in segment_ids:
        return ""
    return f"it is for {' and '.join(segment_names)} only"


def _sold(product: Product, listed: list[PriceEntry]) -> SoldProduct:
    return SoldProduct(
        id=product.pk,
        name=product.name,
        vat_rate=VatRate(product.vat_rate),
        prices=(*listed, PriceEntry(PriceKind.LIST, product.list_price)),
        floor_price=product.floor_price,
        unit=product.unit,
    )
