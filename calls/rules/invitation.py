"""An appointment as a calendar file for both sides (RFC 5545), to be asked for, changed or taken out (RFC 5546)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from icalendar import Calendar, Event, vCalAddress, vText

from calls.rules.appointment import Meeting


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who comes, or the company that asks."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """`sequence` grows with each change, so that a calendar knows the latest; the `key` stays through all of them."""

    key: UUID
    sequence: int
    meeting: Meeting
    organizer: Party
    attendees: tuple[Party, ...]
    is_cancelled: bool = False


def invitation_file(invitation: Invitation, *, at: dt.datetime) -> str:
    """The file as text. Moments are in UTC, which every calendar program shows on its own clock."""
    domain = invitation.organizer.email.rpartition("@")[2]
    calendar = Calendar()
    calendar.add("prodid", f"-//{domain}//Call desk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.is_cancelled else "REQUEST")
    event = Event()
    # Without our domain: a calendar knows the appointment again though the company's address has changed (RFC 7986).
    event.add("uid", str(invitation.key))
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", at.astimezone(dt.UTC))
    event.add("dtstart", invitation.meeting.starts_at.astimezone(dt.UTC))
    event.add("dtend", invitation.meeting.ends_at.astimezone(dt.UTC))
    event.add("summary", invitation.meeting.purpose)
    event.add("location", invitation.meeting.place)
    event.add("status", "CANCELLED" if invitation.is_cancelled else "CONFIRMED")
    event.add("organizer", _address(invitation.organizer), encode=False)
    for party in invitation.attendees:
        event.add("attendee", _attendee(party), encode=False)
    calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    address.params["CN"] = vText(party.name)
    return address


def _attendee(party: Party) -> vCalAddress:
    address = _address(party)
    address.params["ROLE"] = vText("REQ-PARTICIPANT")
    address.params["PARTSTAT"] = vText("NEEDS-ACTION")
    address.params["RSVP"] = vText("FALSE")
    return address
