"""The Director sees who will be missed before cut-off, accepts what is proposed, and sees what was done."""

import datetime as dt
import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.actions import fill
from calls.actions.handover import offer_hand_over
from calls.models import Call, DeskSettings, HandOver, Operator, QueueEntry, QueueReason, Reallocation
from calls.reports.forecast import forecast
from calls.rules.handover import CannotHandOver
from calls.rules.vocabulary import Outcome
from calls.tests.make import make_appointment, make_schedule, open_call
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_absence

pytestmark = pytest.mark.django_db

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def a_call_takes_twenty_minutes(director: User, noon: dt.datetime) -> None:
    DeskSettings.objects.create(version=1, changed_at=noon, changed_by=director, handling_minutes=20)


@pytest.fixture(autouse=True)
def both_are_at_the_desk(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    for user in (coordinator, second_coordinator):
        Operator.objects.create(user=user, last_seen_at=noon - MINUTE)


def due_at_one(owner: User, at: dt.datetime, n: int) -> list[Customer]:
    """So many of `owner` alone with their cut-off at 13:00, usually worth £100."""
    customers = [make_reachable_customer() for _ in range(n)]
    for customer in customers:
        make_schedule(customer, owner=owner, cut_off=dt.time(13))
    fill(day=at.date(), at=at)
    QueueEntry.objects.update(pool_at=at + 600 * MINUTE)
    QueueReason.objects.update(pool_at=at + 600 * MINUTE, usual_total=Decimal(100))
    return customers


def test_who_is_foreseen_to_be_missed(coordinator: User, noon: dt.datetime) -> None:
    customers = due_at_one(coordinator, noon, 5)
    seen = forecast(noon)
    assert [row.customer for row in seen.rows] == [customer.name for customer in customers[3:]]
    assert (seen.value, seen.soon, seen.standing.waiting) == (Decimal(200), 2, 5)


def test_calls_that_go_faster_today_reach_more(coordinator: User, noon: dt.datetime) -> None:
    due_at_one(coordinator, noon, 5)
    for n in range(40):
        began = noon - (100 + n) * MINUTE
        call = Call(
            customer=make_reachable_customer(),
            coordinator=coordinator,
            lease_token=1,
            opened_at=began,
            saved_at=began + MINUTE,
            outcome=Outcome.DORMANT,
        )
        call.save(force_insert=True)
    assert forecast(noon).rows == ()


def test_what_lay_aside_takes_the_time_since_it_came_back(coordinator: User, noon: dt.datetime) -> None:
    due_at_one(coordinator, noon, 1)
    for n in range(10):
        back = noon - (100 + n) * MINUTE
        Call.objects.create(
            customer=make_reachable_customer(),
            coordinator=coordinator,
            lease_token=1,
            opened_at=back - 50 * MINUTE,
            resumed_at=back,
            saved_at=back + 10 * MINUTE,
            outcome=Outcome.DORMANT,
        )
    assert {person.person: person.minutes for person in forecast(noon).people}[str(coordinator)] == 15


def test_a_card_on_a_screen_takes_its_time(coordinator: User, noon: dt.datetime) -> None:
    due_at_one(coordinator, noon, 3)
    assert forecast(noon).rows == ()
    open_call(coordinator, noon)
    assert len(forecast(noon).rows) == 1


def test_who_is_away_is_counted_out(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    due_at_one(coordinator, noon, 2)
    make_absence(coordinator, noon - MINUTE, noon + 600 * MINUTE)
    seen = forecast(noon)
    assert [(move.giver, move.taker, move.is_away) for move in seen.moves] == [("Carol Shaw", "Dev Patel", True)] * 2
    assert (len(seen.rows), seen.lost) == (2, 0)


def test_who_is_at_a_customers_is_counted_out_for_that_time(coordinator: User, noon: dt.datetime) -> None:
    due_at_one(coordinator, noon, 2)
    make_appointment(coordinator, noon, ends_at=noon + 40 * MINUTE)
    assert forecast(noon).missed == 1


def test_whose_day_begins_at_a_customers_has_still_to_come(coordinator: User, noon: dt.datetime) -> None:
    Operator.objects.filter(user=coordinator).delete()
    make_appointment(coordinator, noon.replace(hour=8), ends_at=noon + HOUR)
    assert forecast(noon).unseen == ()


def test_that_sharing_out_saves_nobody_is_said(
    director_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    due_at_one(coordinator, noon, 5)
    make_absence(second_coordinator, noon - MINUTE, noon + 600 * MINUTE)
    page = director_client.get(reverse("calls:forecast")).text
    assert "would save nobody" in page
    assert reverse("calls:reallocate") not in page


def test_who_spoke_to_them_last_is_proposed(
    coordinator: User, second_coordinator: User, director: User, noon: dt.datetime
) -> None:
    *_, last = due_at_one(coordinator, noon, 4)
    Call.objects.create(
        customer=last,
        coordinator=second_coordinator,
        lease_token=1,
        opened_at=noon - 9000 * MINUTE,
        saved_at=noon - 8990 * MINUTE,
        outcome=Outcome.ORDERED,
    )
    [move] = forecast(noon).moves
    assert (move.customer, move.taker, move.why) == (last.name, "Dev Patel", "spoke to them last")


def test_one_press_accepts_and_shows_what_was_done(
    director_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    due_at_one(coordinator, noon, 5)
    page = director_client.get(reverse("calls:forecast")).text
    posted = {
        "key": re.findall(r'name="key" value="([^"]+)"', page)[0],
        "moves": re.findall(r'name="moves" value="([^"]+)"', page)[0],
    }
    assert "2 will be missed" in page
    for _ in range(2):
        done = director_client.post(reverse("calls:reallocate"), posted, follow=True)
        assert "2 of 2 moved" in done.text
    assert HandOver.objects.filter(giver=coordinator, taker=second_coordinator).count() == 2
    assert "Everybody scheduled is reached" in director_client.get(reverse("calls:forecast")).text


def test_moves_that_are_none_are_passed_over(director_client: Client) -> None:
    posted = {"key": "00000000-0000-0000-0000-000000000001", "moves": "1-2,0-0-0,x,"}
    assert "0 of 1 moved" in director_client.post(reverse("calls:reallocate"), posted, follow=True).text


def accepted(client: Client, moves: str) -> str:
    posted = {"key": str(uuid4()), "moves": moves}
    return client.post(reverse("calls:reallocate"), posted, follow=True).text


def test_a_proposal_of_more_than_a_thousand_moves_is_accepted(
    director_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    due_at_one(coordinator, noon, 2)
    real = [f"{pk}-{coordinator.pk}-{second_coordinator.pk}" for pk in QueueEntry.objects.values_list("pk", flat=True)]
    gone = [f"{10**9 + n}-{coordinator.pk}-{second_coordinator.pk}" for n in range(1200)]
    assert "2 of 1202 moved" in accepted(director_client, ",".join(gone + real))


def test_only_a_coordinator_takes_over(
    director_client: Client, coordinator: User, administrator: User, noon: dt.datetime
) -> None:
    due_at_one(coordinator, noon, 1)
    moves = f"{QueueEntry.objects.get().pk}-{coordinator.pk}-{administrator.pk}"
    assert "0 of 1 moved" in accepted(director_client, moves)
    with pytest.raises(CannotHandOver, match="does not ring customers"):
        offer_hand_over(
            entry_id=QueueEntry.objects.get().pk, taker=administrator, reason="Full", by=coordinator, at=noon
        )


def test_earlier_proposals_are_listed_and_paged(
    director_client: Client, director: User, noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calls.reports.forecast.PAGE", 1)
    older, newer = (
        Reallocation.objects.create(key=uuid4(), accepted_by=director, accepted_at=noon, proposed=n) for n in (3, 4)
    )
    first = director_client.get(reverse("calls:reallocations")).text
    second = director_client.get(reverse("calls:reallocations"), {"after": newer.pk}).text
    assert reverse("calls:reallocation", args=[newer.pk]) in first
    assert reverse("calls:reallocation", args=[older.pk]) in second
    assert reverse("calls:reallocation", args=[newer.pk]) not in second


def test_who_has_not_been_seen_is_named_and_not_counted_on(
    director_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    Operator.objects.filter(user=coordinator).update(last_seen_at=noon - dt.timedelta(days=1))
    due_at_one(coordinator, noon, 1)
    seen = forecast(noon)
    assert seen.unseen == ("Carol Shaw",)
    assert ([one.person for one in seen.people], seen.missed) == (["Dev Patel"], 1)
    page = director_client.get(reverse("calls:forecast")).text
    assert "not seen at the queue today, so not counted on: Carol Shaw." in page


def test_whose_hours_have_only_begun_is_counted_on(coordinator: User, noon: dt.datetime) -> None:
    Operator.objects.all().delete()
    begins = noon.replace(hour=8, minute=30)
    assert len(forecast(begins + 10 * MINUTE).people) == 2
    assert forecast(begins + 15 * MINUTE).people == ()


def test_who_is_tried_again_after_their_cut_off_will_be_missed(coordinator: User, noon: dt.datetime) -> None:
    [customer] = due_at_one(coordinator, noon, 1)
    QueueEntry.objects.update(ready_at=noon + dt.timedelta(days=1))
    assert [row.customer for row in forecast(noon).rows] == [customer.name]


def test_who_stands_too_far_down_is_counted_and_valued(
    director_client: Client, coordinator: User, noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calls.reports.day_ahead.MOST_LOOKED_AT", 3)
    due_at_one(coordinator, noon, 5)
    seen = forecast(noon)
    assert (seen.beyond, seen.beyond_value, seen.missed, seen.value) == (2, Decimal(200), 2, Decimal(200))
    assert "2 of them stand too far down" in " ".join(director_client.get(reverse("calls:forecast")).text.split())


def test_a_desk_that_seldom_reaches_anybody_reaches_fewer(coordinator: User, noon: dt.datetime) -> None:
    due_at_one(coordinator, noon, 3)
    assert forecast(noon).missed == 0
    for n in range(10):
        Call.objects.create(
            customer=make_reachable_customer(),
            coordinator=coordinator,
            lease_token=1,
            opened_at=noon - dt.timedelta(days=2, minutes=n),
            saved_at=noon - dt.timedelta(days=2, minutes=n),
            outcome=Outcome.NO_ANSWER,
        )
    assert forecast(noon).missed == 2


@pytest.mark.parametrize("rows", [1, 20])
def test_statements_do_not_grow_with_the_customers(
    director_client: Client, coordinator: User, second_coordinator: User, noon: dt.datetime, rows: int
) -> None:
    due_at_one(coordinator, noon, rows)
    make_absence(coordinator, noon - MINUTE, noon + 600 * MINUTE)
    with CaptureQueriesContext(connection) as captured:
        assert director_client.get(reverse("calls:forecast")).status_code == 200
    assert len(captured) <= 13
