"""Counts how far each target is, from the calls and orders themselves."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import (
    Case,
    DateTimeField,
    DecimalField,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Least
from django.db.models.lookups import IsNull
from django.utils import timezone

from calls.models import Attempt
from calls.rules.vocabulary import Direction
from orders.models import LinePromotion, Order, OrderLine
from targets.models import Progress, Target
from targets.rules.vocabulary import Measure

LATE_CANCELLATIONS = dt.timedelta(days=62)
"""So long after its end a target is still counted again, because orders may yet be cancelled."""

AMOUNT = DecimalField(max_digits=12, decimal_places=2)


class LondonMidnight(Func):
    """The moment at which a day begins in London, `days` after the given one."""

    template = "(%(expressions)s + %(days)s)::timestamp AT TIME ZONE 'Europe/London'"
    output_field = DateTimeField()


FROM = LondonMidnight(OuterRef("starts_on"), days=0)
BEFORE = LondonMidnight(OuterRef("ends_on"), days=1)


@transaction.atomic
def compute_progress(*, target_ids: Collection[int] | None = None, at: dt.datetime) -> int:
    """Count the given targets, or all that are running or not long over; returns how many.

    Three statements however many there are. Locks the targets, so that of two countings at once the later one sees,
    and writes, at least what the earlier did. Twice is safe.
    """
    today = timezone.localdate(at)
    wanted = Target.objects.standing().filter(starts_on__lte=today, ends_on__gte=today - LATE_CANCELLATIONS)
    if target_ids is not None:
        wanted = Target.objects.standing().filter(pk__in=target_ids)
    locked = list(wanted.select_for_update().order_by("pk").values_list("pk", flat=True))
    counted = Target.objects.filter(pk__in=locked).annotate(actual=_actual()).order_by("pk")
    Progress.objects.bulk_create(
        [Progress(target_id=pk, actual=actual, computed_at=at) for pk, actual in counted.values_list("pk", "actual")],
        update_conflicts=True,
        unique_fields=["target"],
        update_fields=["actual", "computed_at"],
    )
    return len(locked)


def _actual() -> Case:
    orders = Order.objects.placed().filter(confirmed_at__gte=FROM, confirmed_at__lt=BEFORE).filter(_theirs("taken_by"))
    of_one = LinePromotion.objects.sold().filter(
        _theirs("line__order__taken_by"),
        version__promotion=OuterRef("promotion"),
        line__order__confirmed_at__gte=FROM,
        line__order__confirmed_at__lt=BEFORE,
    )
    lines = OrderLine.objects.sold().filter(
        _theirs("order__taken_by"), order__confirmed_at__gte=FROM, order__confirmed_at__lt=BEFORE
    )
    of_any = lines.annotate(on_any=Least("kept", _packs_of_line()))
    attempts = Attempt.objects.made().filter(
        _theirs("call__coordinator"),
        call__direction=Direction.OUTBOUND,
        dialled_at__gte=FROM,
        dialled_at__lt=BEFORE,
    )
    return Case(
        When(measure=Measure.CALLS, then=_one(attempts, "COUNT", "pk")),
        When(measure=Measure.ORDERS, then=_one(orders, "COUNT", "pk")),
        When(measure=Measure.ORDER_VALUE, then=_one(orders, "SUM", "counted_total")),
        When(measure=Measure.PROMOTION_PACKS, promotion=None, then=_one(of_any, "SUM", "on_any")),
        When(measure=Measure.PROMOTION_PACKS, then=_one(of_one, "SUM", "kept")),
        output_field=AMOUNT,
    )


def _packs_of_line() -> Coalesce:
    """The packs that took part in any promotion; more than the line has where some took part in several."""
    parts = LinePromotion.objects.filter(line=OuterRef("pk")).less_credits().order_by().values("line")
    return Coalesce(Subquery(parts.annotate(packs=Sum("kept")).values("packs")), 0)


def _theirs(column: str) -> Q:
    """Of the target's person; of anybody where it is the desk's, so that a shared sale counts once."""
    return Q(**{column: OuterRef("person")}) | Q(IsNull(OuterRef("person"), True))


def _one(rows: QuerySet, function: str, column: str) -> Coalesce:  # type: ignore[type-arg]  # rows of any model
    total = rows.order_by().annotate(total=Func(F(column), function=function)).values("total")
    return Coalesce(Cast(Subquery(total), AMOUNT), Value(0, AMOUNT))
