"""Writes the brief, and who has read it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction

from customers.rules.calendar import LONDON
from promotions.models import Brief, BriefReading
from promotions.rules.brief import BriefMoved, Note, check_note
from staff.models import User


@transaction.atomic
def write_brief(*, note: Note, by: User, at: dt.datetime) -> Brief:
    """Put a note before the desk. The same note of the same author is the same note. Raises BriefRefused."""
    today = at.astimezone(LONDON).date()
    check_note(note, today=today)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = Brief.objects.standing(today).filter(written_by=by, **asdict(note)).first()
    return same or Brief.objects.create(written_by=by, written_at=at, changed_at=at, **asdict(note))


@transaction.atomic
def change_brief(*, brief_id: int, note: Note, seen_version: int, at: dt.datetime) -> Brief:
    """Word a note anew; other words, title or urgency make it unread for everybody.

    The same words again change nothing. Locks the note. Raises BriefRefused, and BriefMoved when somebody else was
    quicker.
    """
    check_note(note, today=at.astimezone(LONDON).date())
    brief = Brief.objects.select_for_update(no_key=True).get(pk=brief_id)
    if all(getattr(brief, name) == value for name, value in asdict(note).items()):
        return brief
    if brief.version != seen_version:
        raise BriefMoved(
            f"This note was changed while the page was open. It says now: “{brief.title}. {brief.words}” "
            "Save again to put yours in its place."
        )
    is_said_otherwise = (brief.title, brief.words, brief.must_read) != (note.title, note.words, note.must_read)
    for name, value in asdict(note).items():
        setattr(brief, name, value)
    if is_said_otherwise:
        brief.version, brief.changed_at = brief.version + 1, at
    brief.save(update_fields=[*asdict(note), "version", "changed_at"])
    return brief


@transaction.atomic
def withdraw_brief(*, brief_id: int, at: dt.datetime) -> None:
    """Take a note off everybody's day. Twice is once."""
    Brief.objects.filter(pk=brief_id, withdrawn_at=None).update(withdrawn_at=at)


@transaction.atomic
def acknowledge_brief(*, read: Mapping[int, int], user: User, at: dt.datetime) -> None:
    """Note that `user` has read these versions, by the ids of the notes.

    A wording that came while they were reading stays unread; one that they have said they read stays read. Ids of
    nothing are passed over. Asking twice is once.
    """
    known = Brief.objects.filter(pk__in=read).order_by("pk").values_list("pk", "version")
    for brief_id, version in known:
        seen = min(read[brief_id], version)
        reading, is_new = BriefReading.objects.get_or_create(
            brief_id=brief_id, user=user, defaults={"version": seen, "read_at": at}
        )
        if not is_new:
            BriefReading.objects.filter(pk=reading.pk, version__lt=seen).update(version=seen, read_at=at)
