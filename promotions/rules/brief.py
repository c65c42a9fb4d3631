"""What the desk is told before it rings: kinds of notes, and which of them can stand."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices

from staff.rules import Refusal

LONGEST_TITLE = 120
LONGEST_WORDS = 2000


class BriefKind(TextChoices):
    """What a note is about, in the order of the page."""

    COMPANY = "company", "Company"
    PRODUCT = "product", "Product"
    COMPETITOR = "competitor", "Competitor"


class BriefRefused(Refusal):
    """The note cannot stand as it was written."""


class BriefMoved(Refusal):
    """Somebody else changed the note while this page was open."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is written; `expires_on` is the last day on which it is shown."""

    kind: BriefKind
    title: str
    words: str
    must_read: bool
    expires_on: dt.date


def check_note(note: Note, *, today: dt.date) -> None:
    """Raises BriefRefused, naming the field to mend."""
    if not note.title.strip():
        raise BriefRefused("Give it a title: on a full day that is all that is read.", field="title")
    if not note.words.strip():
        raise BriefRefused("Write what the desk should know.", field="words")
    if note.expires_on < today:
        raise BriefRefused("That day has passed, so nobody would see it. Give a later last day.", field="expires_on")
