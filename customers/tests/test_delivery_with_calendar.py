"""A letter with a calendar file, through a real SMTP server, as a mail program takes it apart."""

import datetime as dt

import pytest
from icalendar import Calendar

from customers.delivery import deliver
from customers.tests.mail_server import running_mailbox
from customers.tests.make import make_customer, make_message

pytestmark = pytest.mark.django_db

FILE = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:1@x\r\nSEQUENCE:2\r\n"
    "DTSTAMP:20261124T120000Z\r\nDTSTART:20261125T120000Z\r\nSUMMARY:Café\\, autumn range\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)


def test_the_calendar_file_goes_as_a_form_of_the_letter_and_as_a_file(noon: dt.datetime) -> None:
    message = make_message(make_customer(), html="<p>Thank you.</p>", calendar=FILE)
    with running_mailbox() as mailbox:
        assert deliver(at=noon, message_id=message.pk)
    parts = {part.get_content_type(): part for part in mailbox.letters[0].walk()}
    assert parts.keys() >= {"text/plain", "text/html", "text/calendar", "application/ics"}
    assert parts["text/calendar"].get_param("method") == "CANCEL"
    assert parts["application/ics"].get_filename() == "invite.ics"
    for kind in ("text/calendar", "application/ics"):
        payload = parts[kind].get_payload(decode=True)
        assert isinstance(payload, bytes)
        event = Calendar.from_ical(payload.decode()).walk("VEVENT")[0]
        assert (str(event["SUMMARY"]), event["SEQUENCE"]) == ("Café, autumn range", 2)
