"""How far each running target is, and what an order did to its taker's targets."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from django.db.models import Q

from customers.rules.calendar import LONDON, is_working_day
from customers.rules.vocabulary import Nation
from orders.models import Order
from staff.models import User
from targets.models import Progress, Target
from targets.rules import Measure, Pace, elapsed_share, say_amount

# The desk itself works in England, whoever it rings.
desk_works_on = partial(is_working_day, nation=Nation.ENGLAND)


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """A target at one moment. `computed_at` is None until it has been counted for the first time."""

    target: Target
    pace: Pace
    computed_at: dt.datetime | None

    @property
    def name(self) -> str:
        if self.target.promotion:
            return f"Packs sold: {self.target.promotion}"
        return self.target.get_measure_display()

    @property
    def whose(self) -> str:
        return str(self.target.person) if self.target.person else "The whole desk"

    @property
    def asked(self) -> str:
        return say_amount(self.target.measure, self.target.value)

    @property
    def actual(self) -> str:
        return say_amount(self.target.measure, self.pace.actual)

    @property
    def done(self) -> int:
        """Hundredths of the bar."""
        return int(min(Decimal(1), self.pace.share) * 100)

    @property
    def should_be(self) -> int:
        """Where on the bar it should be by now, in hundredths."""
        return int(self.pace.elapsed * 100)

    @property
    def in_words(self) -> str:
        """What the bar shows, for who cannot see it."""
        return f"{self.name}: {self.done} % done, {self.should_be} % of the selling hours are over"


@dataclass(frozen=True, slots=True)
class OrderEffect:
    """What one order did to one target of the person who took it."""

    name: str
    sentence: str


def progress_for(user: User, *, at: dt.datetime) -> list[TargetProgress]:
    """Their own running targets, then the desk's. One statement."""
    return _progress(Q(person=user) | Q(person=None), at)


def progress_of_all(*, at: dt.datetime) -> list[TargetProgress]:
    """Every running target, the desk's first, then by name. One statement."""
    found = _progress(Q(), at)
    return sorted(found, key=lambda row: (row.target.person is not None, row.whose))


def effect_of_order(order_id: int, user: User, *, at: dt.datetime) -> list[OrderEffect]:
    """What an order of theirs does to their own targets, whether it has been counted yet or not; else nothing."""
    order = Order.objects.placed().filter(pk=order_id, taken_by=user).first()
    if order is None:
        return []
    amounts = {Measure.ORDERS: Decimal(1), Measure.ORDER_VALUE: order.counted_total}
    return [
        OrderEffect(row.name, _before(row, order, amount).with_another(amount))
        for row in _progress(Q(person=user, measure__in=amounts), at)
        for amount in [amounts[Measure(row.target.measure)]]
    ]


def _before(row: TargetProgress, order: Order, amount: Decimal) -> Pace:
    counted = row.computed_at and order.confirmed_at and row.computed_at >= order.confirmed_at
    actual = row.pace.actual - amount if counted else row.pace.actual
    return Pace(row.pace.measure, row.pace.asked, actual, row.pace.elapsed, row.pace.by_tonight)


def _progress(which: Q, at: dt.datetime) -> list[TargetProgress]:
    wall = at.astimezone(LONDON)
    running = Target.objects.running_on(wall.date()).filter(which).select_related("person", "promotion", "progress")
    return [_one(target, wall) for target in running.order_by("person", "measure", "pk")]


def _one(target: Target, wall: dt.datetime) -> TargetProgress:
    counted: Progress | None = getattr(target, "progress", None)
    tonight = wall.replace(hour=23, minute=59)
    pace = Pace(
        measure=target.measure,
        asked=target.value,
        actual=counted.actual if counted else Decimal(0),
        elapsed=elapsed_share(target.starts_on, target.ends_on, wall, desk_works_on),
        by_tonight=elapsed_share(target.starts_on, target.ends_on, tonight, desk_works_on),
    )
    return TargetProgress(target, pace, counted.computed_at if counted else None)
