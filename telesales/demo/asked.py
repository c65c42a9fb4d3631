"""What the Director of the made-up wholesaler asks of the desk this month: a little more than last month."""

import datetime as dt
from decimal import ROUND_UP, Decimal

from django.db.models import Count, Sum

from calls.models import Attempt
from orders.models import Order
from promotions.models import Promotion
from promotions.rules.vocabulary import PromotionState
from staff.models import User
from targets.actions import set_target
from targets.rules import Asked, Measure

GROWTH = Decimal("1.05")


def ask_for_this_month(coordinators: list[User], director: User, *, as_of: dt.date, at: dt.datetime) -> None:
    first = as_of.replace(day=1)
    last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
    for person in (None, *coordinators):
        for measure, amount, step in _last_month(person, first):
            value = max(step, _round_up(amount * GROWTH, step))
            asked = Asked(person.pk if person else None, measure, None, first, last, value)
            set_target(asked=asked, by=director, at=at)
    pushed = Promotion.objects.filter(state=PromotionState.LIVE, goal_quantity__isnull=False)
    for promotion in pushed.order_by("priority")[:2]:
        packs = Decimal(promotion.goal_quantity or 1)
        asked = Asked(None, Measure.PROMOTION_PACKS, promotion.pk, first, last, packs)
        set_target(asked=asked, by=director, at=at)


def _last_month(person: User | None, first: dt.date) -> list[tuple[Measure, Decimal, Decimal]]:
    """Each measure with what last month brought, and the step that its target is rounded up to."""
    before = (first - dt.timedelta(days=1)).replace(day=1)
    orders = Order.objects.placed().filter(confirmed_at__date__gte=before, confirmed_at__date__lt=first)
    attempts = Attempt.objects.filter(dialled_at__date__gte=before, dialled_at__date__lt=first)
    if person:
        orders, attempts = orders.filter(taken_by=person), attempts.filter(call__coordinator=person)
    sums = orders.aggregate(orders=Count("pk"), value=Sum("net_total", default=Decimal(0)))
    return [
        (Measure.CALLS, Decimal(attempts.count()), Decimal(10)),
        (Measure.ORDERS, Decimal(sums["orders"]), Decimal(5)),
        (Measure.ORDER_VALUE, sums["value"], Decimal(100)),
    ]


def _round_up(amount: Decimal, step: Decimal) -> Decimal:
    return (amount / step).to_integral_value(ROUND_UP) * step
