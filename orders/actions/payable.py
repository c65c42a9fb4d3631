"""What is left to pay of an order after its credits, with the VAT of each rate."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from orders.models import Credit, Order
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
