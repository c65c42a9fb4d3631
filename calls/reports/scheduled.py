"""The customers who were scheduled for a day, each once, and what became of them.

Day's end, the Director's desk and the forecast count from here, so that they cannot differ.
"""

import datetime as dt
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.db import connection

from calls.reports.scheduled_sql import LIST, TALLY
from calls.rules.day_end import FINAL, Stands, ended_as
from calls.rules.left_out import Because, CauseKind
from calls.rules.schedule import london_day
from calls.rules.vocabulary import EntryEnd, Level

PAGE = 50
KEY = re.compile(r"(?P<since>\d{4}-\d\d-\d\d)\.(?P<cut_off>\d{1,18})\.(?P<customer>\d{1,18})")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
NO_CUT_OFF = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)


@dataclass(slots=True)
class Tally:
    """Scheduled customers by what became of them; `left_out` were skipped, may not be called, or fell away.

    `covered` had a final outcome before their cut-off. Of everybody left, today with those of earlier days, `waiting`
    still have their cut-off ahead and `missed` have not, with what they usually order; `carried` are left from earlier
    days, `never_up` never came into the queue.
    """

    called: int = 0
    ordered: int = 0
    left_out: int = 0
    moved: int = 0
    left: int = 0
    covered: int = 0
    carried: int = 0
    never_up: int = 0
    waiting: int = 0
    waiting_value: Decimal = Decimal(0)
    missed: int = 0
    missed_value: Decimal = Decimal(0)

    @property
    def scheduled(self) -> int:
        """Of the day itself."""
        return self.called + self.ordered + self.left_out + self.moved + self.left

    @property
    def all_left(self) -> int:
        return self.waiting + self.missed

    @property
    def left_value(self) -> Decimal:
        return self.waiting_value + self.missed_value


@dataclass(frozen=True, slots=True)
class LeftCustomer:
    """Somebody scheduled who has no outcome. `since` is the first day they are left from.

    `entry_id` None: they never came into the queue. `owner` empty: anybody's.
    """

    entry_id: int | None
    customer_id: int
    customer: str
    account_number: str
    owner_id: int | None
    owner: str
    since: dt.date
    cut_off: dt.datetime | None
    usual: Decimal | None


@dataclass(frozen=True, slots=True)
class LeftPage:
    """Some of them, and the `after` of the following page; empty when this is the last."""

    rows: tuple[LeftCustomer, ...]
    following: str


def tallies(day: dt.date, at: dt.datetime, *, owner_id: int | None = None) -> dict[int | None, tuple[str, Tally]]:
    """By owner (None: anybody's), with the owner's name; of one owner and of anybody's, or of all. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(TALLY, _asked(day, at, owner_id))
        return {owner: (name or "", Tally(*counts)) for owner, name, *counts in cursor.fetchall()}


def together(each: dict[int | None, tuple[str, Tally]]) -> Tally:
    """The sum of them."""
    rows = [tally for _, tally in each.values()]
    return Tally(*(sum(getattr(row, field.name) for row in rows) for field in fields(Tally)))


def left_customers(
    day: dt.date,
    at: dt.datetime,
    *,
    owner_id: int | None = None,
    after: str = "",
    most: int = PAGE,
    is_ahead: bool = False,
) -> LeftPage:
    """Who is left, from the earliest day and the soonest cut-off on; of one owner and anybody's, or of all.

    `is_ahead` leaves out whose cut-off has passed. A key that cannot be read starts at the first. One statement.
    """
    asked = _asked(day, at, owner_id) | _behind(after) | {"limit": most + 1, "is_ahead": is_ahead}
    with connection.cursor() as cursor:
        cursor.execute(LIST, asked)
        found = cursor.fetchall()
    rows = tuple(_row(*row) for row in found[:most])
    return LeftPage(rows, _key(rows[-1]) if len(found) > most else "")


def _row(
    entry_id: int | None,
    customer_id: int,
    name: str,
    number: str,
    owner_id: int | None,
    owner: str | None,
    since: dt.date,
    cut_off: dt.datetime,
    usual: Decimal | None,
) -> LeftCustomer:
    known = None if cut_off == NO_CUT_OFF else cut_off
    return LeftCustomer(entry_id, customer_id, name, number, owner_id, owner or "", since, known, usual)


def _asked(day: dt.date, at: dt.datetime, owner_id: int | None) -> dict[str, Any]:
    return {
        "day": day,
        "at": at,
        "owner": owner_id,
        "is_today": day == london_day(at),
        "no_cut_off": NO_CUT_OFF,
        "scheduled": Level.SCHEDULED.value,
        "cause": CauseKind.SCHEDULED.value,
        "because_ordered": Because.ORDERED.value,
        "ended_called": ended_as(Stands.CALLED),
        "ended_ordered": ended_as(Stands.ORDERED),
        "ended_moved": ended_as(Stands.MOVED),
        "withdrawn": EntryEnd.WITHDRAWN.value,
        "speaks": Stands.values,
        "final": [stands.value for stands in FINAL],
    } | {stands.value: stands.value for stands in Stands}


def _key(row: LeftCustomer) -> str:
    moment = (row.cut_off or NO_CUT_OFF) - EPOCH
    return f"{row.since.isoformat()}.{moment // dt.timedelta(microseconds=1)}.{row.customer_id}"


def _behind(key: str) -> dict[str, Any]:
    found = KEY.fullmatch(key)
    try:
        since = dt.date.fromisoformat(found["since"]) if found else None
        cut_off = EPOCH + dt.timedelta(microseconds=int(found["cut_off"])) if found else None
    except (ValueError, OverflowError):
        found = since = cut_off = None
    customer = int(found["customer"]) if found else None
    return {"after_since": since, "after_cut_off": cut_off, "after_customer": customer}
