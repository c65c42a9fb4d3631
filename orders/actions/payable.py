"""What is left to pay of an order after its credits, with the VAT of each rate."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from orders.models import Credit, Order, OrderVat
from orders.rules.credited import RateSums, left_to_pay
from promotions.rules import VatRate


@dataclass(frozen=True, slots=True)
class Payable:
    """Pounds; `goods` and `credited` are net, `rates` what is left at each rate with its part of the delivery."""

    goods: Decimal
    credited: Decimal
    delivery: Decimal
    rates: tuple[RateSums, ...]

    @property
    def vat(self) -> Decimal:
        return sum((row.vat for row in self.rates), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.goods - self.credited + self.delivery + self.vat


def payable(order: Order) -> Payable:
    """One statement; one more when something of it is credited."""
    stood = [RateSums(VatRate(row.rate), row.net_total, row.vat_total) for row in order.vat_rows.by_rate()]
    credited: dict[VatRate, Decimal] = {}
    if order.credited_total:
        rows = Credit.objects.filter(order=order).order_by().values_list("line__vat_rate")
        credited = {VatRate(rate): net for rate, net in rows.annotate(net=Sum("net_total"))}
    return Payable(order.net_total, order.credited_total, order.delivery_total, left_to_pay(stood, credited))


def vat_back(orders: QuerySet[Order]) -> Decimal:
    """The VAT that goes with what is credited of these orders; one statement."""
    of_rate = Credit.objects.filter(order=OuterRef("order"), line__vat_rate=OuterRef("rate")).order_by()
    credited = Subquery(of_rate.values("order").annotate(net=Sum("net_total")).values("net"))
    rows = OrderVat.objects.filter(order__in=orders, order__credited_total__gt=0).annotate(credited=credited)
    back = Decimal(0)
    for rate, net, vat, gone in rows.exclude(credited=None).values_list("rate", "net_total", "vat_total", "credited"):
        (left,) = left_to_pay([RateSums(VatRate(rate), net, vat)], {VatRate(rate): gone})
        back += vat - left.vat
    return back
