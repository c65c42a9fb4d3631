"""A slip of the year and an odd account number are answered in words or with the page, never with an error."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import fill
from calls.models import Callback, MissedContact, QueueEntry
from calls.rules.inbound import MissedKind
from calls.rules.vocabulary import Outcome
from calls.tests.make import make_callback, make_schedule, open_call
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
FAR = ["0001-01-01", "2028-11-24", "9999-12-31"]


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("clock", ["10:30", "23:59", ""])
def test_a_promise_far_away_is_refused_and_other_times_are_offered(
    day: str, clock: str, coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon)
    typed = {"outcome": Outcome.PROMISE, "words": "wants the list", "promise_day": day, "promise_clock": clock}
    page = coordinator_client.post(reverse("calls:outcome", args=[call.pk]), typed)
    assert page.status_code == 422
    assert "more than a year away" in page.text or "has passed" in page.text
    assert "wants the list" in page.text
    assert 'name="promise_choice"' in page.text
    assert not Callback.objects.exists()


@pytest.mark.parametrize("day", FAR)
@pytest.mark.parametrize("given", [{"what": "extra"}, {"what": "leave-out"}, {"what": "move", "to": "2026-12-02"}])
def test_a_day_far_away_cannot_be_changed(day: str, given: dict[str, str], coordinator_client: Client) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    address = reverse("calls:schedule-day", args=[schedule.pk])
    page = coordinator_client.post(address, given | {"on": day, "words": "Fair"})
    assert page.status_code == 422
    assert "Check the year" in page.text


@pytest.mark.parametrize("day", FAR)
def test_a_call_is_not_moved_to_a_day_far_away(day: str, coordinator_client: Client, noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer(), weekdays=[1])
    fill(day=noon.date(), at=noon)
    address = reverse("calls:put-off", args=[QueueEntry.objects.get().pk])
    page = coordinator_client.post(address, {"to": day, "words": "Fair"})
    assert page.status_code == 422
    assert "Check the year" in page.text or "still to come" in page.text


@pytest.mark.parametrize(("field", "day"), [("valid_from", "9999-12-31"), ("valid_from", "2126-11-24")])
def test_a_schedule_does_not_begin_far_away(field: str, day: str, coordinator_client: Client) -> None:
    given: dict[str, Any] = {
        "repeats": "weekly",
        "weekdays": ["1"],
        "window_from": "09:00",
        "window_until": "11:30",
        "cut_off": "12:00",
        "cut_off_after_days": "0",
        "delivery_after_days": "1",
        "on_holiday": "before",
    }
    address = reverse("calls:schedule-new", args=[make_reachable_customer().account_number])
    page = coordinator_client.post(address, given | {field: day})
    assert page.status_code == 422
    assert "more than a year away" in page.text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_the_days_end_of_no_day_of_ours_is_todays(day: str, coordinator_client: Client) -> None:
    assert coordinator_client.get(reverse("calls:day-end"), {"on": day}).status_code == 200


@pytest.mark.parametrize("day", ["0001-01-01", "2030-01-01", "9999-12-31"])
def test_nobody_is_away_in_a_year_far_away(day: str, coordinator_client: Client) -> None:
    page = coordinator_client.post(reverse("staff:absences"), {"starts_at": day, "kind": "holiday"})
    assert page.status_code == 422


def test_an_account_number_may_hold_what_an_import_allows(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    customer = make_reachable_customer(account_number="CAL/42 &+", owner=coordinator)
    make_schedule(customer, cut_off=dt.time(13))
    promise = make_callback(customer, owner=coordinator, at=noon + HOUR)
    missed(customer, coordinator, noon)
    fill(day=noon.date(), at=noon)
    for address in ("calls:missed", "calls:day-end", "calls:day"):
        assert coordinator_client.get(reverse(address)).status_code == 200
    for address in ("calls:why", "calls:take", "calls:schedules"):
        assert coordinator_client.get(reverse(address, args=[customer.account_number])).status_code == 200
    assert customer.name in coordinator_client.get(reverse("calls:caller"), {"q": "CAL/42"}).text
    keep = coordinator_client.post(reverse("calls:keep-promise", args=[promise.pk]))
    assert keep["Location"].startswith(reverse("calls:take", args=[customer.account_number]))


def missed(customer: Customer, by: User, at: dt.datetime) -> MissedContact:
    return MissedContact.objects.create(
        key=uuid4(),
        customer=customer,
        kind=MissedKind.CALL,
        caller=customer.name,
        arrived_at=at,
        due_at=at + HOUR,
        recorded_by=by,
        recorded_at=at,
    )
