"""The brief as one person has it, and as its author sees it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, F

from customers.rules.calendar import LONDON
from promotions.models import Brief, BriefReading
from promotions.rules.brief import BriefKind
from staff.models import User


@dataclass(frozen=True, slots=True)
class BriefNote:
    """One note for one reader; `state` is new, changed (they read an earlier wording) or read.

    `readers` of the coordinators have read this wording.
    """

    id: int
    version: int
    kind: str
    title: str
    words: str
    must_read: bool
    expires_on: dt.date
    changed_at: dt.datetime
    written_by: str
    state: str
    readers: int

    @property
    def is_unread(self) -> bool:
        return self.state != "read"


@dataclass(frozen=True, slots=True)
class BriefPage:
    """`unread` comes first, what must be read before the rest; `coordinators` is how many should read it."""

    unread: tuple[BriefNote, ...]
    read: tuple[BriefNote, ...]
    coordinators: int

    @property
    def must_read(self) -> int:
        """How many of the unread must be read."""
        return sum(note.must_read for note in self.unread)


def unread_brief(user: User, at: dt.datetime) -> tuple[BriefNote, ...]:
    """What is new or changed since they last said they had read it. Two statements."""
    return tuple(note for note in _notes(user, at, {}) if note.is_unread)


def brief_page(user: User, at: dt.datetime) -> BriefPage:
    """Every standing note. Four statements."""
    coordinators = User.objects.coordinators()
    has_read = BriefReading.objects.filter(user__in=coordinators, version=F("brief__version"))
    readers = dict(has_read.values_list("brief").annotate(n=Count("pk")))
    notes = _notes(user, at, readers)
    return BriefPage(
        unread=tuple(note for note in notes if note.is_unread),
        read=tuple(note for note in notes if not note.is_unread),
        coordinators=coordinators.count(),
    )


def _notes(user: User, at: dt.datetime, readers: Mapping[int, int]) -> list[BriefNote]:
    standing = Brief.objects.standing(at.astimezone(LONDON).date()).select_related("written_by")
    seen = dict(BriefReading.objects.filter(user=user).values_list("brief", "version"))
    return [_note(brief, seen.get(brief.pk), readers.get(brief.pk, 0)) for brief in standing]


def _note(brief: Brief, seen: int | None, readers: int) -> BriefNote:
    return BriefNote(
        id=brief.pk,
        version=brief.version,
        kind=BriefKind(brief.kind).label,
        title=brief.title,
        words=brief.words,
        must_read=brief.must_read,
        expires_on=brief.expires_on,
        changed_at=brief.changed_at,
        written_by=str(brief.written_by),
        state="new" if seen is None else "read" if seen == brief.version else "changed",
        readers=readers,
    )
