"""The London day that a moment falls in, and what the desk did on it so far."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from calls.models import Attempt
from calls.reports.scheduled import Tally
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import Direction
from orders.models import Order
from targets.rules import Figure

DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Today:
    """`begins` and `ends` are midnights; `ends` no longer belongs to it."""

    at: dt.datetime
    day: dt.date
    begins: dt.datetime
    ends: dt.datetime

    def attempts(self) -> QuerySet[Attempt]:
        return Attempt.objects.made().filter(
            dialled_at__gte=self.begins, dialled_at__lt=self.ends, call__direction=Direction.OUTBOUND
        )

    def orders(self) -> QuerySet[Order]:
        return Order.objects.placed().filter(confirmed_at__gte=self.begins, confirmed_at__lt=self.ends)


def today(at: dt.datetime) -> Today:
    day = london_day(at)
    return Today(at, day, moment(day, dt.time(0)), moment(day + DAY, dt.time(0)))


class Sales(NamedTuple):
    orders: int
    value: Decimal


def figures(now: Today, scheduled: Tally) -> list[Figure]:
    """What docs/figures.md defines, for today so far. Two statements."""
    sales = sales_of(now.orders())
    calls = now.attempts().count()
    so_far = "today so far"
    return [
        Figure(
            "Coverage",
            Decimal(scheduled.covered),
            Decimal(scheduled.scheduled),
            so_far,
            scheduled.scheduled,
            "Scheduled customers with a final outcome before cut-off, of all scheduled customers.",
        ),
        Figure(
            "Calls made",
            Decimal(calls),
            None,
            so_far,
            calls,
            "Outbound attempts, answered or not; entries that were skipped or removed are not calls.",
        ),
        Figure(
            "Orders",
            Decimal(sales.orders),
            None,
            so_far,
            sales.orders,
            "Orders confirmed today and not cancelled since.",
        ),
        Figure(
            "Order value",
            sales.value,
            None,
            so_far,
            sales.orders,
            "Their net total less credits, without VAT and delivery.",
            is_money=True,
        ),
    ]


def sales_of(orders: QuerySet[Order]) -> Sales:
    sums = orders.aggregate(orders=Count("pk"), value=Sum("counted_total", default=Decimal(0)))
    return Sales(sums["orders"], sums["value"])
