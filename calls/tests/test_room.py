"""What a new promise is checked against: who is in and not with a customer, and all that is promised already."""

import datetime as dt
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from calls.actions import promise_callback
from calls.actions.room import room_between
from calls.models import Call, DeskSettings
from calls.reports import free_times_for
from calls.rules.capacity import NoRoom, Room
from calls.rules.promise import Promise
from calls.tests.make import make_appointment, make_callback
from customers.models import ServiceTask
from customers.tests.make import make_customer
from orders.models import Quote
from orders.tests.make import make_sent_quote
from promotions.tests.make import make_product
from staff.models import User
from staff.rules.attendance import Span

pytestmark = pytest.mark.django_db
HOUR, MINUTE, DAY = dt.timedelta(hours=1), dt.timedelta(minutes=1), dt.timedelta(days=1)


def make_news(due_at: dt.datetime) -> ServiceTask:
    opened_at = due_at - 3 * HOUR
    return ServiceTask.objects.create(
        key=str(uuid4()), customer=make_customer(), about="order 1", words="late", opened_at=opened_at, due_at=due_at
    )


def room_on(owner: User, start: dt.datetime, at: dt.datetime) -> Room:
    return room_between(start, start + 15 * MINUTE, settings=DeskSettings.objects.in_force(), owner=owner, at=at)


def promise(call: Call, start: dt.datetime, at: dt.datetime) -> None:
    what = Promise(start, start + 15 * MINUTE, True, "")
    promise_callback(call=call, promise=what, by=call.coordinator, at=at)


def test_who_is_with_a_customer_is_not_at_the_desk(call: Call, noon: dt.datetime) -> None:
    make_appointment(call.coordinator, noon + 2 * HOUR)
    with pytest.raises(NoRoom, match="Nobody is at the desk then"):
        promise(call, noon + 2 * HOUR, noon)
    promise(call, noon + 3 * HOUR, noon)


def test_a_cancelled_appointment_keeps_nobody(call: Call, noon: dt.datetime) -> None:
    make_appointment(call.coordinator, noon + 2 * HOUR, cancelled_at=noon, cancel_reason="ill")
    promise(call, noon + 2 * HOUR, noon)


def test_a_colleague_who_stays_can_keep_it(call: Call, second_coordinator: User, noon: dt.datetime) -> None:
    make_appointment(call.coordinator, noon + 2 * HOUR)
    promise(call, noon + 2 * HOUR, noon)


def test_the_times_offered_lie_outside_of_it(call: Call, noon: dt.datetime) -> None:
    make_appointment(call.coordinator, noon + 2 * HOUR)
    found = free_times_for(
        customer=call.customer, owner=call.coordinator, after=noon + 2 * HOUR, is_exact=True, at=noon
    )
    assert found[0].promise.window_from == noon + 3 * HOUR


def test_news_and_quotes_of_the_day_are_counted(coordinator: User, noon: dt.datetime) -> None:
    make_news(noon + 4 * HOUR)
    make_news(noon + DAY)
    make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1})
    Quote.objects.update(follow_up_on=noon.date())
    assert room_on(coordinator, noon + HOUR, noon).errands == {noon.date(): 2}


def test_what_is_overdue_is_for_today(coordinator: User, noon: dt.datetime) -> None:
    make_news(noon - DAY)
    assert room_on(coordinator, noon + DAY, noon).errands == {noon.date(): 1}


def test_of_a_promise_for_a_stretch_of_the_day_what_is_left_counts(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_customer(), owner=coordinator, at=noon - HOUR, window_until=noon + 5 * HOUR, is_exact=False)
    assert room_on(coordinator, noon + HOUR, noon).promised == (Span(noon, noon + 5 * HOUR),)


def test_a_promise_that_is_late_is_for_today(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_customer(), owner=coordinator, at=noon - DAY)
    room = room_on(coordinator, noon + HOUR, noon)
    assert (room.promised, room.errands) == ((), {noon.date(): 1})


def test_a_day_that_is_full_of_them_takes_no_promise(call: Call, noon: dt.datetime) -> None:
    for _ in range(25):
        make_news(noon + 5 * HOUR)
    with pytest.raises(NoRoom, match="25 calls are promised for that day already"):
        promise(call, noon + 2 * HOUR, noon)
    promise(call, noon + DAY, noon)


def test_it_asks_no_more_for_more(
    call: Call, noon: dt.datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def ask() -> None:
        room_on(call.coordinator, noon + HOUR, noon)

    with django_assert_num_queries(9):
        ask()
    for n in range(20):
        make_news(noon + HOUR)
        make_appointment(call.coordinator, noon + n * DAY)
        make_callback(call.customer, owner=call.coordinator, at=noon + HOUR)
    with django_assert_num_queries(9):
        ask()
