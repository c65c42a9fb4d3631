"""A coordinator's calls as a calendar behind a secret address."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from calls.actions.feed import make_feed, note_read, revoke_feed
from calls.models import CalendarFeed
from calls.tests.at_once import at_once
from calls.tests.make import make_schedule
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.rules import Role


def read(token: str) -> Any:
    return Client().get(reverse("calls:feed", args=[token]))


def events_of(answer: Any) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.mark.django_db
def test_it_shows_own_calls_without_signing_in(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    agreed = make_schedule(make_reachable_customer(name="Cafe; Müller, Leeds"), weekdays=[1], owner=coordinator)
    make_schedule(make_reachable_customer(owner=coordinator), weekdays=[1], valid_until=dt.date(2026, 11, 24))
    make_schedule(make_reachable_customer(owner=coordinator), weekdays=[1], owner=second_coordinator)
    answer = read(make_feed(owner=coordinator, at=noon))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    events = events_of(answer)
    assert len(events) == 9 + 1
    named = [event for event in events if "Müller" in str(event["summary"])]
    assert str(named[0]["summary"]) == f"Ring Cafe; Müller, Leeds ({agreed.customer.account_number})"
    assert named[0]["dtstart"].dt == dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)


@pytest.mark.django_db
def test_it_tells_nothing_of_a_person_there(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer(owner=coordinator)
    make_schedule(customer, contact=customer.contacts.get(), line=customer.lines.get())
    text = read(make_feed(owner=coordinator, at=noon)).content.decode()
    assert customer.name in text.replace("\r\n ", "")
    assert "Sam Field" not in text
    assert customer.lines.get().number[-6:] not in text


@pytest.mark.django_db
def test_an_event_keeps_its_name_when_a_holiday_moves_it(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[4], owner=coordinator)
    events = events_of(read(make_feed(owner=coordinator, at=noon)))
    christmas = [event for event in events if event["uid"].startswith(f"call-{schedule.pk}-20261225@")]
    assert [event["dtstart"].dt.day for event in christmas] == [24]


@pytest.mark.django_db
def test_nine_in_london_is_eight_in_summer(coordinator: User, noon: dt.datetime) -> None:
    make_schedule(
        make_reachable_customer(), at=dt.datetime(2026, 10, 20, tzinfo=dt.UTC), weekdays=[4], owner=coordinator
    )
    with time_machine.travel(dt.datetime(2026, 10, 20, 12, tzinfo=dt.UTC), tick=False):
        events = events_of(read(make_feed(owner=coordinator, at=noon)))
    assert [event["dtstart"].dt.hour for event in events[:2]] == [8, 9]


@pytest.mark.django_db
def test_revoked_unknown_and_left_look_the_same(coordinator: User, noon: dt.datetime) -> None:
    token = make_feed(owner=coordinator, at=noon)
    revoke_feed(owner=coordinator, at=noon)
    assert read(token).status_code == read("unknown").status_code == 404
    second = make_feed(owner=coordinator, at=noon)
    assert read(second).status_code == 200
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert read(second).status_code == 404


@pytest.mark.django_db
def test_only_a_digest_is_kept(coordinator: User, noon: dt.datetime) -> None:
    token = make_feed(owner=coordinator, at=noon)
    feed = CalendarFeed.objects.get()
    assert token not in str(vars(feed))
    assert len(token) >= 43


@pytest.mark.django_db
def test_reading_is_noted_at_most_once_an_hour(coordinator: User, noon: dt.datetime) -> None:
    make_feed(owner=coordinator, at=noon)
    feed = CalendarFeed.objects.get()
    for minutes in (0, 30, 90):
        note_read(feed_id=feed.pk, at=noon + dt.timedelta(minutes=minutes))
    feed.refresh_from_db()
    assert feed.last_read_at == noon + dt.timedelta(minutes=90)


@pytest.mark.django_db(transaction=True)
def test_two_presses_leave_one_address(coordinator: User, noon: dt.datetime) -> None:
    tokens = at_once(*[lambda: make_feed(owner=coordinator, at=noon)] * 4)
    assert sum(read(str(token)).status_code == 200 for token in tokens) == 1
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


@pytest.mark.django_db
def test_the_page_shows_the_address_once(coordinator_client: Client) -> None:
    made = coordinator_client.post(reverse("calls:calendar-make"))
    address = made.context["address"]
    assert address in made.content.decode()
    assert Client().get(address).status_code == 200
    assert ".ics" not in coordinator_client.get(reverse("calls:calendar")).content.decode()
    coordinator_client.post(reverse("calls:calendar-revoke"))
    assert Client().get(address).status_code == 404


@pytest.mark.django_db
def test_who_works_the_queue_no_more_reads_it_no_more(coordinator: User, noon: dt.datetime) -> None:
    token = make_feed(owner=coordinator, at=noon)
    assert read(token).status_code == 200
    User.objects.filter(pk=coordinator.pk).update(role=Role.PRIVACY_OFFICER)
    assert read(token).status_code == 404
