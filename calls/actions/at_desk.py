"""Who is at the desk when: at work, by their hours and absences, and not at a customer's."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from calls.models import Appointment
from staff.models import User
from staff.reports import presence
from staff.rules import attendance
from staff.rules.attendance import Span, less

Times = dict[int, list[Span]]


def at_desk(*, since: dt.datetime, until: dt.datetime, users: Collection[int] | None = None) -> Times:
    """As staff.reports.presence, by person, less their appointments. One statement more."""
    there = presence(since=since, until=until, users=users)
    day = dt.timedelta(days=1)
    out = with_customers(since - day, until + day)
    return {person: less(spans, out.get(person, [])) for person, spans in there.items()}


def with_customers(since: dt.datetime, until: dt.datetime) -> Times:
    """When somebody is at a customer's between the two moments, by person."""
    out: Times = defaultdict(list)
    met = Appointment.objects.standing().meeting(since, until)
    for person, starts_at, ends_at in met.values_list("person", "starts_at", "ends_at"):
        out[person].append(Span(starts_at, ends_at))
    return out


def is_at_desk(user: User, at: dt.datetime) -> bool:
    return attendance.is_in(at_desk(since=at, until=at, users=[user.pk]).get(user.pk, []), at)
