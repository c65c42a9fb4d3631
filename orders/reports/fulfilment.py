"""Orders on their way through the warehouse, by the day on which they are delivered."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from orders.models import Order, OrderLine
from orders.reports.lists import KeyedPage

PAGE = 50


@dataclass(frozen=True, slots=True)
class MotionRow:
    """One order in motion; `short` are its lines that wait for more than is free. Late is what should have arrived."""

    id: int
    number: str
    customer: str
    account_number: str
    state: str
    state_label: str
    delivery_on: date | None
    postcode: str
    is_today: bool
    is_late: bool
    lines: int
    short: int
    net_total: Decimal


def motion_rows(*, today: date, state: str = "", after: str = "") -> KeyedPage[MotionRow]:
    """Confirmed orders that have not left in full, the earliest delivery first, in one state or in any.

    `after` is the `following` of the page before. One statement. ValueError for a key that is not ours.
    """
    orders = Order.objects.in_motion().filter(delivery_on__isnull=False)
    if state:
        orders = orders.filter(state=state)
    if after:
        day, pk = after.split("_")
        on = date.fromisoformat(day)
        orders = orders.filter(Q(delivery_on__gt=on) | Q(delivery_on=on, pk__gt=int(pk)))
    lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
    waits = F("quantity") - Coalesce(F("fulfilment__given_up"), 0) - Coalesce(F("fulfilment__allocated"), 0)
    # An alias, not an annotation: that would group the count by what each line waits for.
    short = lines.alias(waits=waits).filter(waits__gt=Greatest(F("product__stock_free"), 0))
    shown = orders.select_related("customer", "address").annotate(
        line_count=Subquery(lines.annotate(n=Count("pk")).values("n")),
        short_count=Subquery(short.annotate(n=Count("pk")).values("n")),
    )
    found = list(shown.order_by("delivery_on", "pk")[: PAGE + 1])
    following = f"{found[PAGE - 1].delivery_on}_{found[PAGE - 1].pk}" if len(found) > PAGE else ""
    return KeyedPage(tuple(_row(order, today) for order in found[:PAGE]), following)


def _row(order: Any, today: date) -> MotionRow:
    """From an order with the two counts of `motion_rows`."""
    return MotionRow(
        id=order.pk,
        number=order.number,
        customer=order.customer.name,
        account_number=order.customer.account_number,
        state=order.state,
        state_label=order.get_state_display(),
        delivery_on=order.delivery_on,
        postcode=order.address.postcode if order.address else "",
        is_today=order.delivery_on == today,
        is_late=order.delivery_on < today,
        lines=order.line_count or 0,
        short=order.short_count or 0,
        net_total=order.net_total,
    )
