"""Whether a draft repeats what was confirmed the same day or for the same delivery."""

from datetime import date, datetime, time

from django.db.models import Q

from customers.rules.calendar import LONDON
from orders.models import Order, OrderLine
from orders.rules.duplicate import Twin, twin_of
from promotions.rules.promotion import london_day


def twin(order: Order, at: datetime, *, delivery_on: date | None = None) -> Twin | None:
    """The order of the same customer that holds most of the same; two statements.

    It was confirmed on the same London day, or is for the same delivery: that of the draft, `delivery_on` as long as
    none is kept. What goes to another address is no repetition.
    """
    since = datetime.combine(london_day(at), time(0), tzinfo=LONDON)
    meant_for = order.delivery_on or delivery_on
    near = Q(confirmed_at__gte=since) | Q(delivery_on=meant_for, delivery_on__isnull=False)
    there = Q(address=order.address_id) | Q(address=None) if order.address_id else Q()
    others = Order.objects.placed().filter(near, there, customer=order.customer_id).exclude(pk=order.pk)
    rows = OrderLine.objects.filter(order__in=others, is_gift=False).select_related("order").order_by("order_id")
    held: dict[int, dict[int, int]] = {}
    orders: dict[int, Order] = {}
    for row in rows:
        orders[row.order_id] = row.order
        held.setdefault(row.order_id, {})[row.product_id] = row.quantity
    if not held:
        return None
    wanted = dict(order.lines.filter(is_gift=False).values_list("product", "quantity"))
    found = max(held, key=lambda key: twin_of(wanted, held[key]))
    same, earlier = twin_of(wanted, held[found]), orders[found]
    if not same or earlier.confirmed_at is None:
        return None
    return Twin(earlier.number or "", earlier.confirmed_at, same, len(wanted), earlier.confirmed_at >= since)
