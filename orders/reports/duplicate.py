"""Whether a draft repeats what was confirmed earlier the same day."""

from datetime import datetime, time

from customers.rules.calendar import LONDON
from orders.models import Order, OrderLine
from orders.rules.duplicate import Twin, twin_of
from promotions.rules.promotion import london_day


def twin(order: Order, at: datetime) -> Twin | None:
    """The order of the same customer, confirmed on the same London day, that holds most of the same; two statements."""
    since = datetime.combine(london_day(at), time(0), tzinfo=LONDON)
    today = Order.objects.placed().filter(customer=order.customer_id, confirmed_at__gte=since).exclude(pk=order.pk)
    rows = OrderLine.objects.filter(order__in=today, is_gift=False).select_related("order").order_by("order_id")
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
    return Twin(earlier.number or "", earlier.confirmed_at, same, len(wanted))
