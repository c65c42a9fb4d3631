"""What the desk can still promise, as the rules take it."""

import datetime as dt
from collections import Counter

from django.db.models import Count
from django.db.models.functions import TruncDate

from calls.actions.at_desk import at_desk
from calls.models import Callback, DeskSettings
from calls.rules.capacity import Room
from calls.rules.schedule import london_day, moment
from customers.models import ServiceTask
from customers.rules.calendar import LONDON
from orders.models import Quote
from staff.models import User
from staff.rules.attendance import Span, less

A_DAY = dt.timedelta(days=1)
MIDNIGHT = dt.time(0)


def room_between(
    since: dt.datetime, until: dt.datetime, *, settings: DeskSettings, owner: User, at: dt.datetime
) -> Room:
    """Who of the coordinators, and `owner`, is in and with no customer on the days from that of `since` to that of
    `until`, and what is promised for then. What is left of today, and of a promise for a stretch of it, counts from
    `at`; one that is late is rung some time today. The number of statements does not depend on how long that is.
    """
    start, end = moment(london_day(since), MIDNIGHT), moment(london_day(until) + A_DAY, MIDNIGHT)
    people = User.objects.coordinators() | User.objects.filter(pk=owner.pk)
    spans = at_desk(since=start, until=until, users=list(people.values_list("pk", flat=True)))
    passed = Span(min(start, at), at)
    open_ones = Callback.objects.open().filter(window_from__lt=end)
    windows = open_ones.exclude(window_until__gt=at, window_until__lte=start).values_list("window_from", "window_until")
    late = Counter(london_day(at) for _, ends in windows if ends <= at)
    return Room(
        people=tuple(span for theirs in spans.values() for span in less(theirs, [passed])),
        promised=tuple(Span(max(begins, at), ends) for begins, ends in windows if ends > at),
        errands=_errands(london_day(until), london_day(at)) + late,
        handling=settings.handling,
        share=settings.promised_percent / 100,
    )


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
