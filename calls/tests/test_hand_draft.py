"""What was written at a card that a colleague has by now is handed to them, once, and nothing is lost."""

import datetime as dt

import pytest

from calls.actions import claim_next, save_notes
from calls.actions.hand_over_draft import hand_over_draft
from calls.models import Call, DeskSettings
from calls.rules.refusals import LeaseLost, NobodyHolds
from calls.rules.vocabulary import Outcome
from calls.tests.make import finish_call, open_call
from staff.models import User

pytestmark = pytest.mark.django_db

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
