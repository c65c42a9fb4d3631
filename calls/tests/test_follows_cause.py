"""What stands in the queue asks for the place that its cause asks for now."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from calls.actions import change_settings, claim_next, fill
from calls.actions.exceptions import close_customer_for, leave_out_call, reopen_customer, withdraw_exception
from calls.actions.handover import offer_hand_over, take_hand_over
from calls.actions.occurrences import lay_out
from calls.models import Callback, HandOver, QueueEntry, QueueReason, Schedule
from calls.rules.vocabulary import EntryEnd, Level, Outcome
from calls.tests.make import finish_call, make_callback, make_schedule
from calls.tests.test_fill import make_enquiry, make_order
from customers.tests.make import make_reachable_customer
from orders.actions.enquiry import move_enquiry
from orders.models import Order
from orders.rules import OrderState
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


def entry_at(at: dt.datetime) -> QueueEntry:
    fill(day=at.date(), at=at)
    return QueueEntry.objects.open().get()


@pytest.fixture
def schedule(coordinator: User, noon: dt.datetime) -> Schedule:
    """Carol's, with the cut-off at four, in the queue since noon."""
    schedule = make_schedule(make_reachable_customer(), cut_off=dt.time(16), owner=coordinator)
    entry_at(noon)
    return schedule


def change(schedule: Schedule, at: dt.datetime, **fields: Any) -> None:
    Schedule.objects.filter(pk=schedule.pk).update(**fields)
    lay_out(schedule_ids=[schedule.pk], at=at)


def test_the_clocks_of_a_schedule_that_was_changed_today(schedule: Schedule, noon: dt.datetime) -> None:
    change(schedule, noon, window_from=dt.time(13), cut_off=dt.time(15, 30))
    entry = entry_at(noon + MINUTE)
    assert (entry.ready_at, entry.due_at, entry.pool_at) == (noon + HOUR, noon + 3.5 * HOUR, noon + 2.5 * HOUR)


def test_its_owner(schedule: Schedule, second_coordinator: User, noon: dt.datetime) -> None:
    change(schedule, noon, owner=second_coordinator)
    assert entry_at(noon + MINUTE).owner == second_coordinator


def test_what_was_handed_over_stays_with_the_taker(
    schedule: Schedule, coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    entry = QueueEntry.objects.get()
    made = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Fair", by=coordinator, at=noon)
    take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)
    change(schedule, noon, cut_off=dt.time(15))
    entry = entry_at(noon + MINUTE)
    assert (entry.owner, entry.due_at) == (second_coordinator, noon + 3 * HOUR)


