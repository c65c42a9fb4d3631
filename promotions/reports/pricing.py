"""Promotions as the price rules see them for one customer: audience decided, what is left of their limits counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from customers.models import Customer
from promotions.models import CustomerUses, NamedCustomer, Promotion, PromotionVersion
from promotions.rules.allocation import Allotment
from promotions.rules.audience import BuyingHabit, Standing, why_not_for
from promotions.rules.promotion import NOTHING_PROMISED, LivePromotion, Promised, london_day
from promotions.rules.terms import parse_terms
from promotions.rules.vocabulary import LastBought


@dataclass(frozen=True, slots=True)
class Pitch:
    """A live promotion with what to say about it; `in_stock` are those of its products that can be had now."""

    promotion: LivePromotion
    script: str
    objection_answer: str
    in_stock: frozenset[int]


def live_pitches(
    customer: Customer,
    at: datetime,
    *,
    bought: QuerySet[Any] | None = None,
    honoured: Mapping[int, Promised] | None = None,
) -> tuple[Pitch, ...]:
    """All that are live at `at`, in the order in which they are offered; one that is not for this customer says why in
    `audience_refusal`. One statement.

    `honoured` are versions already promised on an order with what it was given of them: they are there whatever became
    of them, in place of their promotion's present terms. Who bought when is known further up: `bought` are rows with a
    `product_id` and a `bought_at`, one or more for each product that this customer has bought; None for nothing.
    """
    promised = honoured or {}
    rows = list(_rows(customer, at, bought, promised))
    kept = {row.promotion_id for row in rows if row.pk in promised}
    return tuple(_pitch(row, at, promised) for row in rows if row.pk in promised or row.promotion_id not in kept)


def _rows(
    customer: Customer, at: datetime, bought: QuerySet[Any] | None, promised: Mapping[int, Promised]
) -> Iterable[Any]:
    """The versions that are in force or promised, with their promotion, in the order in which they are offered."""
    live = Q(pk=F("promotion__current"), promotion__in=Promotion.objects.live(at))
    of_version = PromotionVersion.products.through.objects.filter(promotionversion_id=OuterRef("pk"))
    on_sale = of_version.filter(product__ended_at=None, product__stock_free__gt=0)
    aimed_at = Promotion.segments.through.objects.filter(promotion_id=OuterRef("promotion_id"))
    segments = aimed_at.order_by("segment__name")
    named = NamedCustomer.objects.filter(promotion_id=OuterRef("promotion_id"), is_left_out=False)
    out = NamedCustomer.objects.filter(promotion_id=OuterRef("promotion_id"), is_left_out=True)
    out_segments = Promotion.excluded_segments.through.objects.filter(promotion_id=OuterRef("promotion_id"))
    taken = CustomerUses.objects.filter(promotion_id=OuterRef("promotion_id"), customer=customer)
    return (
        PromotionVersion.objects.filter(live | Q(pk__in=promised))
        .select_related("promotion")
        .annotate(
            product_ids=ArraySubquery(of_version.values("product_id")),
            in_stock=ArraySubquery(on_sale.values("product_id")),
            segment_names=ArraySubquery(segments.values("segment__name")),
            names_customers=Exists(named),
            is_named=Exists(named.filter(customer=customer)) | Exists(aimed_at.filter(segment=customer.segment_id)),
            is_excluded=Exists(out.filter(customer=customer))
            | Exists(out_segments.filter(segment=customer.segment_id)),
            taken_by_customer=Subquery(taken.values("uses")),
            last_bought_at=Value(None, DateTimeField()) if bought is None else _last_bought(bought),
        )
        .order_by("promotion__priority", "promotion__ends_at", "promotion_id", "number")
    )


def _last_bought(bought: QuerySet[Any]) -> Case:
    """When they last bought one of a version's products, of one without products anything; asked where it matters."""
    products = PromotionVersion.products.through.objects.filter(promotionversion_id=OuterRef(OuterRef("pk")))
    meant = bought.filter(Exists(products.filter(product_id=OuterRef("product_id"))) | ~Exists(products))
    latest = Subquery(meant.order_by("-bought_at").values("bought_at")[:1])
    return Case(When(~Q(promotion__last_bought=""), then=latest), output_field=DateTimeField())


def _pitch(version: Any, at: datetime, promised: Mapping[int, Promised]) -> Pitch:
    """From a version with the columns that `_rows` adds."""
    promotion, reserved = version.promotion, promised.get(version.pk, NOTHING_PROMISED)
    allotment = Allotment(
        name=promotion.name,
        allocation=promotion.allocation,
        taken=promotion.taken - reserved.uses,
        cap_per_customer=promotion.cap_per_customer,
        taken_by_customer=(version.taken_by_customer or 0) - reserved.uses,
    )
    standing = Standing(bool(version.segment_names) or version.names_customers, version.is_named, version.is_excluded)
    value = LivePromotion(
        id=promotion.pk,
        version_id=version.pk,
        name=promotion.name,
        terms=parse_terms(version.mechanic, version.terms, products=version.product_ids),
        starts_at=promotion.starts_at,
        ends_at=promotion.ends_at,
        state=promotion.state,
        weekdays=frozenset(promotion.weekdays),
        audience_refusal=why_not_for(standing, version.segment_names) or _why_not_by_habit(version, at),
        includes_contracts=version.includes_contracts,
        cap_per_order=promotion.cap_per_order,
        left_for_customer=allotment.left_for_customer,
        allocation_left=allotment.left,
        priority=promotion.priority,
        combinability=version.combinability,
        promised=reserved,
    )
    return Pitch(value, promotion.script, promotion.objection_answer, frozenset(version.in_stock))


def _why_not_by_habit(version: Any, at: datetime) -> str:
    asked = version.promotion
    if not asked.last_bought or asked.last_bought_days is None:
        return ""
    latest = version.last_bought_at and london_day(version.last_bought_at)
    return BuyingHabit(LastBought(asked.last_bought), asked.last_bought_days).why_not(latest, london_day(at))
