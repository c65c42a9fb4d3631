"""What the desk can still promise, as the rules take it."""

import datetime as dt
from collections import Counter, defaultdict

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from calls.models import Appointment, Callback, DeskSettings
from calls.rules.capacity import Room
from calls.rules.schedule import london_day, moment
from customers.models import ServiceTask
from customers.rules.calendar import LONDON
from orders.models import Quote
from staff.models import User
from staff.reports import presence
from staff.rules.attendance import Span, less

A_DAY = dt.timedelta(days=1)
MIDNIGHT = dt.time(0)


def room_between(
    since: dt.datetime, until: dt.datetime, *, settings: DeskSettings, owner: User, at: dt.datetime
) -> Room:
    """Who of the coordinators, and `owner`, is in and with no customer on the days from that of `since` to that of
    `until`, and what is promised for then. What is left of today counts from `at`. The number of statements does not
    depend on how long that is.
    """
    start, end = moment(london_day(since), MIDNIGHT), moment(london_day(until) + A_DAY, MIDNIGHT)
    people = User.objects.coordinators() | User.objects.filter(pk=owner.pk)
    spans = presence(since=start, until=until, users=list(people.values_list("pk", flat=True)))
    out, passed = _out(start, end), Span(min(start, at), at)
    windows = Callback.objects.open().filter(Q(window_from__lt=end, window_until__gt=max(start, at)))
    return Room(
        people=tuple(span for person, theirs in spans.items() for span in less(theirs, [passed, *out[person]])),
        promised=tuple(Span(*window) for window in windows.values_list("window_from", "window_until")),
        errands=_errands(london_day(until), london_day(at)),
        handling=settings.handling,
        share=settings.promised_percent / 100,
    )


def _out(since: dt.datetime, until: dt.datetime) -> dict[int, list[Span]]:
    """When somebody is at a customer's, by person."""
    out: dict[int, list[Span]] = defaultdict(list)
    met = Appointment.objects.standing().meeting(since, until)
    for person, starts_at, ends_at in met.values_list("person", "starts_at", "ends_at"):
        out[person].append(Span(starts_at, ends_at))
    return out


def _errands(last: dt.date, today: dt.date) -> Counter[dt.date]:
    """News to be told and quotes to be rung about, by day until `last`; what is overdue is for today."""
    told = ServiceTask.objects.open().filter(due_at__lt=moment(last + A_DAY, MIDNIGHT)).order_by()
    chased = Quote.objects.to_chase(last).order_by()
    days = (
        *told.annotate(day=TruncDate("due_at", tzinfo=LONDON)).values_list("day").annotate(n=Count("pk")),
        *chased.values_list("follow_up_on").annotate(n=Count("pk")),
    )
    found: Counter[dt.date] = Counter()
    for day, n in days:
        found[max(day, today)] += n
    return found
