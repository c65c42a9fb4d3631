"""The day ends at zero: every scheduled customer called, moved with a reason, or handed over; what is left is seen."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.actions import fill
from calls.actions.handover import offer_hand_over, take_hand_over
from calls.actions.put_off import put_off
from calls.models import HandOver, MovedCall, QueueEntry
from calls.reports.day_end import DayEnd, day_end
from calls.rules.vocabulary import EntryEnd
from calls.tests.make import make_callback, make_schedule
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clocks_stand_at_noon(noon: dt.datetime) -> Iterator[None]:
    with time_machine.travel(noon, tick=False):
        yield


def entries_of(owner: User | None, at: dt.datetime, n: int = 1) -> list[QueueEntry]:
    customers = [make_reachable_customer() for _ in range(n)]
    for customer in customers:
        make_schedule(customer, weekdays=[1], owner=owner)
    fill(day=at.date(), at=at)
    return list(QueueEntry.objects.filter(customer__in=customers).order_by("pk"))


def close(entry: QueueEntry, closed_as: EntryEnd, at: dt.datetime) -> None:
    QueueEntry.objects.filter(pk=entry.pk).update(closed_at=at, closed_as=closed_as)


def of(user: User, at: dt.datetime) -> DayEnd:
    return day_end(at.date(), at, owner=user)


def test_each_end_is_counted_as_what_it_is(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    called, ordered, moved, handed, _left = entries_of(coordinator, noon, 5)
    close(called, EntryEnd.CALLED, noon)
    close(ordered, EntryEnd.ALREADY_ORDERED, noon)
    put_off(entry_id=moved.pk, to=noon.date() + DAY, words="Closed", by=coordinator, at=noon)
    offer = offer_hand_over(entry_id=handed.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    take_hand_over(hand_over_id=offer.pk, by=second_coordinator, at=noon)
    [carol] = of(coordinator, noon).people
    assert (carol.called, carol.settled, carol.moved, carol.handed, carol.left) == (1, 1, 1, 1, 1)
    whole = day_end(noon.date(), noon).whole
    assert (whole.scheduled, whole.left) == (5, 2)


def test_a_call_that_is_only_offered_is_still_left(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    [row] = of(coordinator, noon).rows
    assert row.offered_to == "Dev Patel"
    assert of(second_coordinator, noon).left == 0


def test_what_was_left_yesterday_is_seen_today(coordinator: User, noon: dt.datetime) -> None:
    entries_of(coordinator, noon)
    today, yesterday = of(coordinator, noon + DAY), day_end(noon.date(), noon + DAY, owner=coordinator)
    assert (today.left, today.carried, yesterday.left) == (1, 1, 1)


def test_a_promise_is_no_scheduled_call(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    assert of(coordinator, noon).people == ()


def test_the_page_says_when_nobody_is_left(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    assert "1 scheduled customer left" in coordinator_client.get(reverse("calls:day-end")).text
    close(entry, EntryEnd.CALLED, noon)
    assert "Nobody is left: 1 scheduled customer accounted for" in coordinator_client.get(reverse("calls:day-end")).text


def test_a_coordinator_sees_their_own_and_the_director_the_desk(
    coordinator: User, second_coordinator_client: Client, director_client: Client, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    address = reverse("calls:day-end")
    assert entry.customer.name not in second_coordinator_client.get(address, {"whose": "all"}).text
    assert entry.customer.name in director_client.get(address).text
    assert entry.customer.name not in director_client.get(address, {"whose": "mine"}).text


@pytest.mark.parametrize("name", ["hand-over", "put-off"])
def test_the_call_of_a_colleague_is_not_found(
    second_coordinator_client: Client, director_client: Client, coordinator: User, noon: dt.datetime, name: str
) -> None:
    [entry] = entries_of(coordinator, noon)
    address = reverse(f"calls:{name}", args=[entry.pk])
    assert second_coordinator_client.get(address).status_code == 404
    assert director_client.get(address).status_code == 200


def test_a_call_is_put_off_by_the_page(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    [entry] = entries_of(coordinator, noon)
    address = reverse("calls:put-off", args=[entry.pk])
    assert 'value="2026-11-25"' in coordinator_client.get(address).text
    refused = coordinator_client.post(address, {"to": "2026-11-29", "words": "Stocktaking"})
    assert refused.status_code == 422
    assert "Nobody is rung on Sun 29 Nov 2026" in refused.text
    assert "Stocktaking" in refused.text
    done = coordinator_client.post(address, {"to": "2026-11-26", "words": "Stocktaking"}, follow=True)
    assert "is rung on Thursday 26 November instead" in done.text
    assert MovedCall.objects.get().words == "Stocktaking"


def test_a_call_is_handed_over_and_taken_by_the_pages(
    coordinator_client: Client,
    second_coordinator_client: Client,
    coordinator: User,
    second_coordinator: User,
    noon: dt.datetime,
) -> None:
    [entry] = entries_of(coordinator, noon)
    typed = {"taker": second_coordinator.pk, "reason": "Full day"}
    coordinator_client.post(reverse("calls:hand-over", args=[entry.pk]), typed)
    assert "Full day" in second_coordinator_client.get(reverse("calls:day")).text
    take = reverse("calls:hand-over-take", args=[HandOver.objects.get().pk])
    assert coordinator_client.post(take).status_code == 404
    second_coordinator_client.post(take)
    entry.refresh_from_db()
    assert entry.owner == second_coordinator


def test_an_offer_is_declined_with_a_reason(
    second_coordinator_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    address = reverse("calls:hand-over-decline", args=[offer.pk])
    assert second_coordinator_client.post(address, {"reason": ""}).status_code == 422
    second_coordinator_client.post(address, {"reason": "So is mine"})
    offer.refresh_from_db()
    assert offer.ended_because == "So is mine"


def test_an_offer_is_taken_back_by_whose_it_is(
    coordinator_client: Client,
    second_coordinator_client: Client,
    coordinator: User,
    second_coordinator: User,
    noon: dt.datetime,
) -> None:
    [entry] = entries_of(coordinator, noon)
    offer = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Full", by=coordinator, at=noon)
    address = reverse("calls:hand-over-take-back", args=[offer.pk])
    assert second_coordinator_client.post(address).status_code == 404
    coordinator_client.post(address)
    assert not HandOver.objects.waiting().exists()


@pytest.mark.parametrize("rows", [1, 20])
def test_statements_do_not_grow_with_what_is_left(
    director_client: Client, coordinator: User, noon: dt.datetime, rows: int
) -> None:
    entries_of(coordinator, noon, rows)
    with CaptureQueriesContext(connection) as captured:
        assert director_client.get(reverse("calls:day-end")).status_code == 200
    assert len(captured) <= 10
