"""Absences are asked for, agreed, declined and taken back, each once, however often it is pressed."""

import datetime as dt

import pytest

from staff.actions import ask_absence, decide_absence, enter_absence, withdraw_absence
from staff.actions.attendance import NotTheirs
from staff.models import Absence, User
from staff.rules import AbsenceKind
from staff.rules.attendance import ImpossibleAbsence, Span
from staff.tests.make import works_at


@pytest.fixture
def tomorrow(noon: dt.datetime) -> Span:
    start = noon.replace(hour=0) + dt.timedelta(days=1)
    return Span(start, start + dt.timedelta(days=1))


def ask(user: User, span: Span, at: dt.datetime) -> Absence:
    return ask_absence(user=user, span=span, kind=AbsenceKind.HOLIDAY, words="Moving house", at=at)


def enter(user: User, span: Span, by: User, at: dt.datetime) -> Absence:
    return enter_absence(user_id=user.pk, span=span, kind=AbsenceKind.ILLNESS, words="", by=by, at=at)


def test_a_request_counts_once_it_is_agreed(
    coordinator: User, director: User, tomorrow: Span, noon: dt.datetime
) -> None:
    absence = ask(coordinator, tomorrow, noon)
    at_work = tomorrow.start + dt.timedelta(hours=10)
    assert works_at(coordinator, at_work)
    decide_absence(absence_id=absence.pk, agrees=True, words="", by=director, at=noon)
    assert not works_at(coordinator, at_work)


def test_what_the_director_enters_counts_at_once(
    coordinator: User, director: User, tomorrow: Span, noon: dt.datetime
) -> None:
    enter(coordinator, tomorrow, director, noon)
    assert not works_at(coordinator, tomorrow.start + dt.timedelta(hours=10))


def test_asking_twice_is_one_request(coordinator: User, tomorrow: Span, noon: dt.datetime) -> None:
    assert ask(coordinator, tomorrow, noon) == ask(coordinator, tomorrow, noon)


def test_entering_what_was_asked_for_agrees_to_it(
    coordinator: User, director: User, tomorrow: Span, noon: dt.datetime
) -> None:
    asked = ask(coordinator, tomorrow, noon)
    assert enter(coordinator, tomorrow, director, noon).pk == asked.pk
    assert Absence.objects.get().state == "agreed"


def test_two_absences_do_not_overlap(coordinator: User, tomorrow: Span, noon: dt.datetime) -> None:
    ask(coordinator, tomorrow, noon)
    longer = Span(tomorrow.start, tomorrow.end + dt.timedelta(days=1))
    with pytest.raises(ImpossibleAbsence, match="is away already: Wed 25 Nov"):
        ask(coordinator, longer, noon)


def test_a_declined_request_may_be_asked_again(
    coordinator: User, director: User, tomorrow: Span, noon: dt.datetime
) -> None:
    first = ask(coordinator, tomorrow, noon)
    decide_absence(absence_id=first.pk, agrees=False, words="Stocktaking", by=director, at=noon)
    assert Absence.objects.get(pk=first.pk).state == "declined"
    assert ask(coordinator, tomorrow, noon).pk != first.pk


def test_a_decision_stands(coordinator: User, director: User, tomorrow: Span, noon: dt.datetime) -> None:
    absence = ask(coordinator, tomorrow, noon)
    for _ in range(2):
        decide_absence(absence_id=absence.pk, agrees=True, words="", by=director, at=noon)
    with pytest.raises(ImpossibleAbsence, match="was agreed in the meantime"):
        decide_absence(absence_id=absence.pk, agrees=False, words="", by=director, at=noon)


def test_a_request_taken_back_cannot_be_agreed(
    coordinator: User, director: User, tomorrow: Span, noon: dt.datetime
) -> None:
    absence = ask(coordinator, tomorrow, noon)
    withdraw_absence(absence_id=absence.pk, by=coordinator, at=noon)
    with pytest.raises(ImpossibleAbsence, match="was taken back in the meantime"):
        decide_absence(absence_id=absence.pk, agrees=True, words="", by=director, at=noon)


def test_a_colleagues_absence_is_not_taken_back(
    coordinator: User, second_coordinator: User, tomorrow: Span, noon: dt.datetime
) -> None:
    absence = ask(coordinator, tomorrow, noon)
    with pytest.raises(NotTheirs):
        withdraw_absence(absence_id=absence.pk, by=second_coordinator, at=noon)


def test_somebody_who_left_is_not_entered(coordinator: User, director: User, tomorrow: Span, noon: dt.datetime) -> None:
    User.objects.filter(pk=coordinator.pk).update(is_active=False)
    with pytest.raises(ImpossibleAbsence, match="does not work here any more"):
        enter(coordinator, tomorrow, director, noon)
