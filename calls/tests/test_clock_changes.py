"""The queue is filled on the very Sundays on which the clocks change."""

import datetime as dt
from uuid import uuid4

import pytest

from calls.actions import fill
from calls.actions.missed import Missed, record_missed
from calls.models import QueueEntry, QueueReason
from calls.rules.inbound import MissedKind
from calls.rules.schedule import moment
from calls.tests.make import make_callback, make_schedule
from customers.tests.make import make_reachable_customer
from orders.models import Quote
from orders.tests.make import make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db

SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)

both = pytest.mark.parametrize("sunday", [SPRING, AUTUMN])


@both
@pytest.mark.parametrize("clock", [dt.time(0, 30), dt.time(23, 30)])
def test_a_promise_belongs_to_its_day_by_the_wall_clock(sunday: dt.date, clock: dt.time, coordinator: User) -> None:
    monday = sunday + DAY
    late, early = moment(sunday, dt.time(23, 30)), moment(monday, dt.time(0, 30))
    for at in (late, early):
        make_callback(make_reachable_customer(), owner=coordinator, at=at.astimezone(dt.UTC))
    assert fill(day=sunday, at=moment(sunday, clock)) == 1
    assert QueueReason.objects.get().callback.window_from == late  # type: ignore[union-attr]  # it is a promise
    assert fill(day=monday, at=moment(monday, dt.time(0, 5))) == 1


@both
def test_a_quote_is_chased_from_nine_by_the_wall_clock(sunday: dt.date, coordinator: User) -> None:
    sent = moment(sunday, dt.time(12)) - 5 * DAY
    make_sent_quote(by=coordinator, at=sent, lines={make_product(): 1}, customer=make_reachable_customer())
    Quote.objects.update(follow_up_on=sunday)
    fill(day=sunday, at=moment(sunday, dt.time(0, 1)))
    entry = QueueEntry.objects.get()
    assert (entry.ready_at, entry.due_at) == (moment(sunday, dt.time(9)), moment(sunday, dt.time(17)))


@both
def test_a_call_missed_in_the_hour_of_the_change_is_returned_on_monday(sunday: dt.date, coordinator: User) -> None:
    arrived = moment(sunday, dt.time(1, 30))
    missed = Missed(MissedKind.CALL, "0113 496 0077", "", arrived)
    customer = make_reachable_customer()
    given = {"key": uuid4(), "missed": missed, "customer_id": customer.pk, "by": coordinator}
    row = record_missed(**given, at=moment(sunday, dt.time(4)))  # type: ignore[arg-type]  # the keywords are its own
    assert row.due_at == moment(sunday + DAY, dt.time(10))
    assert fill(day=sunday, at=moment(sunday, dt.time(12))) == 0
    assert fill(day=sunday + DAY, at=moment(sunday + DAY, dt.time(9, 5))) == 1


@both
def test_filling_on_both_sides_of_the_change_adds_nothing(sunday: dt.date, coordinator: User) -> None:
    make_callback(make_reachable_customer(), owner=coordinator, at=moment(sunday, dt.time(10)).astimezone(dt.UTC))
    change = dt.datetime.combine(sunday, dt.time(1), tzinfo=dt.UTC)
    assert [fill(day=sunday, at=change + n * MINUTE) for n in (-1, 0, 1)] == [1, 0, 0]


@both
def test_nobody_is_in_on_that_sunday_so_a_promise_is_everybodys(sunday: dt.date, coordinator: User) -> None:
    at = moment(sunday, dt.time(10)).astimezone(dt.UTC)
    make_callback(make_reachable_customer(), owner=coordinator, at=at, window_until=at + 120 * MINUTE, is_exact=False)
    fill(day=sunday, at=moment(sunday, dt.time(0, 1)))
    assert QueueEntry.objects.get().pool_at == at


@both
def test_the_call_of_the_monday_after_has_its_clocks(sunday: dt.date) -> None:
    monday = sunday + DAY
    schedule = make_schedule(make_reachable_customer(), at=moment(sunday, dt.time(12)), weekdays=[0])
    assert fill(day=sunday, at=moment(sunday, dt.time(23, 59))) == 0
    fill(day=monday, at=moment(monday, dt.time(0, 1)))
    entry = QueueEntry.objects.get(customer=schedule.customer)
    assert (entry.ready_at, entry.due_at) == (moment(monday, dt.time(9)), moment(monday, dt.time(15)))
