"""Each dialling is asked for again and written down before the telephone rings."""

import datetime as dt

import pytest
from django.test import override_settings

from calls.actions import claim_next
from calls.delivery import dial
from calls.models import Attempt, Call
from calls.rules.refusals import LeaseLost, MayNotRing
from calls.rules.vocabulary import Direction, Outcome
from calls.telephony import Dialling, DiallingFailed
from calls.tests.make import finish_call, make_callback
from calls.tests.test_missed import missed_at
from staff.models import User

pytestmark = pytest.mark.django_db


class BrokenDialler:
    """A telephone system that is down; what it was asked shows that the attempt was there before."""

    def dial(self, dialling: Dialling) -> str:
        assert Attempt.objects.filter(number=dialling.number).exists()
        raise DiallingFailed("The telephone system does not answer. Dial by hand.")


def dial_at(call: Call, at: dt.datetime) -> Attempt:
    assert call.line_id is not None
    return dial(call_id=call.pk, line_id=call.line_id, token=call.lease_token, by=call.coordinator, at=at)


def test_an_attempt_is_logged_with_the_rules_that_allowed_it(call: Call, noon: dt.datetime) -> None:
    attempt = dial_at(call, noon)
    attempt.refresh_from_db()
    assert (attempt.call, attempt.dialled_at) == (call, noon)
    assert attempt.ruleset
    assert attempt.reference == f"by-hand-attempt-{attempt.pk}"


def test_a_double_press_is_one_attempt(call: Call, noon: dt.datetime) -> None:
    assert dial_at(call, noon) == dial_at(call, noon + dt.timedelta(seconds=2))
    assert dial_at(call, noon + dt.timedelta(minutes=1)).pk != Attempt.objects.earliest("pk").pk


def test_the_gate_is_asked_again(call: Call, noon: dt.datetime) -> None:
    call.customer.lines.update(do_not_call_at=noon)
    with pytest.raises(MayNotRing, match="not to ring this number"):
        dial_at(call, noon)
    assert not Attempt.objects.exists()


def test_a_customer_that_was_lost_is_not_dialled(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    later = noon + dt.timedelta(minutes=10)
    claim_next(operator=second_coordinator, at=later)
    with pytest.raises(LeaseLost):
        dial_at(call, later)


def test_the_attempt_is_the_first_one_of_the_promise(call: Call, noon: dt.datetime) -> None:
    promise = make_callback(call.customer, owner=call.coordinator, at=noon)
    dial_at(call, noon)
    promise.refresh_from_db()
    assert promise.first_attempt_at == noon


@override_settings(DIALLER="calls.tests.test_dial.BrokenDialler")
def test_a_telephone_system_that_is_down_is_said(call: Call, noon: dt.datetime) -> None:
    dial_at(call, noon)
    assert Attempt.objects.get().failed_because == "The telephone system does not answer. Dial by hand."


@override_settings(DIALLER="calls.tests.test_dial.BrokenDialler")
def test_a_dialling_that_the_telephone_refused_keeps_no_promise(call: Call, noon: dt.datetime) -> None:
    promise = make_callback(call.customer, owner=call.coordinator, at=noon)
    dial_at(call, noon)
    finish_call(call, Outcome.LINE_FAILED, noon + dt.timedelta(minutes=1))
    promise.refresh_from_db()
    assert promise.first_attempt_at is None


def test_what_another_dialling_kept_stays_kept(call: Call, noon: dt.datetime) -> None:
    promise = make_callback(call.customer, owner=call.coordinator, at=noon)
    with override_settings(DIALLER="calls.tests.test_dial.BrokenDialler"):
        dial_at(call, noon)
    dial_at(call, noon + dt.timedelta(minutes=1))
    promise.refresh_from_db()
    assert promise.first_attempt_at == noon + dt.timedelta(minutes=1)


@override_settings(DIALLER="calls.tests.test_dial.BrokenDialler")
def test_dialled_by_hand_after_a_refusal_it_was_tried(call: Call, noon: dt.datetime) -> None:
    promise = make_callback(call.customer, owner=call.coordinator, at=noon)
    dial_at(call, noon)
    finish_call(call, Outcome.NO_ANSWER, noon + dt.timedelta(minutes=2))
    promise.refresh_from_db()
    assert promise.first_attempt_at == noon


@override_settings(DIALLER="calls.tests.test_dial.BrokenDialler")
def test_a_missed_call_is_not_returned_by_it(call: Call, noon: dt.datetime) -> None:
    row = missed_at(noon, call.coordinator, call.customer)
    dial_at(call, noon)
    row.refresh_from_db()
    assert row.first_attempt_at is None


def rang_at(call: Call) -> list[dt.datetime]:
    return list(Attempt.objects.made().filter(call=call).values_list("dialled_at", flat=True))


def test_a_call_by_another_telephone_is_an_attempt_from_when_the_card_was_opened(call: Call, noon: dt.datetime) -> None:
    finish_call(call, Outcome.NO_ANSWER, noon + dt.timedelta(minutes=3))
    assert rang_at(call) == [call.opened_at]


def test_a_call_that_was_dialled_is_no_attempt_more(call: Call, noon: dt.datetime) -> None:
    dial_at(call, noon + dt.timedelta(minutes=1))
    finish_call(call, Outcome.NO_ANSWER, noon + dt.timedelta(minutes=3))
    assert rang_at(call) == [noon + dt.timedelta(minutes=1)]


@override_settings(DIALLER="calls.tests.test_dial.BrokenDialler")
@pytest.mark.parametrize(("outcome", "times"), [(Outcome.NO_ANSWER, 1), (Outcome.LINE_FAILED, 0)])
def test_of_a_refused_dialling_only_what_was_rung_by_hand_counts(
    call: Call, noon: dt.datetime, outcome: Outcome, times: int
) -> None:
    dial_at(call, noon)
    finish_call(call, outcome, noon + dt.timedelta(minutes=2))
    assert len(rang_at(call)) == times


def test_who_rang_us_was_not_rung(call: Call, noon: dt.datetime) -> None:
    call.direction = Direction.INBOUND
    call.save(update_fields=["direction"])
    finish_call(call, Outcome.ENOUGH_STOCK, noon + dt.timedelta(minutes=2))
    assert not rang_at(call)
