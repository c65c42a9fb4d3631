"""The rounds to the five cities, and orders that are on their way, held or part despatched this morning."""

import datetime as dt
from decimal import Decimal

from django.db.models import Count

from orders.actions import allocate_order, fulfil_order, hold_order
from orders.actions.draft import locked_order
from orders.actions.holds import hold_by_rule
from orders.models import DeliveryRound, Order, RoundCutOff
from orders.rules.fulfilment import Told
from orders.rules.vocabulary import HoldKind, OrderState
from promotions.models import Product
from staff.models import User
from telesales.demo.ledger import make_ledger

# Name, postcode areas, working days from order to delivery.
ROUNDS = (
    ("Leeds", ["LS"], 1),
    ("London", ["E", "N", "NW", "SE", "SW", "W"], 1),
    ("Edinburgh", ["EH"], 1),
    ("Cardiff", ["CF"], 1),
    ("Belfast", ["BT"], 2),
)
CUT_OFF = dt.time(16, 30)
NEEDED = 6


def make_rounds() -> None:
    """Rounds that are there already are somebody's own: then none are added."""
    if DeliveryRound.objects.exists():
        return
    for name, areas, lead_days in ROUNDS:
        made = DeliveryRound.objects.create(
            name=name,
            postcode_areas=areas,
            lead_days=lead_days,
            is_strict=False,
            least_total=Decimal(15),
            charge=Decimal("4.95"),
            free_from_total=Decimal(40),
        )
        RoundCutOff.objects.bulk_create(RoundCutOff(round=made, weekday=day, clock=CUT_OFF) for day in range(5))


def move_orders_on(*, by: User, at: dt.datetime) -> None:
    """The ledger; of the orders confirmed and not delivered yet one over its limit, one queried, one in two parts."""
    on_their_way = Order.objects.filter(state=OrderState.CONFIRMED, confirmed_at__lt=at).order_by("pk")
    orders = list(on_their_way.annotate(count=Count("lines")).filter(count__gte=2).select_related("customer")[:NEEDED])
    make_ledger(over_limit=orders[0].customer if orders else None, at=at)
    if len(orders) < NEEDED:
        return
    over, asked, in_parts, *reserved = orders
    hold_by_rule(locked_order(over.pk), at)
    hold_order(order_id=asked.pk, kind=HoldKind.QUERY, words="Is the yard open before 8:00?", by=by, at=at)
    _part_despatch(in_parts, at)
    for order in reserved:
        Product.objects.filter(order_lines__order=order, stock_free__lt=1).update(stock_free=1)
        allocate_order(order_id=order.pk, by=by, at=at)


def _part_despatch(order: Order, at: dt.datetime) -> None:
    first, *rest = order.lines.order_by("position").values_list("pk", "quantity")
    due_on = at.date() + dt.timedelta(days=7)
    told = {pk: Told(quantity, quantity, None) for pk, quantity in rest} | {first[0]: Told(0, 0, due_on)}
    fulfil_order(order_id=order.pk, told=told, by=None, at=at)
