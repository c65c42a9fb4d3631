"""Missed calls and messages counted as returned in time, late and never; callers whom nobody knows apart."""

import datetime as dt

from django.db.models import Aggregate, Count, DurationField, F, Q

from calls.models import MissedContact
from calls.rules.response import Response, Returned

IN_TIME = Q(first_attempt_at__lte=F("due_at"))
LATE = Q(first_attempt_at__gt=F("due_at"))
UNRUNG = Q(first_attempt_at=None, closed_at__isnull=False)


class Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def response(*, since: dt.datetime, at: dt.datetime) -> Response:
    """Of what arrived from `since` until `at`; what is neither tried nor due yet is not counted. One statement."""
    never = Q(first_attempt_at=None, closed_at=None, due_at__lte=at)
    arrived = MissedContact.objects.filter(arrived_at__gte=since, arrived_at__lt=at).order_by()
    counted = (
        arrived.annotate(is_known=Q(customer__isnull=False))
        .values("is_known")
        .annotate(
            in_time=Count("pk", filter=IN_TIME),
            late=Count("pk", filter=LATE),
            never=Count("pk", filter=never),
            unrung=Count("pk", filter=UNRUNG),
            median=Median("waited"),
        )
        .values_list("is_known", "in_time", "late", "never", "unrung", "median")
    )
    found = {row[0]: Returned(since, row[1], row[2], row[3], row[4], row[5]) for row in counted}
    none = Returned(since, 0, 0, 0, 0, None)
    return Response(known=found.get(True, none), unknown=found.get(False, none))
