"""Who is at the desk, with whom, and what their day has brought so far."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Sum

from calls.actions.at_desk import with_customers
from calls.models import Call
from staff.models import User
from staff.reports import Attendance
from targets.reports.today import Today


@dataclass(frozen=True, slots=True)
class AtDesk:
    """A coordinator. `until` is when they finish, None for who is not in by their hours and absences.

    `out_until` is when the appointment ends at which they are now, `on_card` the customer on their screen, if any;
    `seen_at` None: not yet at the queue today.
    """

    user: User
    until: dt.datetime | None
    out_until: dt.datetime | None
    seen_at: dt.datetime | None
    on_card: str
    calls: int
    orders: int
    value: Decimal


def people(now: Today, team: Iterable[Attendance]) -> list[AtDesk]:
    """Every coordinator by name, with the hours that `team` tells. Five statements."""
    until = {person.user.pk: person.until for person in team}
    away = with_customers(now.at, now.at + dt.datetime.resolution)
    out = {person: max(span.end for span in spans) for person, spans in away.items()}
    calls = dict(now.attempts().values_list("call__coordinator").annotate(n=Count("pk")))
    sales = now.orders().values("taken_by").annotate(n=Count("pk"), value=Sum("counted_total"))
    sold = {row["taken_by"]: (row["n"], row["value"]) for row in sales}
    cards = dict(Call.objects.open().filter(stashed_at=None).values_list("coordinator", "customer__name"))
    everybody = User.objects.coordinators().select_related("operator").order_by("full_name", "pk")
    none = (0, Decimal(0))
    return [
        AtDesk(
            user=user,
            until=until.get(user.pk),
            out_until=out.get(user.pk),
            seen_at=_seen_at(user, now),
            on_card=cards.get(user.pk, ""),
            calls=calls.get(user.pk, 0),
            orders=sold.get(user.pk, none)[0],
            value=sold.get(user.pk, none)[1],
        )
        for user in everybody
    ]


def _seen_at(user: User, now: Today) -> dt.datetime | None:
    operator = getattr(user, "operator", None)
    return operator.last_seen_at if operator and operator.last_seen_at >= now.begins else None
