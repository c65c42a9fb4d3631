"""Schedules are written down as occurrences, some weeks ahead."""

import datetime as dt

import pytest

from calls.actions.occurrences import AHEAD, lay_out, lay_out_all, lay_out_short
from calls.models import Occurrence, Schedule
from calls.rules.rhythm import Repeats
from calls.tests.at_once import at_once
from calls.tests.make import make_schedule
from customers.models import Customer
from customers.tests.make import make_customer

TUESDAY = [1]


def days_of(schedule: Schedule) -> list[str]:
    return [f"{each.due_on:%d %b}" for each in schedule.occurrences.all()]


@pytest.mark.django_db
def test_eight_weeks_ahead(noon: dt.datetime) -> None:
    schedule = make_schedule(
        make_customer(), at=None, weekdays=TUESDAY, repeats=Repeats.FORTNIGHTLY, valid_from=noon.date()
    )
    lay_out(schedule_ids=[schedule.pk], at=noon)
    assert days_of(schedule) == ["24 Nov", "08 Dec", "22 Dec", "05 Jan", "19 Jan"]


@pytest.mark.django_db
def test_a_moved_call_remembers_why(noon: dt.datetime) -> None:
    schedule = make_schedule(make_customer(), at=None, weekdays=[4], valid_from=noon.date())
    lay_out(schedule_ids=[schedule.pk], at=noon)
    moved = schedule.occurrences.get(moved_from=dt.date(2026, 12, 25))
    assert (moved.due_on, moved.because) == (dt.date(2026, 12, 24), "Christmas Day")
    assert moved.delivery_on == dt.date(2026, 12, 29)


@pytest.mark.django_db
def test_twice_changes_nothing(noon: dt.datetime) -> None:
    schedule = make_schedule(make_customer(), at=None)
    assert lay_out(schedule_ids=[schedule.pk], at=noon) > 0
    assert lay_out(schedule_ids=[schedule.pk], at=noon) == 0


@pytest.mark.django_db
def test_a_change_rewrites_what_is_to_come_and_leaves_what_is_past(noon: dt.datetime) -> None:
    schedule = make_schedule(make_customer(), at=None, weekdays=TUESDAY)
    lay_out(schedule_ids=[schedule.pk], at=noon)
    Schedule.objects.update(cut_off=dt.time(11), weekdays=[3])
    lay_out(schedule_ids=[schedule.pk], at=noon + dt.timedelta(days=1))
    first, second = schedule.occurrences.all()[:2]
    assert (first.due_on, first.cut_off_at.hour) == (dt.date(2026, 11, 24), 15)
    assert (second.due_on, second.cut_off_at.hour) == (dt.date(2026, 11, 26), 11)


@pytest.mark.django_db
def test_topping_up_finds_the_new_and_the_short_and_then_nothing(noon: dt.datetime) -> None:
    make_schedule(make_customer(), at=None)
    assert lay_out_short(at=noon) > 0
    assert lay_out_short(at=noon + AHEAD / 3) == 0
    assert lay_out_short(at=noon + AHEAD) > 0


@pytest.mark.django_db
def test_the_night_finds_what_changed_elsewhere(noon: dt.datetime) -> None:
    schedule = make_schedule(make_customer(), at=None, weekdays=[0])
    lay_out_all(at=noon)
    Customer.objects.update(nation="scotland")
    lay_out_all(at=noon)
    assert schedule.occurrences.get(moved_from=dt.date(2026, 11, 30)).because.startswith("Saint Andrew")


@pytest.mark.django_db
def test_nine_in_london_before_and_after_the_clocks_change() -> None:
    """British Summer Time ends on 25 October 2026."""
    schedule = make_schedule(make_customer(), at=None, weekdays=[4])
    lay_out(schedule_ids=[schedule.pk], at=dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    hours = [each.window_from.astimezone(dt.UTC).hour for each in schedule.occurrences.all()[:2]]
    assert hours == [8, 9]


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_write_each_call_once(noon: dt.datetime) -> None:
    for _ in range(3):
        make_schedule(make_customer(), at=None, weekdays=TUESDAY)
    changed = at_once(*[lambda: lay_out_all(at=noon)] * 8)
    assert sum(each for each in changed if isinstance(each, int)) == Occurrence.objects.count() == 3 * 9


@pytest.mark.django_db
def test_queries_do_not_grow_with_the_schedules(noon: dt.datetime, django_assert_max_num_queries: object) -> None:
    for _ in range(20):
        make_schedule(make_customer(), at=None)
    with django_assert_max_num_queries(10):  # type: ignore[operator]  # pytest-django's fixture
        lay_out_all(at=noon)