def test_a_promise_that_is_handed_over_is_the_takers(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    entry = entry_at(noon)
    made = offer_hand_over(entry_id=entry.pk, taker=second_coordinator, reason="Fair", by=coordinator, at=noon)
    take_hand_over(hand_over_id=made.pk, by=second_coordinator, at=noon)
    assert Callback.objects.get().owner == second_coordinator
    assert entry_at(noon + MINUTE).owner == second_coordinator
    assert HandOver.objects.get().giver == coordinator


@pytest.mark.usefixtures("schedule")
@pytest.mark.parametrize(
    ("name", "value", "column", "moved"),
    [
        ("handling_minutes", 16, "rank", -600.0),
        ("shared_before_cut_off_minutes", 90, "pool_at", -30 * MINUTE),
        ("shared_before_cut_off_minutes", 30, "pool_at", 30 * MINUTE),
    ],
)
def test_the_desks_settings(name: str, value: int, column: str, moved: Any, director: User, noon: dt.datetime) -> None:
    before = getattr(QueueEntry.objects.get(), column)
    change_settings(values={name: value}, seen_version=0, by=director, at=noon)
    assert getattr(entry_at(noon + MINUTE), column) - before == moved


def test_a_retry_goes_on_waiting(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    finish_call(call, Outcome.NO_ANSWER, noon)
    change(schedule, noon, cut_off=dt.time(15, 30))
    entry = entry_at(noon + MINUTE)
    assert (entry.ready_at, entry.due_at) == (noon + 2 * HOUR, noon + 3.5 * HOUR)


def test_an_enquiry_that_has_time_again_leaves_and_comes_back(coordinator: User, noon: dt.datetime) -> None:
    enquiry = make_enquiry(make_reachable_customer(), coordinator, noon + HOUR / 2)
    entry = entry_at(noon)
    move_enquiry(enquiry_id=enquiry.pk, owner=coordinator, due_at=noon + 4 * HOUR, by=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    entry.refresh_from_db()
    assert entry.closed_as == EntryEnd.WITHDRAWN
    assert entry_at(noon + 3.5 * HOUR).due_at == noon + 4 * HOUR


def test_an_enquiry_that_is_moved_is_the_other_persons_by_the_other_time(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    enquiry = make_enquiry(make_reachable_customer(), coordinator, noon + HOUR / 2)
    entry_at(noon)
    move_enquiry(enquiry_id=enquiry.pk, owner=second_coordinator, due_at=noon + HOUR / 4, by=coordinator, at=noon)
    entry = entry_at(noon)
    assert (entry.level, entry.owner, entry.due_at) == (Level.BREACHING, second_coordinator, noon + HOUR / 4)


@pytest.mark.usefixtures("schedule")
def test_filling_again_touches_nothing(noon: dt.datetime) -> None:
    before = written()
    entry_at(noon + MINUTE)
    assert written() == before


def written() -> list[tuple[str, ...]]:
    """Where each row of the queue lies: a row that is written anew lies elsewhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM calls_queueentry UNION ALL SELECT ctid::text FROM calls_queuereason")
        return list(cursor.fetchall())


def test_a_cause_hangs_once_on_an_entry_that_stays_open_overnight(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    entry_at(noon)
    entry = entry_at(noon + DAY)
    assert entry.reasons.count() == 1


def test_an_order_before_the_day_does_not_end_the_call_of_an_old_entry(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    old = make_callback(customer, owner=coordinator, at=noon - 10 * DAY)
    entry_at(noon - 10 * DAY)
    make_order(customer, coordinator, noon - 7 * DAY, delivery_on=noon.date() - 6 * DAY)
    make_schedule(customer)
    assert entry_at(noon).reasons.filter(schedule__isnull=False).exists()
    assert fill(day=noon.date(), at=noon + MINUTE) == 0
    assert QueueReason.objects.filter(callback=old).count() == 1


@pytest.mark.parametrize(("hours", "comes_back"), [(2, True), (4, False)])
def test_whose_order_is_cancelled_is_rung_after_all_while_another_makes_the_delivery(
    schedule: Schedule, coordinator: User, noon: dt.datetime, hours: int, comes_back: bool
) -> None:
    order = make_order(schedule.customer, coordinator, noon + MINUTE)
    fill(day=noon.date(), at=noon + HOUR)
    assert QueueEntry.objects.get().closed_as == EntryEnd.ALREADY_ORDERED
    at = noon + hours * HOUR
    Order.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED, cancelled_at=at)
    fill(day=noon.date(), at=at)
    fill(day=noon.date(), at=at + MINUTE)
    assert QueueEntry.objects.open().filter(level=Level.SCHEDULED).exists() is comes_back


def test_a_call_left_out_by_mistake_comes_back_on_the_same_day(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    day = noon.date()
    who: dict[str, Any] = {"schedule_id": schedule.pk, "on": day, "by": coordinator}
    leave_out_call(words="Stocktaking", at=noon, **who)
    fill(day=day, at=noon + MINUTE)
    assert QueueEntry.objects.get().closed_as == EntryEnd.WITHDRAWN
    withdraw_exception(at=noon + 2 * MINUTE, **who)
    assert entry_at(noon + 3 * MINUTE).level == Level.SCHEDULED


def test_a_closure_taken_back_brings_the_call_of_the_day_back(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    day, customer_id = noon.date(), schedule.customer_id
    closure = close_customer_for(
        customer_id=customer_id, from_on=day, until_on=day, words="Flood", by=coordinator, at=noon
    )
    fill(day=day, at=noon + MINUTE)
    assert not QueueEntry.objects.open().exists()
    reopen_customer(customer_id=customer_id, closure_id=closure.pk, by=coordinator, at=noon + MINUTE)
    assert entry_at(noon + 2 * MINUTE).level == Level.SCHEDULED


def test_an_order_for_next_month_does_not_stand_for_todays_call(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    make_order(schedule.customer, coordinator, noon, delivery_on=noon.date() + 30 * DAY)
    assert fill(day=noon.date(), at=noon) == 1


def test_a_call_of_a_day_without_a_filling_comes_up_while_an_order_still_makes_it(
    coordinator: User, noon: dt.datetime
) -> None:
    tuesdays: dict[str, Any] = {"weekdays": [1], "delivery_after_days": 2}
    kept = make_schedule(make_reachable_customer(), cut_off_after_days=2, **tuesdays)
    make_schedule(make_reachable_customer(), **tuesdays)
    entry = entry_at(noon + DAY)
    assert (entry.customer, entry.due_at) == (kept.customer, noon + 2 * DAY + 3 * HOUR)
    assert QueueReason.objects.get().due_on == noon.date()
    assert fill(day=noon.date() + DAY, at=noon + DAY + MINUTE) == 0


def test_whose_cut_off_has_passed_keeps_nobody_from_a_call_that_is_of_use(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    make_schedule(make_reachable_customer(), cut_off=dt.time(17), owner=coordinator)
    for at, comes_first in ((noon, True), (noon + 5 * HOUR - MINUTE, False)):
        fill(day=noon.date(), at=at)
        head = QueueEntry.objects.open().in_order()[0]
        assert (head.customer == schedule.customer) is comes_first


def test_who_was_left_yesterday_and_is_due_today_stands_for_today(schedule: Schedule, noon: dt.datetime) -> None:
    entry = entry_at(noon + DAY)
    assert entry.due_at == noon + DAY + 4 * HOUR
    assert entry.reasons.count() == 2
