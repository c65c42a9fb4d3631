"""A promise is moved or taken back with a reason, and goes on counting as it was kept."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import fill
from calls.actions.promise_changed import move_promise, take_back_promise
from calls.models import Callback, QueueEntry
from calls.reports import promises_kept
from calls.rules.capacity import NoRoom
from calls.rules.kept import PromisesKept
from calls.rules.promise import ImpossiblePromise, Promise
from calls.rules.refusals import PromiseDone, ReasonMissing
from calls.tests.at_once import at_once
from calls.tests.make import make_callback
from customers.models import Closure
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_absence

pytestmark = pytest.mark.django_db
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WINDOW = dt.timedelta(minutes=15)
TUESDAY_AT_THREE = {"promise_day": "2026-11-24", "promise_clock": "15:00"}


@pytest.fixture
def promised(coordinator: User, noon: dt.datetime) -> Callback:
    """For 14:00, at noon."""
    return make_callback(make_reachable_customer(), owner=coordinator, at=noon + 2 * HOUR, words="gloves")


def exactly(start: dt.datetime) -> Promise:
    return Promise(start, start + WINDOW, True, "gloves")


def moved(callback: Callback, to: dt.datetime, by: User, at: dt.datetime, reason: str = "they wrote") -> Callback:
    return move_promise(callback_id=callback.pk, promise=exactly(to), reason=reason, by=by, at=at)


def kept(noon: dt.datetime) -> PromisesKept:
    later = noon + 7 * DAY
    return promises_kept(since=noon - DAY, until=later, at=later)


def test_it_is_rung_at_the_new_time_by_whoever_promised_it(
    promised: Callback, second_coordinator: User, noon: dt.datetime
) -> None:
    made = moved(promised, noon + 3 * HOUR, second_coordinator, noon)
    promised.refresh_from_db()
    assert (promised.closed_at, promised.closed_because) == (noon, "Moved: they wrote")
    assert (made.owner, made.words, made.moved_from) == (promised.owner, "gloves", promised)


def test_what_moves_before_its_time_never_fell_due(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    moved(promised, noon + 3 * HOUR, coordinator, noon).delete()
    assert (kept(noon).denominator, kept(noon).withdrawn) == (0, 1)


def test_what_moves_when_its_time_has_come_counts_as_not_kept(
    promised: Callback, coordinator: User, noon: dt.datetime
) -> None:
    moved(promised, noon + 4 * HOUR, coordinator, noon + 2 * HOUR).delete()
    assert (kept(noon).never, kept(noon).withdrawn) == (1, 0)


def test_what_was_tried_in_time_stays_kept(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    Callback.objects.update(first_attempt_at=noon + 2 * HOUR)
    take_back_promise(callback_id=promised.pk, reason="they wrote", by=coordinator, at=noon + 3 * HOUR)
    assert kept(noon).on_time == 1


def test_the_customers_history_tells_of_it(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    moved(promised, noon + 3 * HOUR, coordinator, noon)
    [event] = promised.customer.events.all()
    assert event.sentence == ("Promise to ring on Tue 24 Nov at 14:00 moved, now on Tue 24 Nov at 15:00: they wrote")


@pytest.mark.django_db(transaction=True)
def test_twice_at_once_is_one_move(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    came = at_once(*[lambda: moved(promised, noon + 3 * HOUR, coordinator, noon)] * 2)
    assert came[0] == came[1]
    assert Callback.objects.open().count() == 1


def test_its_own_time_does_not_stand_in_the_way(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    assert moved(promised, noon + 2 * HOUR + dt.timedelta(minutes=5), coordinator, noon).closed_at is None


def test_where_nobody_is_in_it_stays_as_it_was(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    make_absence(coordinator, noon + 3 * HOUR, noon + 5 * HOUR)
    with pytest.raises(NoRoom, match="Nobody is at the desk then"):
        moved(promised, noon + 3 * HOUR, coordinator, noon)
    promised.refresh_from_db()
    assert promised.closed_at is None


def test_not_to_a_day_on_which_they_are_closed(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    tomorrow = noon.date() + DAY
    Closure.objects.create(
        customer=promised.customer, from_on=tomorrow, until_on=tomorrow, made_by=coordinator, made_at=noon
    )
    with pytest.raises(ImpossiblePromise, match="They are closed on Wednesday"):
        moved(promised, noon + DAY, coordinator, noon)


def test_it_asks_why(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(ReasonMissing):
        take_back_promise(callback_id=promised.pk, reason=" ", by=coordinator, at=noon)


def test_what_was_taken_back_is_not_moved(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    for _ in range(2):
        take_back_promise(callback_id=promised.pk, reason="they wrote", by=coordinator, at=noon)
    with pytest.raises(PromiseDone, match="Taken back: they wrote"):
        moved(promised, noon + 3 * HOUR, coordinator, noon)
    assert promised.customer.events.count() == 1


def test_the_queue_follows(promised: Callback, coordinator: User, noon: dt.datetime) -> None:
    fill(day=noon.date(), at=noon)
    take_back_promise(callback_id=promised.pk, reason="they wrote", by=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    assert not QueueEntry.objects.open().exists()


def change(client: Client, callback: Callback, **typed: str) -> Any:
    return client.post(reverse("calls:promise-change", args=[callback.pk]), {"what": "move"} | typed)


def test_a_colleague_moves_it_by_the_page(
    second_coordinator: User, coordinator_client: Client, promised: Callback, noon: dt.datetime
) -> None:
    assert change(coordinator_client, promised, reason="they wrote", **TUESDAY_AT_THREE).status_code == 302
    assert Callback.objects.open().get().window_from == noon + 3 * HOUR


def test_the_page_offers_free_times_and_keeps_what_was_typed(
    coordinator_client: Client, promised: Callback, coordinator: User, noon: dt.datetime
) -> None:
    make_absence(coordinator, noon + 3 * HOUR, noon + 4 * HOUR)
    refused = change(coordinator_client, promised, reason="they wrote", **TUESDAY_AT_THREE)
    assert refused.status_code == 422
    assert "Nobody is at the desk then" in refused.text
    assert "they wrote" in refused.text
    assert 'value="2026-11-24 16:00"' in refused.text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": "x"}, "promise_day"),
        ({"reason": "", **TUESDAY_AT_THREE}, "reason"),
        ({"reason": "x", "what": "burn"}, "what"),
        ({"reason": "x", "promise_choice": "never"}, "promise_day"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    coordinator_client: Client, promised: Callback, typed: dict[str, str], field: str
) -> None:
    refused = change(coordinator_client, promised, **typed)
    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert not Callback.objects.filter(moved_from=promised).exists()


def test_it_is_taken_back_by_the_page(coordinator_client: Client, promised: Callback) -> None:
    assert change(coordinator_client, promised, what="take-back", reason="they wrote").status_code == 302
    assert not Callback.objects.open().exists()
    assert "It is done" in coordinator_client.get(reverse("calls:promise-change", args=[promised.pk])).text


def test_callbacks_and_the_customers_page_lead_there(coordinator_client: Client, promised: Callback) -> None:
    number = promised.customer.account_number
    there, theirs = reverse("calls:promise-change", args=[promised.pk]), reverse("calls:promises-of", args=[number])
    assert there in coordinator_client.get(reverse("calls:callbacks")).text
    assert theirs in coordinator_client.get(reverse("customers:customer", args=[number])).text
    assert there in coordinator_client.get(theirs).text
    assert "<html" not in coordinator_client.get(theirs, headers={"HX-Request": "true"}).text
