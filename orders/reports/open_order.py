"""The confirmed order of a customer that may still be added to."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from customers.models import Customer
from orders.actions.delivery import delivery_terms
from orders.models import Order, OrderLine
from orders.rules.life import OPEN_TO_CHANGE
from promotions.rules import london_day


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """`version` is what a change of it names."""

    id: int
    number: str
    version: int
    delivery_on: date


def open_order(customer_id: int, at: datetime) -> OpenOrder | None:
    """The newest of which nothing is picked and whose delivery has not had its cut-off; None when there is none."""
    standing = Order.objects.filter(customer=customer_id, state__in=OPEN_TO_CHANGE, delivery_on__gt=london_day(at))
    picked = OrderLine.objects.filter(order=OuterRef("pk"), fulfilment__picked__gt=0)
    orders = list(standing.exclude(Exists(picked)).order_by("-confirmed_at", "-pk"))
    if not orders:
        return None
    days = delivery_terms(Customer.objects.get(pk=customer_id), at).days
    for order in orders:
        if order.delivery_on is not None and not days.is_closed(order.delivery_on, at):
            return OpenOrder(order.pk, order.number or "", order.version, order.delivery_on)
    return None
