"""The confirmed order of a customer that may still be added to."""

from dataclasses import dataclass
from datetime import date, datetime

from customers.models import Customer
from orders.actions.delivery import delivery_terms
from orders.models import Order
from orders.rules.life import OPEN_TO_CHANGE


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """`version` is what a change of it names."""

    id: int
    number: str
    version: int
    delivery_on: date


def open_order(customer_id: int, at: datetime) -> OpenOrder | None:
    """The newest of which nothing is picked and whose delivery has not had its cut-off; None when there is none."""
    standing = Order.objects.filter(customer=customer_id, state__in=OPEN_TO_CHANGE, delivery_on__isnull=False)
    order = standing.order_by("-confirmed_at", "-pk").first()
    if order is None or order.delivery_on is None:
        return None
    days = delivery_terms(Customer.objects.get(pk=customer_id), at).days
    if order.delivery_on <= at.date() or days.is_closed(order.delivery_on, at):
        return None
    return OpenOrder(order.pk, order.number or "", order.version, order.delivery_on)
