"""The brief is written, read by each person once a wording, changed, and leaves by itself."""

import datetime as dt
from typing import Any

import pytest

from promotions.actions import acknowledge_brief, change_brief, withdraw_brief, write_brief
from promotions.models import Brief, BriefReading
from promotions.reports import brief_page, unread_brief
from promotions.rules.brief import BriefKind, BriefMoved, BriefRefused, Note
from promotions.tests.make import make_brief
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def note(**overrides: Any) -> Note:
    fields: dict[str, Any] = {
        "kind": BriefKind.COMPANY,
        "title": "Early van",
        "words": "The van leaves an hour earlier on Friday.",
        "must_read": False,
        "expires_on": dt.date(2026, 11, 28),
    }
    return Note(**fields | overrides)


def titles(user: User, at: dt.datetime) -> list[str]:
    return [each.title for each in unread_brief(user, at)]


def read(brief: Brief, user: User, at: dt.datetime, version: int = 1) -> None:
    acknowledge_brief(read={brief.pk: version}, user=user, at=at)


@pytest.mark.parametrize(
    ("overrides", "field"),
    [({"title": " "}, "title"), ({"words": "\n"}, "words"), ({"expires_on": dt.date(2026, 11, 23)}, "expires_on")],
)
def test_a_note_that_cannot_stand_is_refused(
    overrides: dict[str, Any], field: str, director: User, noon: dt.datetime
) -> None:
    with pytest.raises(BriefRefused) as refused:
        write_brief(note=note(**overrides), by=director, at=noon)
    assert refused.value.field == field


def test_the_same_note_twice_is_one(director: User, noon: dt.datetime) -> None:
    assert write_brief(note=note(), by=director, at=noon) == write_brief(note=note(), by=director, at=noon)


def test_what_was_read_is_not_shown_again(director: User, coordinator: User, noon: dt.datetime) -> None:
    brief = make_brief(by=director, at=noon, title="Early van")
    assert titles(coordinator, noon) == ["Early van"]
    read(brief, coordinator, noon)
    read(brief, coordinator, noon)
    assert titles(coordinator, noon) == []
    assert titles(director, noon) == ["Early van"]


def test_another_wording_is_read_again(director: User, coordinator: User, noon: dt.datetime) -> None:
    brief = write_brief(note=note(), by=director, at=noon)
    read(brief, coordinator, noon)
    change_brief(brief_id=brief.pk, note=note(words="Two hours earlier."), seen_version=1, at=noon)
    assert [each.state for each in unread_brief(coordinator, noon)] == ["changed"]


def test_a_wording_that_came_while_reading_stays_unread(director: User, coordinator: User, noon: dt.datetime) -> None:
    brief = write_brief(note=note(), by=director, at=noon)
    change_brief(brief_id=brief.pk, note=note(words="Two hours earlier."), seen_version=1, at=noon)
    read(brief, coordinator, noon, version=1)
    assert titles(coordinator, noon) == ["Early van"]


def test_nobody_has_read_what_was_not_written_yet(director: User, coordinator: User, noon: dt.datetime) -> None:
    brief = write_brief(note=note(), by=director, at=noon)
    read(brief, coordinator, noon, version=9)
    assert BriefReading.objects.get().version == 1


def test_an_unknown_note_is_passed_over(coordinator: User, noon: dt.datetime) -> None:
    acknowledge_brief(read={1: 1}, user=coordinator, at=noon)
    assert not BriefReading.objects.exists()


def test_another_last_day_is_no_other_wording(director: User, noon: dt.datetime) -> None:
    brief = write_brief(note=note(), by=director, at=noon)
    later = note(expires_on=dt.date(2026, 12, 24))
    assert change_brief(brief_id=brief.pk, note=later, seen_version=1, at=noon).version == 1


def test_of_two_changes_the_second_is_shown_the_first(director: User, noon: dt.datetime) -> None:
    brief = write_brief(note=note(), by=director, at=noon)
    first = note(words="Two hours earlier.")
    change_brief(brief_id=brief.pk, note=first, seen_version=1, at=noon)
    change_brief(brief_id=brief.pk, note=first, seen_version=1, at=noon)
    with pytest.raises(BriefMoved, match="Two hours earlier"):
        change_brief(brief_id=brief.pk, note=note(words="Three."), seen_version=1, at=noon)


def test_a_note_leaves_after_its_last_day(director: User, coordinator: User, noon: dt.datetime) -> None:
    make_brief(by=director, at=noon, title="Early van", expires_on=noon.date())
    assert titles(coordinator, noon) == ["Early van"]
    assert titles(coordinator, noon + DAY) == []


def test_a_note_is_withdrawn(director: User, coordinator: User, noon: dt.datetime) -> None:
    brief = make_brief(by=director, at=noon)
    withdraw_brief(brief_id=brief.pk, at=noon)
    assert titles(coordinator, noon) == []


def test_what_must_be_read_comes_first(director: User, coordinator: User, noon: dt.datetime) -> None:
    make_brief(by=director, at=noon, title="Recall", must_read=True)
    make_brief(by=director, at=noon + DAY / 24, title="New logo")
    assert titles(coordinator, noon + DAY / 12) == ["Recall", "New logo"]


def test_the_author_sees_how_many_coordinators_have_read_it(
    director: User, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    brief = make_brief(by=director, at=noon)
    read(brief, coordinator, noon)
    read(brief, director, noon)
    page = brief_page(director, noon)
    assert (page.read[0].readers, page.coordinators) == (1, 2)
