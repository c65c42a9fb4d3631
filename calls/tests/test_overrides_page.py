"""The Director sees who went against the order of the queue: by day, person, kind and words, page after page."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from calls.models import Override
from calls.rules.overrides import OverrideKind
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def make_override(by: User, at: dt.datetime, **overrides: Any) -> Override:
    fields: dict[str, Any] = {"kind": OverrideKind.SKIP, "words": "stocktaking", "made_by": by, "made_at": at}
    return Override.objects.create(customer=make_customer(), **fields | overrides)


def listed(client: Client, **sought: Any) -> list[Override]:
    answer = client.get(reverse("calls:overrides"), sought)
    assert answer.status_code == 200
    return list(answer.context["page"].rows)


def test_the_newest_come_first(director_client: Client, coordinator: User, noon: dt.datetime) -> None:
    old, new = make_override(coordinator, noon - DAY), make_override(coordinator, noon)
    assert listed(director_client) == [new, old]
    page = director_client.get(reverse("calls:overrides")).text
    assert "Left out for today: 2" in page
    assert "stocktaking" in page


def test_they_are_found_by_day_person_kind_and_words(
    director_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    wanted = make_override(second_coordinator, noon, kind=OverrideKind.TAKE, words="Their boss rang")
    make_override(coordinator, noon - DAY)
    sought = {"on": "2026-11-24", "by": second_coordinator.pk, "kind": "take", "words": "boss"}
    for name, value in sought.items():
        assert listed(director_client, **{name: value}) == [wanted]
    assert listed(director_client, **sought | {"words": "stock"}) == []


@pytest.mark.parametrize("sought", [{"on": "9999-12-31"}, {"on": "soon"}, {"by": "x"}, {"kind": "x"}, {"after": "x"}])
def test_what_cannot_be_read_is_no_error(director_client: Client, sought: dict[str, str]) -> None:
    assert listed(director_client, **sought) == []


def test_they_are_paged_and_ask_no_more_for_more(
    director_client: Client,
    coordinator: User,
    noon: dt.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = [make_override(coordinator, noon + n * dt.timedelta(seconds=1)) for n in range(60)]
    with django_assert_max_num_queries(6):
        first = director_client.get(reverse("calls:overrides")).context["page"]
    second = director_client.get(reverse("calls:overrides"), {"after": first.following}).context["page"]
    assert [*first.rows, *second.rows] == made[::-1]
    assert second.following == ""


def test_the_desk_leads_there(director_client: Client) -> None:
    assert reverse("calls:overrides") in director_client.get(reverse("targets:desk")).text
