"""A promise is made where there is room, kept by the first attempt in its time, given up only after enough tries."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from calls.actions import claim_next, promise_callback, save_outcome
from calls.delivery import dial
from calls.models import Call, Callback, DeskSettings
from calls.rules.capacity import NoRoom
from calls.rules.promise import Promise
from calls.rules.vocabulary import Outcome
from calls.tests.at_once import at_once
from calls.tests.make import make_callback, open_call
from customers.rules.calendar import LONDON
from staff.models import User
from staff.tests.make import make_absence

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)


def exactly(start: dt.datetime) -> Promise:
    return Promise(start, start + 15 * MINUTE, True, "new prices")


def promise(call: Call, what: Promise, at: dt.datetime) -> Callback:
    return promise_callback(call=call, promise=what, by=call.coordinator, at=at)


def save(call: Call, outcome: Outcome, at: dt.datetime) -> Call:
    fields: dict[str, Any] = {"words": "", "promise": None, "by": call.coordinator}
    return save_outcome(call_id=call.pk, token=call.lease_token, outcome=outcome, at=at, **fields)


def attach(due: Callback, call: Call, at: dt.datetime) -> None:
    """The promise is one of the reasons for which this card came up."""
    assert call.entry is not None
    due.reasons.create(entry=call.entry, level=1, rank=0, pool_at=at, ready_at=at, due_on=at.date())


def test_the_same_promise_out_of_one_call_is_one(call: Call, noon: dt.datetime) -> None:
    assert promise(call, exactly(noon + HOUR), noon) == promise(call, exactly(noon + HOUR), noon)
    assert call.customer.events.count() == 1


def test_nothing_is_promised_for_when_everybody_is_away(call: Call, noon: dt.datetime) -> None:
    make_absence(call.coordinator, noon + HOUR, noon + 3 * HOUR)
    with pytest.raises(NoRoom, match="Nobody is at the desk then"):
        promise(call, exactly(noon + 2 * HOUR), noon)


def test_a_colleague_who_is_in_can_keep_it(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    make_absence(call.coordinator, noon + HOUR, noon + 3 * HOUR)
    assert promise(call, exactly(noon + 2 * HOUR), noon).owner == call.coordinator


@pytest.mark.django_db(transaction=True)
def test_of_two_who_promise_the_last_free_time_one_is_refused(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_absence(second_coordinator, noon + HOUR, noon + 4 * HOUR)
    cards = [open_call(user, noon) for user in (coordinator, second_coordinator)]
    came = at_once(*(lambda card=card: promise(card, exactly(noon + 2 * HOUR), noon) for card in cards))
    assert sum(isinstance(one, NoRoom) for one in came) == 1
    assert Callback.objects.count() == 1


def test_trying_before_the_time_leaves_the_promise_as_it_is(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon + 2 * HOUR)
    attach(due, call, noon)
    save(call, Outcome.NO_ANSWER, noon)
    due.refresh_from_db()
    assert (due.first_attempt_at, due.closed_at) == (None, None)


def test_begun_in_time_without_a_pressed_dial_it_is_kept_however_long_it_takes(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon)
    save(call, Outcome.ENOUGH_STOCK, noon + HOUR)
    due.refresh_from_db()
    assert due.first_attempt_at == noon


def test_the_card_was_open_before_their_time_and_the_call_saved_in_it(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon + 10 * MINUTE)
    attach(due, call, noon)
    save(call, Outcome.NO_ANSWER, noon + HOUR)
    due.refresh_from_db()
    assert due.first_attempt_at == noon + 10 * MINUTE


@override_settings(DIALLER="calls.tests.test_dial.BrokenDialler")
def test_given_up_because_the_telephone_refused_it_was_never_tried(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon)
    assert call.line_id
    DeskSettings.objects.create(version=1, changed_at=noon, changed_by=call.coordinator, line_failed_most=1)
    dial(call_id=call.pk, line_id=call.line_id, token=call.lease_token, by=call.coordinator, at=noon)
    save(call, Outcome.LINE_FAILED, noon + MINUTE)
    due.refresh_from_db()
    assert (due.first_attempt_at, due.closed_at) == (None, noon + MINUTE)


def test_reaching_them_before_the_time_keeps_it_early(call: Call, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=call.coordinator, at=noon + 2 * HOUR)
    attach(due, call, noon)
    save(call, Outcome.ENOUGH_STOCK, noon)
    due.refresh_from_db()
    assert (due.first_attempt_at, due.closed_at) == (noon, noon)


def test_two_voicemails_are_enough_for_one_promise(call: Call, coordinator: User, noon: dt.datetime) -> None:
    due = make_callback(call.customer, owner=coordinator, at=noon)
    save(call, Outcome.VOICEMAIL, noon)
    again = claim_next(operator=coordinator, at=noon + 4 * HOUR)
    assert again is not None
    save(again, Outcome.VOICEMAIL, noon + 4 * HOUR)
    due.refresh_from_db()
    assert (due.first_attempt_at, due.closed_because) == (noon, "Voicemail left")


def promise_by_page(client: Client, call: Call, **typed: str) -> Any:
    fields = {"outcome": "gatekeeper", "words": "ask for Jo", "promise_words": "gloves"} | typed
    return client.post(reverse("calls:outcome", args=[call.pk]), fields)


def test_an_impossible_time_is_refused_with_free_ones_and_the_words_kept(
    coordinator_client: Client, call: Call, noon: dt.datetime
) -> None:
    day = str(noon.date() + dt.timedelta(days=1))
    refused = promise_by_page(coordinator_client, call, promise_day=day, promise_clock="19:00")
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Nobody is at the desk then." in page
    assert "ask for Jo" in page
    assert "gloves" in page
    [first, *_] = re.findall(r'name="promise_choice"\s+value="([^"]+)"', page)
    promise_by_page(coordinator_client, call, promise_day=day, promise_clock="19:00", promise_choice=first)
    made = Callback.objects.get()
    assert f"{made.window_from.astimezone(LONDON):%Y-%m-%d %H:%M}" == first
    assert made.words == "gloves"


@pytest.mark.parametrize("choice", ["tomorrow", "2026-02-31 10:00", "1999-01-01 10:00"])
def test_a_time_that_was_never_offered_is_refused(choice: str, coordinator_client: Client, call: Call) -> None:
    assert promise_by_page(coordinator_client, call, promise_choice=choice).status_code == 422
    assert not Callback.objects.exists()
