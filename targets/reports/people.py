"""Who is at the desk, with whom, and what their day has brought so far."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from calls.models import Call
from staff.models import User
from staff.reports import Attendance
from targets.reports.today import Today


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A coordinator. `until` is when they finish, None for who is not in by their hours and absences.

    `on_card` is the customer on their screen, if any; `seen_at` None: not yet at the queue today.
    """

    user: User
    until: dt.datetime | None
    seen_at: dt.datetime | None
    on_card: str
    calls: int
    orders: int
    value: Decimal


def people(now: Today, team: Iterable[Attendance]) -> list[AtDesk]:
    """Every coordinator by name, with the hours that `team` tells. Four statements."""
    until = {person.user.pk: person.until for person in team}
    calls = dict(now.attempts().values_list("call__coordinator").annotate(n=Count("pk")))
    sales = now.orders().values("taken_by").annotate(n=Count("pk"), value=Sum("counted_total"))
    sold = {row["taken_by"]: (row["n"], row["value"]) for row in sales}
    cards = dict(Call.objects.open().filter(stashed_at=None).values_list("coordinator", "customer__name"))
    everybody = User.objects.coordinators().select_related("operator").order_by("full_name", "pk")
    return [
        _at_desk(user, now, until.get(user.pk), calls.get(user.pk, 0), sold.get(user.pk), cards.get(user.pk, ""))
        for user in everybody
    ]


def _at_desk(
    user: User, now: Today, until: dt.datetime | None, calls: int, sold: tuple[int, Decimal] | None, on_card: str
) -> AtDesk:
    operator = getattr(user, "operator", None)
    seen_at = operator.last_seen_at if operator and operator.last_seen_at >= now.begins else None
    orders, value = sold or (0, Decimal(0))
    return AtDesk(user, until, seen_at, on_card, calls, orders, value)
