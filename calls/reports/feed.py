"""A coordinator's scheduled calls as a calendar file (RFC 5545)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models.functions import Coalesce
from icalendar import Calendar, Event, vDuration

from calls.actions.feed import digest_of
from calls.models import CalendarFeed, Occurrence
from customers.rules.calendar import LONDON
from customers.rules.vocabulary import CustomerStatus

REFRESH = dt.timedelta(hours=1)
# A call with an agreed time is shown as this long.
AGREED_LENGTH = dt.timedelta(minutes=15)
# So far back, so that a calendar does not lose what has just been.
BACK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class FeedCall:
    """What the calendar says of one call: when, whom, and until when orders count. Nothing about a person there."""

    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    customer_name: str
    account_number: str
    cut_off_at: dt.datetime


def feed_of(token: str) -> CalendarFeed | None:
    """The feed with that token, unless it was revoked, or its owner has left or works the queue no more."""
    in_force = CalendarFeed.objects.filter(revoked_at=None, owner__is_active=True).select_related("owner")
    feed = in_force.filter(token_digest=digest_of(token)).first()
    return feed if feed is not None and feed.owner.has_perm("calls.work_queue") else None


def feed_calls(owner_id: int, today: dt.date) -> list[FeedCall]:
    """The calls whose schedule, or else whose customer, is theirs; as far as they are laid out. One query."""
    rows = (
        Occurrence.objects.from_day(today - BACK)
        .annotate(rings=Coalesce("schedule__owner", "schedule__customer__owner"))
        .filter(rings=owner_id)
        .exclude(schedule__customer__status=CustomerStatus.CLOSED)
        .select_related("schedule__customer")
    )
    return [_call(row) for row in rows]


def _call(row: Occurrence) -> FeedCall:
    starts_at = row.agreed_at or row.window_from
    customer = row.schedule.customer
    return FeedCall(
        uid=f"call-{row.schedule_id}-{(row.moved_from or row.due_on):%Y%m%d}",
        starts_at=starts_at,
        ends_at=starts_at + AGREED_LENGTH if row.agreed_at else row.window_until,
        customer_name=customer.name,
        account_number=customer.account_number,
        cut_off_at=row.cut_off_at,
    )


def calendar_file(calls: list[FeedCall], *, title: str, domain: str, at: dt.datetime) -> bytes:
    """The file. Moments are in UTC, which every calendar program shows on its own clock. `domain` ends the UIDs."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{domain}//Call desk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for call in calls:
        event = Event()
        event.add("uid", f"{call.uid}@{domain}")
        event.add("dtstamp", at.astimezone(dt.UTC))
        event.add("dtstart", call.starts_at.astimezone(dt.UTC))
        event.add("dtend", call.ends_at.astimezone(dt.UTC))
        event.add("summary", f"Ring {call.customer_name} ({call.account_number})")
        event.add("description", f"Orders until {call.cut_off_at.astimezone(LONDON):%H:%M}")
        event.add("transp", "TRANSPARENT")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
