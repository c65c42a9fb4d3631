"""The Director sets, changes and withdraws targets on pages; what was typed is kept when it is refused."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from staff.models import User
from targets.models import Target
from targets.rules import Measure
from targets.tests.make import make_target

pytestmark = pytest.mark.django_db


def this_year() -> dict[str, dt.date]:
    year = timezone.localdate().year
    return {"starts_on": dt.date(year, 1, 1), "ends_on": dt.date(year, 12, 31)}


def typed(**overrides: str) -> dict[str, str]:
    fields = {"person": "", "measure": Measure.ORDERS, "promotion": "", "value": "250"}
    return fields | {name: str(day) for name, day in this_year().items()} | overrides


def test_a_target_is_set_for_a_person(director_client: Client, coordinator: User) -> None:
    answer = director_client.post("/desk/targets/new/", typed(person=str(coordinator.pk)))
    assert answer.status_code == 302
    assert Target.objects.get().person == coordinator


def test_pressing_twice_sets_one(director_client: Client) -> None:
    for _ in "ab":
        director_client.post("/desk/targets/new/", typed())
    assert Target.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"value": "-3"}, "Ask for more than nothing"),
        ({"value": "2.5"}, "ask for a whole number of orders"),
        ({"value": "many"}, "Type a number"),
        ({"ends_on": "2020-01-01"}, "The last day is before the first"),
        ({"person": "99999"}, "is not among the choices"),
    ],
)
def test_what_is_refused_comes_back_as_typed(director_client: Client, wrong: dict[str, str], words: str) -> None:
    answer = director_client.post("/desk/targets/new/", typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert all(f'value="{value}"' in page for value in wrong.values() if value != "99999")
    assert not Target.objects.exists()


def test_a_target_is_changed(director_client: Client, director: User) -> None:
    target = make_target(set_by=director, **this_year())
    director_client.post(f"/desk/targets/{target.pk}/", {"value": "12", "was": "10"})
    assert Target.objects.get().value == Decimal(12)


def test_a_change_that_meets_another_is_told(director_client: Client, director: User) -> None:
    target = make_target(set_by=director, value=Decimal(50), **this_year())
    answer = director_client.post(f"/desk/targets/{target.pk}/", {"value": "12", "was": "10"})
    assert answer.status_code == 422
    assert "has meanwhile set 50 orders" in answer.content.decode()


def test_a_withdrawn_target_has_no_page(director_client: Client, director: User) -> None:
    target = make_target(set_by=director, **this_year())
    director_client.post(f"/desk/targets/{target.pk}/withdraw/")
    assert director_client.get(f"/desk/targets/{target.pk}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_for_one_and_for_twenty(
    director_client: Client, director: User, rows: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for value in range(1, rows + 1):
        make_target(set_by=director, value=value, measure=Measure.ORDERS, **this_year() | {"starts_on": day(value)})
    with django_assert_num_queries(4):  # type: ignore[operator]  # session, user, targets, those of last month
        director_client.get("/desk/targets/")


def day(number: int) -> dt.date:
    return dt.date(timezone.localdate().year, 1, number)
