"""Setting, changing and ending a schedule."""

import datetime as dt
from typing import Any

import pytest

from calls.actions import fill
from calls.actions.schedule import Who, end_schedule, set_schedule
from calls.models import Schedule
from calls.rules.schedule import ImpossibleSchedule
from calls.tests.at_once import at_once
from calls.tests.test_rhythm import make_rhythm
from calls.tests.test_schedule_rules import make_plan
from customers.models import Address, Customer, Event
from customers.tests.make import make_contact, make_customer, make_line, make_reachable_customer
from staff.models import User
from staff.tests.make import make_user


def set_for(customer: Customer, by: User, at: dt.datetime, **given: Any) -> Schedule:
    plain: dict[str, Any] = {"plan": make_plan(), "who": Who()}
    return set_schedule(customer_id=customer.pk, by=by, at=at, **plain | given)


@pytest.mark.django_db
def test_its_calls_are_laid_out_at_once(coordinator: User, noon: dt.datetime) -> None:
    schedule = set_for(make_customer(), coordinator, noon)
    assert schedule.plan == make_plan()
    assert schedule.occurrences.count() == 9


@pytest.mark.django_db
def test_a_change_lays_them_out_anew(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    schedule = set_for(customer, coordinator, noon)
    thursdays = make_plan(rhythm=make_rhythm(weekdays=frozenset({3})))
    set_for(customer, coordinator, noon, plan=thursdays, schedule_id=schedule.pk)
    assert {each.due_on.weekday() for each in schedule.occurrences.all()} == {3}
    assert Event.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    made = at_once(*[lambda: set_for(customer, coordinator, noon)] * 4)
    assert len({each.pk for each in made if isinstance(each, Schedule)}) == 1
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_it_ends_on_its_last_day(coordinator: User, noon: dt.datetime) -> None:
    schedule = set_for(make_customer(), coordinator, noon)
    for _ in range(2):
        end_schedule(
            customer_id=schedule.customer_id,
            schedule_id=schedule.pk,
            on=dt.date(2026, 12, 1),
            by=coordinator,
            at=noon,
        )
    assert schedule.occurrences.count() == 2
    assert Event.objects.filter(sentence__startswith="Call schedule ends").count() == 1


@pytest.mark.django_db
def test_what_is_over_is_not_ended_later(coordinator: User, noon: dt.datetime) -> None:
    schedule = set_for(make_customer(), coordinator, noon)
    for on in (dt.date(2026, 12, 1), dt.date(2026, 12, 15)):
        end_schedule(customer_id=schedule.customer_id, schedule_id=schedule.pk, on=on, by=coordinator, at=noon)
    schedule.refresh_from_db()
    assert schedule.valid_until == dt.date(2026, 12, 1)


@pytest.mark.django_db
def test_what_begins_later_is_taken_away_unless_it_rang_somebody(coordinator: User, noon: dt.datetime) -> None:
    old = set_for(make_reachable_customer(), coordinator, noon)
    fill(day=noon.date(), at=noon)
    later = make_plan(rhythm=make_rhythm(starts_on=noon.date() + dt.timedelta(days=30)))
    set_for(old.customer, coordinator, noon, plan=later, schedule_id=old.pk)
    new = set_for(make_customer(), coordinator, noon, plan=later)
    for schedule in (new, old):
        end_schedule(customer_id=schedule.customer_id, schedule_id=schedule.pk, on=noon.date(), by=coordinator, at=noon)
    kept = Schedule.objects.get()
    assert (kept, kept.valid_from, kept.valid_until) == (old, noon.date(), noon.date())
    assert old.reasons.exists()
    assert not kept.occurrences.filter(due_on__gt=noon.date()).exists()


@pytest.mark.django_db
def test_people_and_numbers_that_will_not_do(coordinator: User, noon: dt.datetime) -> None:
    customer, other = make_customer(), make_customer()
    cases = {
        "owner": (Who(owner=make_user(full_name="Una Gone", is_active=False)), "Una Gone has left"),
        "contact": (Who(contact=make_contact(customer, left_at=noon)), "has left there"),
        "line": (Who(line=make_line(customer, do_not_call_at=noon)), "asked us not to ring"),
        "address": (Who(address=Address.objects.create(customer=other, lines="1 Mill Road")), "not theirs"),
    }
    for field, (who, words) in cases.items():
        with pytest.raises(ImpossibleSchedule, match=words) as refused:
            set_for(customer, coordinator, noon, who=who)
        assert refused.value.field == field


@pytest.mark.django_db
def test_one_that_is_over_is_refused(coordinator: User, noon: dt.datetime) -> None:
    over = make_plan(rhythm=make_rhythm(starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2026, 10, 1)))
    with pytest.raises(ImpossibleSchedule, match="never occur"):
        set_for(make_customer(), coordinator, noon, plan=over)
