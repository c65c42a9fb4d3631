"""Filling pulls what is due, leaves out who is not to be rung, and may be done as often as anybody likes."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from calls.actions import claim_next, fill
from calls.actions.exceptions import move_call
from calls.actions.ranking import propose_candidates
from calls.models import Candidate, DeskSettings, QueueEntry, QueueReason
from calls.rules import rank
from calls.rules.schedule import moment
from calls.rules.vocabulary import EntryEnd, Level, Outcome
from calls.tests.make import finish_call, make_callback, make_schedule, open_call
from customers.models import Customer
from customers.rules.vocabulary import CustomerKind, CustomerStatus
from customers.tests.make import make_customer, make_reachable_customer
from orders.models import Enquiry, Order
from orders.rules import OrderState
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def fill_at(at: dt.datetime) -> int:
    return fill(day=at.date(), at=at)


def make_order(customer: Customer, by: User, at: dt.datetime, **overrides: Any) -> Order:
    fields: dict[str, Any] = {
        "number": f"T-{uuid4().hex[:8]}",
        "state": OrderState.CONFIRMED,
        "opened_at": at,
        "edited_at": at,
        "confirmed_at": at,
    }
    return Order.objects.create(customer=customer, taken_by=by, **fields | overrides)


def make_enquiry(customer: Customer, owner: User, due_at: dt.datetime) -> Enquiry:
    return Enquiry.objects.create(
        key=uuid4(),
        customer=customer,
        kind="price",
        words="gloves?",
        owner=owner,
        recorded_by=owner,
        received_at=due_at - DAY,
        due_at=due_at,
    )


def test_a_schedule_brings_a_customer_up_with_its_cut_off(noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    assert fill_at(noon) == 1
    entry = QueueEntry.objects.get()
    assert (entry.customer, entry.level) == (schedule.customer, Level.SCHEDULED)
    assert entry.due_at == noon + 3 * HOUR
    assert entry.ready_at == noon - 3 * HOUR


def test_filling_again_adds_nothing(noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer())
    fill_at(noon)
    assert fill_at(noon + dt.timedelta(minutes=1)) == 0
    assert QueueReason.objects.count() == 1


def test_a_call_that_is_done_does_not_come_back_the_same_day(noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer())
    fill_at(noon)
    QueueEntry.objects.update(closed_at=noon, closed_as=EntryEnd.CALLED)
    assert fill_at(noon + HOUR) == 0
    assert fill_at(noon + DAY) == 1


def test_two_causes_are_one_entry_in_the_better_place(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_schedule(customer)
    fill_at(noon)
    make_callback(customer, owner=coordinator, at=noon + HOUR)
    fill_at(noon)
    entry = QueueEntry.objects.get()
    assert entry.reasons.count() == 2
    assert (entry.level, entry.ready_at) == (Level.SCHEDULED, noon - 3 * HOUR)
    fill_at(noon + HOUR)
    entry.refresh_from_db()
    assert (entry.level, entry.owner, entry.ready_at) == (Level.PROMISE, coordinator, noon + HOUR)


def test_a_waiting_retry_is_not_brought_forward(coordinator: User, noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer(), cut_off=dt.time(16, 30))
    fill_at(noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    finish_call(call, Outcome.NO_ANSWER, noon)
    fill_at(noon)
    assert QueueEntry.objects.get().ready_at == noon + 2 * HOUR


def test_a_card_that_is_open_is_left_to_its_call(coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon)
    make_callback(call.customer, owner=coordinator, at=noon)
    fill_at(noon)
    assert call.entry is not None
    assert QueueEntry.objects.get().ready_at > noon


def test_a_promise_of_last_night_is_found_by_a_worker_that_was_down(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon - 2 * DAY)
    assert fill_at(noon) == 1
    assert QueueEntry.objects.get().ready_at < noon


def test_the_promise_of_somebody_who_left_is_everybodys_at_once(coordinator: User, noon: dt.datetime) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    fill_at(noon)
    entry = QueueEntry.objects.get()
    assert (entry.owner, entry.pool_at) == (None, noon)


def test_an_enquiry_about_to_breach_comes_first_of_all(coordinator: User, noon: dt.datetime) -> None:
    make_enquiry(make_reachable_customer(), coordinator, noon + dt.timedelta(minutes=30))
    make_enquiry(make_reachable_customer(), coordinator, noon + 2 * HOUR)
    fill_at(noon)
    assert list(QueueEntry.objects.values_list("level", flat=True)) == [Level.BREACHING]


def test_a_prospect_rests_after_a_call(coordinator: User, noon: dt.datetime) -> None:
    prospect = make_reachable_customer(kind=CustomerKind.PROSPECT)
    prospect.calls.create(
        coordinator=coordinator, lease_token=1, opened_at=noon, saved_at=noon, outcome=Outcome.NO_ANSWER
    )
    propose_candidates(at=noon + 13 * DAY)
    assert fill_at(noon + 13 * DAY) == 0
    propose_candidates(at=noon + 15 * DAY)
    assert fill_at(noon + 15 * DAY) == 1


@pytest.mark.parametrize("status", [CustomerStatus.CLOSED, CustomerStatus.ON_STOP])
def test_who_is_closed_or_on_stop_is_not_brought_up_to_sell(noon: dt.datetime, status: CustomerStatus) -> None:
    make_schedule(make_reachable_customer(status=status))
    assert fill_at(noon) == 0


def test_who_has_no_number_that_may_be_rung_is_left_out(noon: dt.datetime) -> None:
    stopped = make_reachable_customer()
    stopped.lines.update(do_not_call_at=noon)
    for customer in (stopped, make_customer()):
        make_schedule(customer)
    assert fill_at(noon) == 0


def test_who_has_ordered_for_that_delivery_is_left_out(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(), delivery_after_days=1)
    make_order(schedule.customer, coordinator, noon - 3 * DAY, delivery_on=(noon + DAY).date())
    assert fill_at(noon) == 0


def test_an_order_that_comes_in_takes_the_entry_out(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill_at(noon)
    make_order(schedule.customer, coordinator, noon + HOUR)
    fill_at(noon + 2 * HOUR)
    assert QueueEntry.objects.get().closed_as == EntryEnd.ALREADY_ORDERED


def test_an_account_that_closes_leaves_the_queue(noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill_at(noon)
    Customer.objects.filter(pk=schedule.customer_id).update(status=CustomerStatus.CLOSED)
    fill_at(noon)
    assert QueueEntry.objects.get().closed_as == EntryEnd.CUSTOMER_CLOSED


def test_an_account_closed_by_mistake_is_rung_for_what_was_due(coordinator: User, noon: dt.datetime) -> None:
    customer = make_schedule(make_reachable_customer()).customer
    make_callback(customer, owner=coordinator, at=noon)
    for status, due in ((CustomerStatus.ACTIVE, 2), (CustomerStatus.CLOSED, 0), (CustomerStatus.ACTIVE, 2)):
        Customer.objects.filter(pk=customer.pk).update(status=status)
        assert fill_at(noon) == due
    assert QueueEntry.objects.open().get().reasons.count() == 2


def test_an_entry_whose_only_cause_is_gone_is_withdrawn(coordinator: User, noon: dt.datetime) -> None:
    callback = make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    fill_at(noon)
    type(callback).objects.update(closed_at=noon)
    fill_at(noon)
    assert QueueEntry.objects.get().closed_as == EntryEnd.WITHDRAWN


def test_the_reason_knows_what_they_usually_buy(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    for weeks, net in ((1, 100), (2, 200), (3, 300), (4, 200), (5, 200)):
        make_order(
            schedule.customer, coordinator, noon - 7 * weeks * DAY - DAY * (weeks == 1), net_total=net, gross_total=net
        )
    fill_at(noon)
    reason = QueueReason.objects.get()
    assert reason.usual_total == Decimal("225.00")
    assert reason.expected_on == noon.date() - DAY


@pytest.mark.parametrize(
    "day", [dt.date(2026, 3, 27), dt.date(2026, 3, 30), dt.date(2026, 10, 23), dt.date(2026, 10, 26)]
)
def test_the_wall_clock_holds_on_both_sides_of_a_clock_change(day: dt.date) -> None:
    schedule = make_schedule(make_reachable_customer(), at=moment(day, dt.time(8)))
    fill(day=day, at=moment(day, dt.time(8)))
    entry = QueueEntry.objects.get()
    assert entry.ready_at == moment(day, schedule.window_from)
    assert entry.due_at == moment(day, schedule.cut_off)


def test_the_ranks_in_sql_are_those_of_the_rules(coordinator: User, noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer())
    make_schedule(make_reachable_customer(), cut_off=dt.time(11))
    exact = make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    loose = make_callback(make_reachable_customer(), owner=coordinator, at=noon, is_exact=False)
    enquiry = make_enquiry(make_reachable_customer(), coordinator, noon)
    make_reachable_customer(kind=CustomerKind.PROSPECT)
    propose_candidates(at=noon)
    fill_at(noon)
    assert list(QueueEntry.objects.in_order().values_list("level", "rank")) == [
        (0, rank.breaching(enquiry.due_at)),
        (1, rank.promised(exact.window_until, is_exact=True)),
        (1, rank.promised(loose.window_until, is_exact=False)),
        (2, rank.scheduled(noon + 3 * HOUR, noon + 5 * HOUR, DeskSettings().handling, at=noon)),
        (2, rank.scheduled(noon - HOUR, noon + 5 * HOUR, DeskSettings().handling, at=noon)),
        (5, Candidate.objects.get().rank),
    ]


def test_a_promise_is_shared_when_the_rules_say(coordinator: User, noon: dt.datetime) -> None:
    long = make_callback(
        make_reachable_customer(), owner=coordinator, at=noon, is_exact=False, window_until=noon + 4 * HOUR
    )
    short = make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    fill_at(noon)
    grace = dt.timedelta(minutes=15)
    for callback in (long, short):
        wanted = rank.promise_shared_from(callback.window_from, callback.window_until, grace)
        assert QueueReason.objects.get(callback=callback).pool_at == wanted


def test_a_call_that_is_moved_away_leaves_the_queue(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    fill_at(noon)
    tomorrow = noon.date() + DAY
    move_call(schedule_id=schedule.pk, on=noon.date(), to=tomorrow, words="Not in today", by=coordinator, at=noon)
    fill_at(noon)
    assert QueueEntry.objects.get().closed_as == EntryEnd.MOVED
    assert fill_at(noon + DAY) == 1


def test_who_has_ordered_for_the_delivery_after_the_weekend_is_left_out(coordinator: User, noon: dt.datetime) -> None:
    friday, monday = noon + 3 * DAY, noon.date() + 6 * DAY
    schedule = make_schedule(make_reachable_customer(), weekdays=[4])
    make_order(schedule.customer, coordinator, noon, delivery_on=monday)
    assert fill_at(friday) == 0
