"""Two customers who share a number are never rung at once, on whichever list they stand."""

import datetime as dt
from functools import partial

import pytest

from calls.actions import claim_next, renew, take_customer
from calls.actions.dial import log_attempt
from calls.models import Call, DeskSettings, LeasedNumber, QueueEntry
from calls.rules.refusals import CustomerHeld
from calls.rules.vocabulary import Direction, Level, Outcome
from calls.tests.at_once import at_once
from calls.tests.make import finish_call, make_entry
from customers.models import Customer
from customers.tests.make import make_customer, make_line
from staff.models import User
from staff.tests.make import make_user

LEASE = DeskSettings().lease
MINUTE = dt.timedelta(minutes=1)
SHARED = "+441134960077"


def sharing_customer(at: dt.datetime, **overrides: object) -> Customer:
    """One more customer at the shared number, ready to be rung."""
    customer = make_customer()
    make_line(customer, number=SHARED)
    make_entry(at=at, customer=customer, **overrides)
    return customer


def claimed(operator: User, at: dt.datetime) -> Call:
    call = claim_next(operator=operator, at=at)
    assert call is not None
    return call


@pytest.mark.django_db
def test_the_other_customer_waits_until_the_number_is_free(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    sharing_customer(noon)
    other = sharing_customer(noon, level=Level.PROMISE)
    first = claimed(coordinator, noon)
    assert first.customer == other
    assert claim_next(operator=second_coordinator, at=noon) is None
    renew(call_id=first.pk, token=first.lease_token, by=coordinator, at=noon + 4 * MINUTE)
    assert claim_next(operator=second_coordinator, at=noon + LEASE) is None
    assert claimed(second_coordinator, noon + 4 * MINUTE + LEASE)


@pytest.mark.django_db
def test_a_saved_outcome_frees_the_number(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    for _ in range(2):
        sharing_customer(noon)
    call = claimed(coordinator, noon)
    finish_call(call, Outcome.DORMANT, noon + MINUTE)
    assert claimed(second_coordinator, noon + MINUTE).customer != call.customer


@pytest.mark.django_db
def test_the_holder_of_a_lapsed_lease_goes_on_but_does_not_ring_into_a_colleagues_call(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    sharing_customer(noon)
    call = claimed(coordinator, noon)
    rung = sharing_customer(noon)
    take_customer(
        customer_id=rung.pk, operator=second_coordinator, direction=Direction.OUTBOUND, reason="asked", at=noon + LEASE
    )
    later = noon + LEASE + MINUTE
    renew(call_id=call.pk, token=call.lease_token, by=coordinator, at=later)
    with pytest.raises(CustomerHeld, match=f"Dev Patel holds 0113 496 0077, a number of theirs, for {rung.name}"):
        log_attempt(call_id=call.pk, line_id=call.line_id or 0, token=call.lease_token, by=coordinator, at=later)


@pytest.mark.django_db
def test_a_number_written_down_in_the_call_is_held_when_it_is_dialled(coordinator: User, noon: dt.datetime) -> None:
    entry = make_entry(at=noon)
    call = claimed(coordinator, noon)
    line = make_line(entry.customer, number=SHARED, is_main=False)
    log_attempt(call_id=call.pk, line_id=line.pk, token=call.lease_token, by=coordinator, at=noon + MINUTE)
    assert LeasedNumber.objects.get(number=SHARED).until_at == noon + MINUTE + LEASE


@pytest.mark.django_db
def test_who_rings_us_is_answered_though_their_number_is_with_a_colleague(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    sharing_customer(noon)
    claimed(coordinator, noon)
    caller = sharing_customer(noon)
    taken = take_customer(
        customer_id=caller.pk, operator=second_coordinator, direction=Direction.INBOUND, reason="", at=noon
    )
    assert taken.customer == caller
    assert LeasedNumber.objects.get().holder == coordinator


@pytest.mark.django_db
def test_who_cannot_be_had_leaves_no_number_behind(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    sharing_customer(noon, level=Level.PROMISE)
    claimed(coordinator, noon)
    other = sharing_customer(noon)
    make_line(other, number="+441134960078", is_main=False)
    assert claim_next(operator=second_coordinator, at=noon) is None
    assert list(LeasedNumber.objects.filter(until_at__gt=noon).values_list("number", flat=True)) == [SHARED]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_share_a_number_one_is_rung(noon: dt.datetime) -> None:
    for _ in range(8):
        sharing_customer(noon)
    calls = at_once(*(partial(claim_next, operator=make_user(), at=noon) for _ in range(8)))
    assert len([call for call in calls if isinstance(call, Call)]) == 1
    assert calls.count(None) == 7
    assert QueueEntry.objects.open().count() == 8


@pytest.mark.django_db
def test_a_number_stays_with_the_card_that_was_laid_aside_for_another_customer_who_has_it(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    sharing_customer(noon)
    claimed(coordinator, noon)
    ringing, waiting = make_customer(), sharing_customer(noon)
    make_line(ringing, number=SHARED)
    inbound = take_customer(
        customer_id=ringing.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon
    )
    finish_call(inbound, Outcome.COMPLAINT, noon + MINUTE, words="a wet case")
    assert claim_next(operator=second_coordinator, at=noon + MINUTE) is None
    assert QueueEntry.objects.open().filter(customer=waiting).exists()
