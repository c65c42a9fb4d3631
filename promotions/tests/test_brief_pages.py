"""The pages of the brief."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from promotions.models import Brief, BriefReading
from promotions.tests.make import make_brief
from staff.models import User

pytestmark = pytest.mark.django_db

TYPED = {"kind": "product", "title": "Cups", "words": "Lids fit <both>.", "expires_on": "2026-12-01", "version": 0}


def test_written_by_the_director_and_read_by_the_desk(director_client: Client, coordinator_client: Client) -> None:
    director_client.post(reverse("promotions:brief-new"), TYPED)
    page = coordinator_client.get(reverse("promotions:brief")).text
    assert "Lids fit &lt;both&gt;." in page
    assert "Withdraw" not in page


def test_a_refused_note_keeps_what_was_typed(director_client: Client) -> None:
    page = director_client.post(reverse("promotions:brief-new"), TYPED | {"expires_on": "2026-11-01"})
    assert page.status_code == 422
    assert "That day has passed" in page.text
    assert "Lids fit &lt;both&gt;." in page.text


def test_a_change_over_another_is_shown_and_may_be_saved_again(
    director_client: Client, director: User, noon: dt.datetime
) -> None:
    brief = make_brief(by=director, at=noon, version=2)
    address = reverse("promotions:brief-change", args=[brief.pk])
    page = director_client.post(address, TYPED | {"version": 1})
    assert page.status_code == 422
    assert 'name="version" value="2"' in page.text
    director_client.post(address, TYPED | {"version": 2})
    assert Brief.objects.get().title == "Cups"


def test_one_press_says_all_was_read_and_goes_back(
    coordinator_client: Client, coordinator: User, director: User, noon: dt.datetime
) -> None:
    notes = [f"{make_brief(by=director, at=noon).pk}-1" for _ in range(2)]
    answer = coordinator_client.post(reverse("promotions:brief-read"), {"note": [*notes, "x"], "back": "/calls/"})
    assert answer.headers["Location"] == "/calls/"
    assert BriefReading.objects.filter(user=coordinator).count() == 2


@pytest.mark.parametrize("back", ["https://elsewhere.example/", "//elsewhere.example/", "no-page", "-1"])
def test_the_way_back_does_not_lead_elsewhere(coordinator_client: Client, back: str) -> None:
    answer = coordinator_client.post(reverse("promotions:brief-read"), {"back": back})
    assert answer.headers["Location"] == reverse("promotions:brief")


@pytest.mark.parametrize("rows", [1, 20])
def test_statements_do_not_grow_with_the_notes(
    director_client: Client, director: User, noon: dt.datetime, rows: int
) -> None:
    for _ in range(rows):
        make_brief(by=director, at=noon)
    with CaptureQueriesContext(connection) as captured:
        assert director_client.get(reverse("promotions:brief")).status_code == 200
    assert len(captured) <= 8
