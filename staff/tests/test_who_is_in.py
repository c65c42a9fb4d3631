"""Who is in at a moment, until when, and when the others are back."""

import datetime as dt
from typing import Any

import pytest

from staff.actions import set_hours
from staff.models import User
from staff.reports import Attendance, attendance_on, presence
from staff.tests.make import make_absence, make_user, works_at

HOUR = dt.timedelta(hours=1)


def of(user: User, at: dt.datetime) -> Attendance:
    return next(person for person in attendance_on(at) if person.user == user)


def test_somebody_of_whom_nothing_is_set_works_the_usual_week(coordinator: User, noon: dt.datetime) -> None:
    assert works_at(coordinator, noon)
    assert not works_at(coordinator, noon + 6 * HOUR)
    assert not works_at(coordinator, noon + dt.timedelta(days=4))


def test_own_hours_take_the_place_of_the_usual_ones(coordinator: User, noon: dt.datetime) -> None:
    set_hours(user_id=coordinator.pk, week={1: (dt.time(13), dt.time(17)), 5: (dt.time(9), dt.time(12))})
    assert of(coordinator, noon).next_in == noon + HOUR
    set_hours(user_id=coordinator.pk, week={5: (dt.time(9), dt.time(12))})
    assert of(coordinator, noon).next_in == noon + dt.timedelta(days=4) - 3 * HOUR


def test_somebody_away_is_back_when_the_absence_and_the_night_are_over(coordinator: User, noon: dt.datetime) -> None:
    make_absence(coordinator, noon - HOUR, noon + 7 * HOUR)
    [person] = attendance_on(noon)
    assert (person.is_in, person.away_until) == (False, noon + 7 * HOUR)
    assert person.next_in == noon + dt.timedelta(hours=20, minutes=30)


def test_who_left_is_never_in(coordinator: User, noon: dt.datetime) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    assert not works_at(coordinator, noon)
    assert attendance_on(noon) == []


def test_those_in_are_named_with_the_end_of_their_day(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_absence(second_coordinator, noon - HOUR, noon + HOUR)
    assert [(person.user, person.until) for person in attendance_on(noon)] == [
        (coordinator, noon + 5 * HOUR),
        (second_coordinator, None),
    ]
    assert all(person.is_in for person in attendance_on(noon + HOUR))


def test_presence_names_only_those_asked_for(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    assert list(presence(since=noon, until=noon, users=[coordinator.pk])) == [coordinator.pk]


@pytest.mark.parametrize("people", [1, 20])
def test_the_statements_do_not_grow_with_the_people(
    people: int, noon: dt.datetime, db: None, django_assert_num_queries: Any
) -> None:
    for _ in range(people):
        make_absence(make_user(), noon, noon + HOUR)
    with django_assert_num_queries(3):
        assert len(attendance_on(noon)) == people
