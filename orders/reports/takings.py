"""What orders that stand took of one promotion."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from orders.models import LinePromotion, Order, OrderPromotion


@dataclass(frozen=True, slots=True)
class Takings:
    """Orders confirmed and not cancelled, all time, less what is credited.

    `net` is what is left to pay for the packs that took it, `saving` what the promotion gave, on goods and on delivery.
    """

    orders: int
    customers: int
    packs: int
    net: Decimal
    saving: Decimal


def takings(promotion_id: int) -> Takings:
    """Three statements."""
    parts, uses = _of_lines(promotion_id), _of_orders(promotion_id)
    is_sold = Q(line__is_gift=False)
    of_lines = parts.aggregate(
        packs=Sum("kept", filter=is_sold), net=Sum("kept_net", filter=is_sold), saving=Sum("kept_saving")
    )
    delivery = uses.aggregate(saving=Sum("delivery_saving"))["saving"]
    counted = orders_that_took(promotion_id).aggregate(orders=Count("pk"), customers=Count("customer", distinct=True))
    nothing = Decimal(0)
    return Takings(
        orders=counted["orders"],
        customers=counted["customers"],
        packs=of_lines["packs"] or 0,
        net=of_lines["net"] or nothing,
        saving=(of_lines["saving"] or nothing) + (delivery or nothing),
    )


def orders_that_took(promotion_id: int) -> QuerySet[Order]:
    """Those that count, by a line or by delivery."""
    by_line, by_order = _of_lines(promotion_id).values("line__order"), _of_orders(promotion_id).values("order")
    return Order.objects.placed().filter(Q(pk__in=by_line) | Q(pk__in=by_order))


def _of_lines(promotion_id: int) -> QuerySet[LinePromotion]:
    return LinePromotion.objects.counted().filter(version__promotion=promotion_id)


def _of_orders(promotion_id: int) -> QuerySet[OrderPromotion]:
    placed = Order.objects.placed()
    return OrderPromotion.objects.filter(version__promotion=promotion_id, order__in=placed, uses__gt=0)


def packs_sold(promotion_ids: Collection[int]) -> dict[int, int]:
    """The packs of `takings` by promotion, of those that sold any. One statement."""
    parts = LinePromotion.objects.sold().filter(version__promotion__in=promotion_ids).order_by()
    return dict(parts.values_list("version__promotion").annotate(packs=Sum("kept")))
