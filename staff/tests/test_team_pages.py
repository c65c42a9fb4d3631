"""The team page tells who is in; why somebody is away it tells only to who decides on it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from staff.models import Absence, User, WorkingHours
from staff.reports import week_of
from staff.rules import AbsenceKind
from staff.tests.make import make_absence, make_user

TOMORROW = dt.date(2026, 11, 25)


def asked(user: User, **overrides: Any) -> Absence:
    start = timezone.now() + dt.timedelta(days=2)
    return make_absence(
        user, start, start + dt.timedelta(hours=2), **{"agreed_at": None, "decided_by": None} | overrides
    )


def away_now(user: User) -> Absence:
    at = timezone.now()
    return make_absence(user, at - dt.timedelta(hours=1), at + dt.timedelta(hours=1), kind=AbsenceKind.ILLNESS)


def test_a_coordinator_sees_that_a_colleague_is_away_and_not_why(
    coordinator_client: Client, second_coordinator: User
) -> None:
    away_now(second_coordinator)
    page = coordinator_client.get("/team/").content.decode()
    assert "away until" in page
    assert "Illness" not in page


def test_the_director_sees_why_and_what_waits(director_client: Client, coordinator: User) -> None:
    away_now(coordinator)
    asked(coordinator, words="Dentist")
    page = director_client.get("/team/").content.decode()
    assert "Illness" in page
    assert "“Dentist”" in page


@pytest.mark.parametrize("people", [1, 20])
def test_the_team_page_asks_the_same_for_one_and_for_twenty(
    people: int, director_client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(people):
        asked(make_user())
    with django_assert_max_num_queries(8):
        assert director_client.get("/team/").status_code == 200


def test_asking_by_the_form(coordinator_client: Client, coordinator: User) -> None:
    coordinator_client.post("/team/absences/", {"starts_at": TOMORROW, "kind": "training", "words": "First aid"})
    absence = Absence.objects.get(user=coordinator)
    assert (absence.state, absence.words) == ("asked", "First aid")


def test_what_is_refused_keeps_what_was_typed(coordinator_client: Client, db: None) -> None:
    typed = {
        "starts_at": TOMORROW,
        "ends_at": TOMORROW - dt.timedelta(days=3),
        "kind": "other",
        "words": "Moving house",
    }
    answer = coordinator_client.post("/team/absences/", typed)
    assert answer.status_code == 422
    assert "It ends before it starts." in answer.content.decode()
    assert "Moving house" in answer.content.decode()


def test_the_director_agrees_with_one_press(director_client: Client, coordinator: User) -> None:
    absence = asked(coordinator)
    director_client.post(f"/team/absences/{absence.pk}/decide/", {"agrees": "yes"})
    assert Absence.objects.agreed().get() == absence


def test_the_director_enters_an_absence(director_client: Client, coordinator: User) -> None:
    director_client.post("/team/absences/enter/", {"user": coordinator.pk, "starts_at": TOMORROW, "kind": "illness"})
    assert Absence.objects.agreed().get().user == coordinator


def test_a_colleagues_absence_is_as_if_not_there(coordinator_client: Client, second_coordinator: User) -> None:
    absence = asked(second_coordinator)
    assert coordinator_client.post(f"/team/absences/{absence.pk}/withdraw/").status_code == 404


def test_taking_back_ones_own(coordinator_client: Client, coordinator: User) -> None:
    absence = asked(coordinator)
    coordinator_client.post(f"/team/absences/{absence.pk}/withdraw/")
    assert Absence.objects.get().state == "taken back"


def test_the_director_sets_hours(director_client: Client, coordinator: User) -> None:
    address = f"/team/{coordinator.pk}/hours/"
    director_client.post(address, {"starts_0": "10:00", "ends_0": "14:00"})
    assert week_of(coordinator) == {0: (dt.time(10), dt.time(14))}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_0": "14:00", "ends_0": "10:00"}, "The day ends before it starts."),
        ({"starts_0": "14:00"}, "Give both times, or neither for a day off."),
        ({}, "Give hours for at least one day."),
    ],
)
def test_impossible_hours_are_refused_and_kept(
    typed: dict[str, str], words: str, director_client: Client, coordinator: User
) -> None:
    answer = director_client.post(f"/team/{coordinator.pk}/hours/", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert all(value in answer.content.decode() for value in typed.values())
    assert not WorkingHours.objects.exists()


def paged(client: Client, address: str, page: str, key: str) -> list[int]:
    """The ids that two pages of a list hold."""
    first = client.get(address)
    assert first.status_code == 200
    following = first.context[page].following
    assert f"{key}={following}" in first.text
    second = client.get(address, {key: following})
    assert second.context[page].following == ""
    return [row.id for row in (*first.context[page].rows, *second.context[page].rows)]


def test_who_asked_is_paged(director_client: Client, coordinator: User) -> None:
    made = [asked(coordinator).pk for _ in range(60)]
    assert paged(director_client, "/team/", "to_decide", "asked") == made


def test_who_is_away_is_paged(director_client: Client, coordinator: User) -> None:
    made = [away_now(coordinator).pk for _ in range(60)]
    assert paged(director_client, "/team/", "to_come", "coming") == made


def test_ones_own_absences_are_paged(coordinator_client: Client, coordinator: User) -> None:
    made = [asked(coordinator).pk for _ in range(60)]
    assert paged(coordinator_client, "/team/absences/", "page", "after") == made[::-1]
