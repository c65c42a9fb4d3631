"""When an appointment can be had, and how it is said."""

import datetime as dt
from dataclasses import dataclass

from calls.rules.schedule import moment
from customers.rules.calendar import LONDON
from staff.rules import Refusal

EARLIEST, LATEST = dt.time(6), dt.time(22)
LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240, 480)
FURTHEST = dt.timedelta(days=366)


class ImpossibleAppointment(Refusal):
    """Nobody can be there then."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """When and where, and to what purpose."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    purpose: str

    @property
    def when(self) -> str:
        """As in: Thu 3 Dec 2026, 10:00 to 10:45."""
        start, end = self.starts_at.astimezone(LONDON), self.ends_at.astimezone(LONDON)
        return f"{start:%a} {start.day} {start:%b %Y}, {start:%H:%M} to {end:%H:%M}"


@dataclass(frozen=True, slots=True)
class Engagement:
    """What somebody does already at a time; `what` completes "Carol is …"."""

    what: str
    starts_at: dt.datetime
    ends_at: dt.datetime


def meeting(*, day: dt.date, clock: dt.time, minutes: int, place: str, purpose: str) -> Meeting:
    """What is meant by a day, a time on London's clocks and a length."""
    starts_at = moment(day, clock).astimezone(dt.UTC)
    return Meeting(starts_at, starts_at + dt.timedelta(minutes=minutes), place.strip(), purpose.strip())


def check_meeting(meeting: Meeting, *, at: dt.datetime) -> None:
    """Raises ImpossibleAppointment, with its field."""
    start, end = meeting.starts_at.astimezone(LONDON), meeting.ends_at.astimezone(LONDON)
    if meeting.ends_at <= meeting.starts_at:
        raise ImpossibleAppointment("It ends before it starts. Give a length.", field="minutes")
    if meeting.starts_at <= at:
        raise ImpossibleAppointment("That time has passed. Give a later one.", field="clock")
    if meeting.starts_at - at > FURTHEST:
        raise ImpossibleAppointment("That is more than a year away. Give an earlier day.", field="day")
    if start.date() != end.date() or start.time() < EARLIEST or end.time() > LATEST:
        raise ImpossibleAppointment(f"Appointments are between {EARLIEST:%H:%M} and {LATEST:%H:%M}.", field="clock")
    if not meeting.place:
        raise ImpossibleAppointment("Say where they meet.", field="place")
    if not meeting.purpose:
        raise ImpossibleAppointment("Say what it is about: the customer reads it.", field="purpose")


def check_free(person: str, engaged: Engagement | None) -> None:
    """Raises ImpossibleAppointment when the person does something else at that time."""
    if engaged is None:
        return
    start, end = engaged.starts_at.astimezone(LONDON), engaged.ends_at.astimezone(LONDON)
    until = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%a} {end.day} {end:%b %H:%M}"
    raise ImpossibleAppointment(
        f"{person} is {engaged.what} from {start:%a} {start.day} {start:%b %H:%M} until {until}. "
        "Choose another time, or somebody else.",
        field="clock",
    )


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise ImpossibleAppointment("Say why it does not take place: the customer reads it.", field="reason")
