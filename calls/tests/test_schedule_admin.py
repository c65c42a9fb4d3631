"""Schedules in the admin site: the same rules, the same action, the year ahead."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Schedule
from calls.tests.make import make_schedule
from calls.tests.test_schedule_pages import GIVEN
from customers.tests.make import make_reachable_customer

pytestmark = pytest.mark.django_db


def test_adding_lays_out_its_calls(administrator_client: Client) -> None:
    customer = make_reachable_customer()
    address = reverse("admin:calls_schedule_add")
    answer = administrator_client.post(address, GIVEN | {"customer": customer.pk})
    assert answer.status_code == 302
    assert Schedule.objects.get().occurrences.count() == 5


def test_what_cannot_be_is_refused_at_its_field(administrator_client: Client) -> None:
    given = GIVEN | {"customer": make_reachable_customer().pk, "window_until": "08:00"}
    answer = administrator_client.post(reverse("admin:calls_schedule_add"), given)
    assert "window_until" in answer.context["adminform"].form.errors
    assert not Schedule.objects.exists()


def test_a_change_shows_the_year_and_lays_out_anew(administrator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[3])
    address = reverse("admin:calls_schedule_change", args=[schedule.pk])
    assert "calls in the year ahead" in administrator_client.get(address).content.decode()
    assert administrator_client.post(address, GIVEN).status_code == 302
    assert {each.due_on.weekday() for each in schedule.occurrences.all()} == {1}


@pytest.mark.parametrize(("begins", "status"), [(dt.date(2026, 11, 24), 403), (dt.date(2026, 11, 25), 302)])
def test_one_that_has_begun_is_ended_and_not_deleted(
    administrator_client: Client, begins: dt.date, status: int
) -> None:
    schedule = make_schedule(make_reachable_customer(), valid_from=begins)
    address = reverse("admin:calls_schedule_delete", args=[schedule.pk])
    assert administrator_client.post(address, {"post": "yes"}).status_code == status
    assert Schedule.objects.exists() is (status == 403)


def test_many_are_not_deleted_at_once(administrator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer())
    posted = {"action": "delete_selected", "_selected_action": [schedule.pk], "post": "yes"}
    administrator_client.post(reverse("admin:calls_schedule_changelist"), posted)
    assert Schedule.objects.exists()
