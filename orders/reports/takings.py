"""What orders that stand took of one promotion."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from orders.models import Order, OrderLine, OrderPromotion


@dataclass(frozen=True, slots=True)
class Takings:
    """Orders confirmed and not cancelled, all time; `net` is what was left to pay for the lines that took it.

    `saving` is what the promotion gave, on goods and on delivery.
    """

    orders: int
    customers: int
    packs: int
    net: Decimal
    saving: Decimal


def takings(promotion_id: int) -> Takings:
    """Four statements. Orders of before allocations were counted give what their lines say."""
    lines = OrderLine.objects.filter(
        promotion_version__promotion=promotion_id, order__in=Order.objects.placed(), is_gift=False
    )
    of_lines = lines.aggregate(packs=Sum("quantity"), net=Sum("net_total"))
    uses = OrderPromotion.objects.filter(version__promotion=promotion_id, order__in=Order.objects.placed(), uses__gt=0)
    given = uses.aggregate(goods=Sum("saving_total"), delivery=Sum("delivery_saving"))
    earlier = lines.exclude(order__promotions__uses__gte=0).aggregate(saving=Sum("saving_total"))["saving"]
    took = Order.objects.placed().filter(pk__in=lines.values("order")) | Order.objects.placed().filter(
        pk__in=uses.values("order")
    )
    counted = took.aggregate(orders=Count("pk"), customers=Count("customer", distinct=True))
    nothing = Decimal(0)
    return Takings(
        orders=counted["orders"],
        customers=counted["customers"],
        packs=of_lines["packs"] or 0,
        net=of_lines["net"] or nothing,
        saving=(given["goods"] or nothing) + (given["delivery"] or nothing) + (earlier or nothing),
    )
