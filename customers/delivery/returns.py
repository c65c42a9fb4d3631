"""Reads what mail servers send back from the mailbox that the settings name."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from customers.actions.bounces import note_place, note_report
from customers.models import MailboxPlace

# So many letters a run, so that a full mailbox does not keep a worker; the next run goes on from there.
MOST_PER_RUN = 200


class MailboxFailed(Exception):
    """The mailbox cannot be read now; the words are for the log."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a letter is in its mailbox: numbers rise within a series, and a new series begins again from the start."""

    series: int
    number: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A letter in the mailbox; of a long one only the beginning."""

    place: Place
    content: bytes


class Mailbox(Protocol):
    """Somewhere that letters come back to. It is only read: others may read it as well."""

    name: str

    def letters(self, after: Place | None, most: int) -> Iterator[Arrived]:
        """The oldest letters after a place, in their order. Raises MailboxFailed."""


def returns_mailbox() -> Mailbox:
    """The configured one; a path that names none raises ImportError."""
    found: Mailbox = import_string(settings.BOUNCES_MAILBOX)(settings.BOUNCES_URL)
    return found


def read_returned(mailbox: Mailbox, *, at: dt.datetime) -> int:
    """Notes which of our letters came back since the mailbox was last read; how many letters there were.

    The place is noted after each letter, so that a worker that ends half way loses none: a letter that is read again
    changes nothing. Raises MailboxFailed.
    """
    stood = MailboxPlace.objects.filter(name=mailbox.name).first()
    read = 0
    for arrived in mailbox.letters(Place(stood.series, stood.number) if stood else None, MOST_PER_RUN):
        note_report(message_from_bytes(arrived.content), at=at)
        note_place(name=mailbox.name, series=arrived.place.series, number=arrived.place.number, at=at)
        read += 1
    return read
