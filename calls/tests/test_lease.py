"""A customer is with one coordinator at a time; a lease lapses by itself, and goes on while nobody takes it."""

import datetime as dt

import pytest

from calls.actions import claim_next, put_back, renew, take_customer
from calls.models import Call, DeskSettings, Lease, QueueEntry
from calls.rules.refusals import CardOpen, CustomerHeld, LeaseLost, ReasonMissing
from calls.rules.vocabulary import Direction
from calls.tests.make import make_entry
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

LEASE = DeskSettings().lease
MINUTE = dt.timedelta(minutes=1)


def renew_at(call: Call, at: dt.datetime) -> Lease:
    return renew(call_id=call.pk, token=call.lease_token, by=call.coordinator, at=at)


def test_renewing_keeps_the_entry_from_others(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    renew_at(call, noon + 4 * MINUTE)
    assert claim_next(operator=second_coordinator, at=noon + LEASE) is None
    assert claim_next(operator=second_coordinator, at=noon + 4 * MINUTE + LEASE) is not None


def test_a_lapsed_lease_goes_on_while_nobody_took_it(call: Call, noon: dt.datetime) -> None:
    assert renew_at(call, noon + 10 * LEASE).until_at == noon + 11 * LEASE


def test_once_taken_over_it_is_lost(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    taken = claim_next(operator=second_coordinator, at=noon + LEASE)
    assert taken is not None
    assert taken.lease_token == call.lease_token + 1
    with pytest.raises(LeaseLost, match="Dev Patel"):
        renew_at(call, noon + LEASE)
    call.refresh_from_db()
    assert call.ended_at == noon + LEASE


def test_whoever_lost_a_card_gets_another_with_next(
    call: Call, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    claim_next(operator=second_coordinator, at=noon + LEASE)
    make_entry(at=noon)
    other = claim_next(operator=coordinator, at=noon + LEASE)
    assert other is not None
    assert other.customer != call.customer


def test_a_page_left_alone_holds_nobody_back(call: Call, noon: dt.datetime) -> None:
    lease = renew(
        call_id=call.pk, token=call.lease_token, by=call.coordinator, at=noon + MINUTE, idle=dt.timedelta(hours=1)
    )
    assert lease.until_at == noon + LEASE


def test_a_customer_with_a_colleague_is_not_taken(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(CustomerHeld, match="Carol Shaw is with this customer, at least until 12:05"):
        take_customer(
            customer_id=call.customer_id,
            operator=second_coordinator,
            direction=Direction.INBOUND,
            reason="",
            at=noon,
        )


def test_one_card_at_a_time(call: Call, noon: dt.datetime) -> None:
    with pytest.raises(CardOpen, match="You still have"):
        take_customer(
            customer_id=make_reachable_customer().pk,
            operator=call.coordinator,
            direction=Direction.OUTBOUND,
            reason="they asked me to",
            at=noon,
        )


def test_taking_the_customer_who_is_open_is_the_same_card(call: Call, noon: dt.datetime) -> None:
    again = take_customer(
        customer_id=call.customer_id, operator=call.coordinator, direction=Direction.INBOUND, reason="", at=noon
    )
    assert again == call


def test_taking_keeps_their_entry_from_the_queue(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    entry = make_entry(at=noon)
    take_customer(customer_id=entry.customer_id, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon)
    assert claim_next(operator=second_coordinator, at=noon) is None


def test_an_entry_made_while_the_card_was_open_waits_for_its_holder(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    customer = make_reachable_customer()
    take_customer(customer_id=customer.pk, operator=coordinator, direction=Direction.INBOUND, reason="", at=noon)
    make_entry(at=noon, customer=customer)
    assert claim_next(operator=second_coordinator, at=noon) is None
    assert QueueEntry.objects.get().ready_at == noon + LEASE


def test_a_card_put_back_is_free_again_with_its_reason(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(ReasonMissing):
        put_back(call_id=call.pk, token=call.lease_token, reason=" ", by=call.coordinator, at=noon)
    put_back(call_id=call.pk, token=call.lease_token, reason="lunch", by=call.coordinator, at=noon)
    put_back(call_id=call.pk, token=call.lease_token, reason="lunch", by=call.coordinator, at=noon)
    assert call.customer.events.count() == 1
    assert claim_next(operator=second_coordinator, at=noon) is None
    assert claim_next(operator=second_coordinator, at=noon + 30 * MINUTE) is not None
