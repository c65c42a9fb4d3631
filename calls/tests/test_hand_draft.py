"""What was written at a card that a colleague has by now is handed to them, once, and nothing is lost."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calls.actions import claim_next, keep_details, save_notes, save_outcome, type_quantities
from calls.actions.hand_over_draft import hand_over_draft
from calls.models import Call, DeskSettings
from calls.rules.pad import Noted
from calls.rules.promise import Promise
from calls.rules.refusals import LeaseLost, NobodyHolds
from calls.rules.vocabulary import Outcome
from calls.tests.make import finish_call, open_call
from orders.rules.details import Detail
from orders.rules.order import Typed
from orders.tests.make import make_draft
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
LATER = DeskSettings().lease


@pytest.fixture
def lost(coordinator: User, noon: dt.datetime) -> Call:
    call = open_call(coordinator, noon)
    save_notes(call_id=call.pk, text="wants 4 gloves", known_version=0, by=coordinator, at=noon)
    return call


def test_the_late_outcome_reaches_the_colleague(lost: Call, second_coordinator: User, noon: dt.datetime) -> None:
    at = noon + LATER
    theirs = claim_next(operator=second_coordinator, at=at)
    assert theirs is not None
    save_notes(call_id=theirs.pk, text="rang twice", known_version=0, by=second_coordinator, at=at)
    with pytest.raises(LeaseLost, match="Dev Patel has this customer now"):
        finish_call(lost, Outcome.DORMANT, at, "closing down")
    for _ in range(2):
        hand_over_draft(call_id=lost.pk, by=lost.coordinator, at=at)
    theirs.refresh_from_db()
    assert theirs.notes == (
        "rang twice\nFrom Carol Shaw, 12:05:\nwants 4 gloves\n12:05, too late to save: Dormant. closing down"
    )
    assert theirs.notes_version == 2
    assert theirs.customer.events.filter(sentence__contains="handed notes to Dev Patel").count() == 1


def test_a_card_that_is_still_ones_own_is_not_handed_over(lost: Call, noon: dt.datetime) -> None:
    with pytest.raises(NobodyHolds):
        hand_over_draft(call_id=lost.pk, by=lost.coordinator, at=noon)


def test_nobody_hands_over_for_another(lost: Call, second_coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(Call.DoesNotExist):
        hand_over_draft(call_id=lost.pk, by=second_coordinator, at=noon)


def refused(act: Callable[[], object]) -> str:
    """The sentence of LeaseLost."""
    with pytest.raises(LeaseLost, match="Dev Patel has this customer now") as said:
        act()
    return said.value.sentence


def test_a_late_save_keeps_the_promise_that_was_made(lost: Call, second_coordinator: User, noon: dt.datetime) -> None:
    at = noon + LATER
    claim_next(operator=second_coordinator, at=at)
    promise = Promise(at + HOUR, at + 2 * HOUR, False, "the gloves")
    held: dict[str, Any] = {"call_id": lost.pk, "token": lost.lease_token, "by": lost.coordinator, "at": at}
    saving = partial(save_outcome, outcome=Outcome.PROMISE, words="after lunch", promise=promise)
    refused(partial(saving, **held))
    lost.refresh_from_db()
    assert lost.notes.endswith(
        "Ring back at a time. after lunch Promised to ring on Tue 24 Nov between 13:05 and 14:05: the gloves"
    )


def test_what_is_typed_into_the_pad_too_late_stands_in_the_notes(
    lost: Call, second_coordinator: User, noon: dt.datetime
) -> None:
    at, tea = noon + LATER, make_product(name="Tea")
    claim_next(operator=second_coordinator, at=at)
    typed, noted = [Typed(tea.pk, 5, 0)], [Noted(tea.pk, "no lids", "")]
    held: dict[str, Any] = {"call_id": lost.pk, "token": lost.lease_token, "by": lost.coordinator, "at": at}
    for _ in range(2):
        said = refused(partial(type_quantities, typed=typed, noted=noted, **held))
    assert "What you typed is kept in the notes of your call" in said
    lost.refresh_from_db()
    assert lost.notes == "wants 4 gloves\n12:05, too late to save: 5 × Tea; Tea: “no lids”"


def test_what_is_answered_too_late_stands_in_the_notes(lost: Call, second_coordinator: User, noon: dt.datetime) -> None:
    at = noon + LATER
    order = make_draft(by=lost.coordinator, at=noon, customer=lost.customer)
    claim_next(operator=second_coordinator, at=at)
    typed = {
        "ordered_by": Detail(lost.customer.contacts.get().pk),
        "delivery_on": Detail(dt.date(2026, 11, 26)),
        "purchase_order_number": Detail(""),
        "note": Detail("back door"),
    }
    held: dict[str, Any] = {"call_id": lost.pk, "token": lost.lease_token, "by": lost.coordinator, "at": at}
    refused(partial(keep_details, order_id=order.pk, typed=typed, **held))
    lost.refresh_from_db()
    said = "Ordered by: Sam Field; Delivery: Thu 26 November 2026; Note for the delivery: back door"
    assert lost.notes.endswith(f"too late to save: {said}")


def test_a_card_number_is_not_kept_and_not_promised(lost: Call, second_coordinator: User, noon: dt.datetime) -> None:
    at = noon + LATER
    order = make_draft(by=lost.coordinator, at=noon, customer=lost.customer)
    claim_next(operator=second_coordinator, at=at)
    held: dict[str, Any] = {"call_id": lost.pk, "token": lost.lease_token, "by": lost.coordinator, "at": at}
    typed = {"note": Detail("4111 1111 1111 1111")}
    assert "kept" not in refused(partial(keep_details, order_id=order.pk, typed=typed, **held))
    lost.refresh_from_db()
    assert lost.notes == "wants 4 gloves"


def test_a_lost_card_offers_to_hand_its_notes_over(
    coordinator_client: Client, second_coordinator: User, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon)
    Call.objects.filter(pk=call.pk).update(notes="wants gloves")
    at = noon + DeskSettings().lease
    theirs = claim_next(operator=second_coordinator, at=at)
    assert theirs is not None
    with time_machine.travel(at, tick=False):
        assert "Hand my notes" in coordinator_client.get(reverse("calls:call", args=[call.pk])).text
        page = coordinator_client.post(reverse("calls:hand-draft", args=[call.pk]), follow=True)
    assert "Dev Patel has your notes" in page.text
    theirs.refresh_from_db()
    assert theirs.notes == "From Carol Shaw, 12:05:\nwants gloves"
