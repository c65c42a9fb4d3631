"""The pages on which schedules, days that differ and closures are kept."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from calls.models import Schedule, ScheduleException
from calls.tests.make import make_callback, make_schedule
from customers.models import Closure
from customers.rules.numbers import for_people
from customers.tests.make import make_address, make_customer, make_reachable_customer
from staff.models import AccessRecord, User
from staff.tests.make import make_user

pytestmark = pytest.mark.django_db

GIVEN: dict[str, Any] = {
    "repeats": "fortnightly",
    "weekdays": ["1"],
    "valid_from": "2026-11-24",
    "window_from": "09:00",
    "window_until": "11:30",
    "cut_off": "12:00",
    "cut_off_after_days": "0",
    "delivery_after_days": "1",
    "on_holiday": "before",
}


def test_a_schedule_is_set_and_its_year_shown(coordinator_client: Client) -> None:
    customer = make_reachable_customer()
    address = reverse("calls:schedule-new", args=[customer.account_number])
    page = coordinator_client.post(address, GIVEN, follow=True).content.decode()
    assert "Every second Tuesday between 09:00 and 11:30" in page
    assert "27 calls in the year ahead, the next on Tue 24 Nov 2026" in page
    assert "November 2027" in page
    assert AccessRecord.objects.filter(page="calls:schedules", record_id=customer.pk).exists()


def test_the_number_is_as_people_read_it(coordinator_client: Client) -> None:
    customer = make_reachable_customer()
    line = customer.lines.get()
    make_schedule(customer, line=line)
    page = coordinator_client.get(reverse("calls:schedules", args=[customer.account_number])).content.decode()
    assert f", on {for_people(line.number)}" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"window_until": "08:00"}, "The window ends before it starts"),
        ({"cut_off_after_days": "5"}, "The cut-off is after the delivery"),
        ({"valid_until": "2026-11-20"}, "The last day is before the first"),
        ({"repeats": "month_day", "month_day": "32"}, "from 1 to 31"),
        ({"repeats": "month_weekday"}, "Say which one of the month"),
        ({"weekdays": []}, "at least one weekday"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_what_was_typed_stays(
    wrong: dict[str, Any], words: str, coordinator_client: Client
) -> None:
    address = reverse("calls:schedule-new", args=[make_reachable_customer().account_number])
    answer = coordinator_client.post(address, GIVEN | {"agreed_for": "10:00", "delivery_after_days": "3"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'value="10:00"' in page
    assert not Schedule.objects.exists()


def test_an_owner_who_has_left_is_refused_in_words(coordinator_client: Client) -> None:
    owner = make_user(full_name="Una Gone", is_active=False)
    schedule = make_schedule(make_reachable_customer(), weekdays=[1], owner=owner)
    answer = coordinator_client.post(
        reverse("calls:schedule", args=[schedule.pk]), GIVEN | {"owner": owner.pk, "version": 0}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Una Gone has left" in page
    assert f'<option value="{owner.pk}" selected>' in page


def test_another_customers_contact_cannot_be_chosen(coordinator_client: Client) -> None:
    other = make_reachable_customer().contacts.get()
    address = reverse("calls:schedule-new", args=[make_reachable_customer().account_number])
    assert coordinator_client.post(address, GIVEN | {"contact": other.pk}).status_code == 422


def test_only_their_own_addresses_are_offered(coordinator_client: Client) -> None:
    customer = make_reachable_customer()
    make_address(customer, lines="7 Own Lane")
    make_address(make_customer(), lines="8 Foreign Lane")
    page = coordinator_client.get(reverse("calls:schedule-new", args=[customer.account_number])).text
    assert ("7 Own Lane" in page, "8 Foreign Lane" in page) == (True, False)


def test_an_address_that_has_ended_stays_with_its_schedule(coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    site = make_address(customer, lines="9 Old Lane", ended_at=noon)
    schedule = make_schedule(customer, address=site)
    assert "9 Old Lane" in coordinator_client.get(reverse("calls:schedule", args=[schedule.pk])).text
    assert (
        "9 Old Lane" not in coordinator_client.get(reverse("calls:schedule-new", args=[customer.account_number])).text
    )


def test_the_form_of_a_change_holds_what_stands(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[3], agreed_for=dt.time(10, 30))
    page = coordinator_client.get(reverse("calls:schedule", args=[schedule.pk])).content.decode()
    assert 'value="10:30"' in page
    assert 'value="2020-01-01"' in page


def test_one_day_is_moved_and_is_usual_again(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    given = {"what": "move", "on": "2026-12-01", "to": "2026-12-02", "words": "Buyer at a fair"}
    page = coordinator_client.post(reverse("calls:schedule-day", args=[schedule.pk]), given, follow=True)
    assert "Instead of Tue 1 Dec 2026: Buyer at a fair" in page.content.decode()
    coordinator_client.post(reverse("calls:schedule-usual", args=[schedule.pk, "2026-12-02"]))
    assert not ScheduleException.objects.exists()


def test_a_day_without_a_call_cannot_be_left_out(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    given = {"what": "leave-out", "on": "2026-12-03", "words": "Not in"}
    answer = coordinator_client.post(reverse("calls:schedule-day", args=[schedule.pk]), given)
    assert answer.status_code == 422
    assert "has no call on Thu 3 Dec 2026" in answer.content.decode()
    assert 'value="Not in"' in answer.content.decode()


def test_a_closure_is_kept_and_withdrawn(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    account = schedule.customer.account_number
    given = {"from_on": "2026-12-01", "until_on": "2026-12-04", "words": "Refit"}
    page = coordinator_client.post(reverse("calls:closure", args=[account]), given, follow=True).content.decode()
    assert "Left out: Refit" in page
    coordinator_client.post(reverse("calls:closure-withdraw", args=[Closure.objects.get().pk]))
    page = coordinator_client.get(reverse("calls:schedules", args=[account])).content.decode()
    assert "Refit" not in page


def test_what_was_promised_for_days_on_which_they_are_closed_is_said(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    customer = make_reachable_customer()
    for days in (1, 8):
        make_callback(customer, owner=coordinator, at=noon + dt.timedelta(days=days))
    given = {"from_on": "2026-12-01", "until_on": "2026-12-04", "words": "Refit"}
    address = reverse("calls:closure", args=[customer.account_number])
    page = coordinator_client.post(address, given, follow=True).text
    assert "We promised to ring them on Wed 2 Dec at 12:00." in page
    assert "Wed 25 Nov" not in page


def test_it_ends_today(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    coordinator_client.post(reverse("calls:schedule-end", args=[schedule.pk]))
    schedule.refresh_from_db()
    assert schedule.valid_until == dt.date(2026, 11, 24)
    assert schedule.occurrences.count() == 1


def test_one_that_has_not_begun_is_taken_away(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1], valid_from=dt.date(2027, 2, 1))
    account = schedule.customer.account_number
    assert "Take it away" in coordinator_client.get(reverse("calls:schedules", args=[account])).text
    for _ in range(2):
        coordinator_client.post(reverse("calls:schedule-end", args=[schedule.pk]))
    assert not Schedule.objects.exists()
    assert schedule.customer.events.get().sentence.startswith("Call schedule taken away before it began: Every Tuesday")


def test_two_people_at_one_schedule_meet_in_words_and_the_second_may_insist(coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    address = reverse("calls:schedule", args=[schedule.pk])
    coordinator_client.post(address, GIVEN | {"version": 0})
    page = coordinator_client.post(address, GIVEN | {"version": 0, "window_until": "11:00"})
    assert page.status_code == 422
    assert "It says now: Every second Tuesday between 09:00 and 11:30" in page.text
    assert 'value="11:00"' in page.text
    assert 'name="version" value="1"' in page.text
    coordinator_client.post(address, GIVEN | {"version": 1, "window_until": "11:00"})
    schedule.refresh_from_db()
    assert schedule.window_until == dt.time(11)


def test_without_a_schedule_the_page_says_how_to_get_one(coordinator_client: Client) -> None:
    page = coordinator_client.get(reverse("calls:schedules", args=[make_customer().account_number])).content.decode()
    assert "They are not rung by schedule." in page


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_grow_with_the_schedules(
    rows: int, coordinator_client: Client, django_assert_max_num_queries: DjangoAssertNumQueries, coordinator: User
) -> None:
    customer = make_reachable_customer()
    for number in range(rows):
        schedule = make_schedule(customer, weekdays=[number % 5], owner=coordinator, contact=customer.contacts.get())
        ScheduleException.objects.create(
            schedule=schedule,
            on="2026-12-10",
            kind="added",
            words="x",
            made_by=coordinator,
            made_at=dt.datetime.now(dt.UTC),
        )
    with django_assert_max_num_queries(12):
        coordinator_client.get(reverse("calls:schedules", args=[customer.account_number]))
