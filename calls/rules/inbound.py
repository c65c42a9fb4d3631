"""Calls from customers: those that reached nobody and by when they are returned, and what one that did settles."""

import datetime as dt

from django.db.models import TextChoices

from calls.rules.retry import Hours
from calls.rules.schedule import moment
from calls.rules.vocabulary import GROUP_OF, Direction, EntryEnd, Outcome, OutcomeGroup
from customers.rules.calendar import LONDON, is_working_day
from customers.rules.vocabulary import Nation
from staff.rules import Refusal

# Older than this is a slip of the date.
OLDEST = dt.timedelta(days=14)


class MissedKind(TextChoices):
    """How they tried to reach us."""

    CALL = "call", "Missed call"
    MESSAGE = "message", "Message left"


class MissedRefused(Refusal):
    """A missed call cannot be written down as it was typed."""


def check_missed(*, caller: str, arrived_at: dt.datetime, at: dt.datetime) -> None:
    """Raises MissedRefused naming the field."""
    if not caller.strip():
        raise MissedRefused("Who was it? Give the number or the name as far as you know it.", field="caller")
    if arrived_at > at:
        raise MissedRefused("That is still to come. Give the time at which they rang.", field="arrived_at")
    if arrived_at < at - OLDEST:
        raise MissedRefused("That is more than two weeks ago. Check the date.", field="arrived_at")


def check_new_record(*, name: str, number: str) -> None:
    """Raises MissedRefused naming the field."""
    if not number:
        raise MissedRefused("No number was taken down, so they cannot be rung back. Close it, or say who it was.")
    if not name.strip():
        raise MissedRefused("What is the business called, as far as you know?", field="name")


def return_by(arrived_at: dt.datetime, standard: dt.timedelta, nation: Nation, hours: Hours) -> dt.datetime:
    """The standard runs in these hours alone: what arrives late in the day is returned on the next working day."""
    day = arrived_at.astimezone(LONDON).date()
    left = standard
    while True:
        if is_working_day(day, nation):
            opens, closes = moment(day, hours.begins), moment(day, hours.ends)
            starts = max(opens, arrived_at)
            if starts + left <= closes:
                return starts + left
            left -= max(closes - starts, dt.timedelta(0))
        day += dt.timedelta(days=1)


def waited(arrived_at: dt.datetime, until: dt.datetime, nation: Nation, hours: Hours) -> dt.timedelta:
    """How much of these hours lies between an arrival and `until`; no more days are looked at than lie between."""
    day, last, total = arrived_at.astimezone(LONDON).date(), until.astimezone(LONDON).date(), dt.timedelta(0)
    while day <= last:
        if is_working_day(day, nation):
            starts, ends = max(moment(day, hours.begins), arrived_at), min(moment(day, hours.ends), until)
            total += max(ends - starts, dt.timedelta(0))
        day += dt.timedelta(days=1)
    return total


def keeps_place(direction: Direction, outcome: Outcome) -> bool:
    """Who rang us about something else than buying is still to be rung as planned; an order is as good as our call."""
    return direction == Direction.INBOUND and GROUP_OF[outcome] == OutcomeGroup.OTHER_VALUE


def ended_by(direction: Direction) -> EntryEnd:
    """How a place in the queue ends with a conversation."""
    return EntryEnd.RANG_US if direction == Direction.INBOUND else EntryEnd.CALLED
