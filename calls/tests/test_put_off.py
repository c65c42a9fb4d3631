"""A scheduled call that is put off is out of today's queue and comes up on the other day."""

import datetime as dt

import pytest

from calls.actions import claim_next, fill
from calls.actions.exceptions import withdraw_exception
from calls.actions.put_off import put_off
from calls.models import MovedCall, Occurrence, QueueEntry, Schedule
from calls.rules.exceptions import ImpossibleException
from calls.rules.refusals import CustomerHeld
from calls.rules.vocabulary import EntryEnd, Level
from calls.tests.make import make_callback, make_schedule
from customers.tests.make import make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
TUESDAY = 1


@pytest.fixture
def schedule(coordinator: User) -> Schedule:
    """Every Tuesday; noon is one."""
    return make_schedule(make_reachable_customer(), weekdays=[TUESDAY], owner=coordinator)


def entry_on(at: dt.datetime) -> QueueEntry:
    fill(day=at.date(), at=at)
    return QueueEntry.objects.open().get()


def test_it_comes_up_on_the_other_day(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    entry = entry_on(noon)
    moved = put_off(entry_id=entry.pk, to=noon.date() + DAY, words="Stocktaking", by=coordinator, at=noon)
    entry.refresh_from_db()
    assert entry.closed_as == EntryEnd.MOVED
    assert [(one.from_on, one.to_on, one.owner) for one in moved] == [(noon.date(), noon.date() + DAY, coordinator)]
    assert entry_on(noon + DAY).customer == schedule.customer


def test_it_does_not_come_back_today(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    put_off(entry_id=entry_on(noon).pk, to=noon.date() + DAY, words="Stocktaking", by=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    assert not QueueEntry.objects.open().exists()


def test_twice_is_once(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    entry = entry_on(noon)
    first, second = (
        put_off(entry_id=entry.pk, to=noon.date() + DAY, words="Stocktaking", by=coordinator, at=noon) for _ in range(2)
    )
    assert first == second


def test_the_rhythm_goes_on_afterwards(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    put_off(entry_id=entry_on(noon).pk, to=noon.date() + DAY, words="Stocktaking", by=coordinator, at=noon)
    days = Occurrence.objects.filter(schedule=schedule).values_list("due_on", flat=True)[:2]
    assert list(days) == [noon.date() + DAY, noon.date() + 7 * DAY]


def test_a_promise_of_today_stays_in_the_queue(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    make_callback(schedule.customer, owner=coordinator, at=noon)
    entry = entry_on(noon)
    put_off(entry_id=entry.pk, to=noon.date() + DAY, words="Stocktaking", by=coordinator, at=noon)
    entry.refresh_from_db()
    assert (entry.closed_at, entry.level) == (None, Level.PROMISE)
    assert not entry.reasons.filter(schedule__isnull=False).exists()


def test_what_was_left_yesterday_is_put_off_too(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    entry = entry_on(noon)
    put_off(entry_id=entry.pk, to=noon.date() + 2 * DAY, words="Nobody there", by=coordinator, at=noon + DAY)
    assert entry_on(noon + 2 * DAY).customer == schedule.customer


def test_what_was_left_yesterday_and_the_call_of_today_are_put_off_as_one(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[TUESDAY, TUESDAY + 1])
    entry_on(noon)
    entry, thursday = entry_on(noon + DAY), noon.date() + 2 * DAY
    put_off(entry_id=entry.pk, to=thursday, words="Nobody there", by=coordinator, at=noon + DAY)
    entry.refresh_from_db()
    assert entry.closed_as == EntryEnd.MOVED
    assert list(MovedCall.objects.values_list("to_on", flat=True)) == [thursday, thursday]
    assert schedule.occurrences.filter(due_on=thursday).count() == 1


@pytest.mark.parametrize(
    ("days", "words", "field"),
    [
        (0, "Stocktaking", "to"),
        (-1, "Stocktaking", "to"),
        (5, "Stocktaking", "to"),
        (7, "Stocktaking", "to"),
        (1, " ", "words"),
    ],
)
def test_a_day_without_calls_and_a_missing_reason_are_refused(
    schedule: Schedule, coordinator: User, noon: dt.datetime, days: int, words: str, field: str
) -> None:
    """Five days on is a Sunday, seven their next Tuesday."""
    entry = entry_on(noon)
    with pytest.raises(ImpossibleException) as refused:
        put_off(entry_id=entry.pk, to=noon.date() + days * DAY, words=words, by=coordinator, at=noon)
    assert refused.value.field == field
    assert QueueEntry.objects.open().get() == entry


def test_a_card_on_a_screen_is_not_put_off(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer(), weekdays=[TUESDAY], owner=coordinator)
    entry = entry_on(noon)
    assert claim_next(operator=coordinator, at=noon)
    with pytest.raises(CustomerHeld, match="Carol Shaw is with this customer"):
        put_off(entry_id=entry.pk, to=noon.date() + DAY, words="Stocktaking", by=second_coordinator, at=noon)


def test_a_call_moved_and_set_back_may_be_moved_again(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    put_off(entry_id=entry_on(noon).pk, to=noon.date() + DAY, words="Stocktaking", by=coordinator, at=noon)
    withdraw_exception(schedule_id=schedule.pk, on=noon.date(), by=coordinator, at=noon)
    assert not MovedCall.objects.exists()
    again = put_off(entry_id=entry_on(noon).pk, to=noon.date() + 2 * DAY, words="Fair", by=coordinator, at=noon)
    assert [each.to_on for each in again] == [noon.date() + 2 * DAY]
    days = Occurrence.objects.filter(schedule=schedule).values_list("due_on", flat=True)[:2]
    assert list(days) == [noon.date() + 2 * DAY, noon.date() + 7 * DAY]
