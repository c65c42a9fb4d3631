"""The list of promises: whose, how they stand, and each opened with one press."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from calls.actions import fill
from calls.models import Call, Callback, Override, QueueEntry
from calls.tests.make import make_callback, open_call
from customers.tests.make import make_reachable_customer
from staff.models import User
from staff.tests.make import make_absence

HOUR = dt.timedelta(hours=1)


def promised(owner: User, hours: float) -> Callback:
    """For a quarter of an hour, so many hours from now."""
    return make_callback(make_reachable_customer(), owner=owner, at=timezone.now() + hours * HOUR)


def listed(client: Client, **filters: str) -> list[int]:
    return [row.id for row in client.get(reverse("calls:callbacks"), filters).context["page"].rows]


def test_the_overdue_come_first(coordinator_client: Client, coordinator: User) -> None:
    later, late, now = (promised(coordinator, hours) for hours in (3, -2, -0.1))
    assert listed(coordinator_client) == [late.pk, now.pk, later.pk]


@pytest.mark.parametrize(("state", "which"), [("late", [0]), ("now", [1]), ("later", [2]), ("", [0, 1, 2])])
def test_they_are_filtered_by_how_they_stand(
    state: str, which: list[int], coordinator_client: Client, coordinator: User
) -> None:
    made = [promised(coordinator, hours) for hours in (-2, -0.1, 3)]
    assert listed(coordinator_client, state=state) == [made[number].pk for number in which]


def test_a_filter_that_is_none_shows_all(coordinator_client: Client, coordinator: User) -> None:
    made = promised(coordinator, 1)
    assert listed(coordinator_client, state="nonsense", whose="nonsense") == [made.pk]


def test_one_press_opens_a_promise_that_is_due(coordinator_client: Client, second_coordinator: User) -> None:
    made = promised(second_coordinator, -1)
    answer = coordinator_client.post(reverse("calls:keep-promise", args=[made.pk]))
    call = Call.objects.get()
    assert answer.headers["Location"] == reverse("calls:call", args=[call.pk])
    assert (call.customer, "promised on" in call.why_now) == (made.customer, True)


def test_before_its_time_a_reason_is_asked(coordinator_client: Client, coordinator: User) -> None:
    made = promised(coordinator, 2)
    answer = coordinator_client.post(reverse("calls:keep-promise", args=[made.pk]), follow=True)
    assert "say why they go before the queue" in answer.content.decode()
    assert not Call.objects.exists()


def test_with_another_card_open_it_is_refused_in_words(coordinator_client: Client, coordinator: User) -> None:
    card, made = open_call(coordinator, timezone.now()), promised(coordinator, -1)
    answer = coordinator_client.post(reverse("calls:keep-promise", args=[made.pk]), follow=True)
    assert f"You still have {card.customer.name} open" in answer.content.decode()
    assert f"Back to the call with {card.customer.name}" in answer.content.decode()


def test_a_promise_that_a_colleague_has_kept_is_said_to_be_done(coordinator_client: Client, coordinator: User) -> None:
    made = promised(coordinator, -1)
    Callback.objects.update(closed_at=timezone.now(), closed_because="Has enough stock")
    answer = coordinator_client.post(reverse("calls:keep-promise", args=[made.pk]), follow=True)
    assert "This promise is done: Has enough stock." in answer.text
    assert not Call.objects.exists()


def test_the_share_kept_says_what_it_is_of(coordinator_client: Client, coordinator: User) -> None:
    made = promised(coordinator, -2)
    Callback.objects.filter(pk=made.pk).update(first_attempt_at=made.window_from)
    promised(coordinator, -3)
    page = coordinator_client.get(reverse("calls:callbacks")).content.decode()
    assert "50\N{NO-BREAK SPACE}%" in page
    assert "1 of 2 due since" in page


def test_a_colleagues_promise_is_theirs_first_and_opened_with_a_reason_that_is_kept(
    coordinator_client: Client, second_coordinator: User, noon: dt.datetime
) -> None:
    made = make_callback(make_reachable_customer(), owner=second_coordinator, at=noon, window_until=noon + HOUR)
    page = coordinator_client.post(reverse("calls:keep-promise", args=[made.pk]), follow=True)
    assert "Dev Patel keeps this promise and is in. It is anybody’s from 12:15" in page.text
    assert '<option value="outbound" selected>' in page.text
    coordinator_client.post(page.redirect_chain[-1][0], {"direction": "outbound", "reason": "Dev is on the line"})
    assert Override.objects.get().words == "Dev is on the line"


@pytest.mark.parametrize(("minutes", "is_away"), [(15, False), (0, True)])
def test_after_the_grace_or_in_their_absence_it_is_anybodys(
    coordinator_client: Client, second_coordinator: User, noon: dt.datetime, minutes: int, is_away: bool
) -> None:
    made = make_callback(make_reachable_customer(), owner=second_coordinator, at=noon, window_until=noon + HOUR)
    if is_away:
        make_absence(second_coordinator, noon - HOUR, noon + HOUR)
    with time_machine.travel(noon + dt.timedelta(minutes=minutes), tick=False):
        coordinator_client.post(reverse("calls:keep-promise", args=[made.pk]))
    assert Call.objects.get().customer == made.customer


def test_a_promise_in_the_queue_can_be_handed_over_from_the_list(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    assert "Hand over" not in coordinator_client.get(reverse("calls:callbacks")).text
    fill(day=noon.date(), at=noon)
    page = coordinator_client.get(reverse("calls:callbacks")).text
    assert reverse("calls:hand-over", args=[QueueEntry.objects.get().pk]) in page
