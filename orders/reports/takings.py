"""What orders that stand took of one promotion."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum

from orders.models import Credit, Order, OrderLine, OrderPromotion


@dataclass(frozen=True, slots=True)
class Takings:
    """Orders confirmed and not cancelled, all time, less what is credited.

    `net` is what is left to pay for the lines that took it, `saving` what the promotion gave, on goods and on delivery.
    """

    orders: int
    customers: int
    packs: int
    net: Decimal
    saving: Decimal


def takings(promotion_id: int) -> Takings:
    """Five statements. Orders of before allocations were counted give what their lines say."""
    lines = OrderLine.objects.sold().filter(promotion_version__promotion=promotion_id)
    of_lines = lines.aggregate(packs=Sum("kept"), net=Sum("net_total"))
    credited = Credit.objects.filter(line__in=lines.values("pk")).aggregate(net=Sum("net_total"))["net"]
    uses = OrderPromotion.objects.filter(version__promotion=promotion_id, order__in=Order.objects.placed(), uses__gt=0)
    given = uses.aggregate(goods=Sum(F("saving_total") - F("saving_given_back")), delivery=Sum("delivery_saving"))
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
        net=(of_lines["net"] or nothing) - (credited or nothing),
        saving=(given["goods"] or nothing) + (given["delivery"] or nothing) + (earlier or nothing),
    )


def packs_sold(promotion_ids: Collection[int]) -> dict[int, int]:
    """The packs of `takings` by promotion, of those that sold any. One statement."""
    lines = OrderLine.objects.sold().filter(promotion_version__promotion__in=promotion_ids).order_by()
    return dict(lines.values_list("promotion_version__promotion").annotate(packs=Sum("kept")))
