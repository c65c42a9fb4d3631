"""The times that can still be promised to a customer."""

import datetime as dt

from calls.actions.occurrences import closures_of
from calls.actions.room import room_between
from calls.models import DeskSettings
from calls.rules.capacity import LOOK_AHEAD_DAYS, FreeTime, free_times, sought_from
from calls.rules.promise import hours_on
from calls.rules.schedule import london_day
from customers.models import Customer
from customers.rules.vocabulary import Nation
from staff.models import User


def free_times_for(
    *, customer: Customer, owner: User, after: dt.datetime, is_exact: bool, at: dt.datetime
) -> list[FreeTime]:
    """The next from `after` on, clock times or parts of days. The number of statements does not depend on how many."""
    shut, nation = closures_of([customer.pk], london_day(at))[customer.pk], Nation(customer.nation)
    settings, start = DeskSettings.objects.in_force(), sought_from(after, at)
    room = room_between(start, start + dt.timedelta(days=LOOK_AHEAD_DAYS), settings=settings, owner=owner, at=at)
    return free_times(
        room,
        after=start,
        exact_window=settings.exact_window if is_exact else None,
        at=at,
        hours=lambda day: None if any(one.covers(day) for one in shut) else hours_on(day, nation),
    )
