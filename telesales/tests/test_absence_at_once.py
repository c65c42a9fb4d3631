"""The same request pressed in two windows at the same moment is one absence."""

import datetime as dt

import pytest

from calls.tests.at_once import at_once
from staff.actions import ask_absence
from staff.models import Absence, User
from staff.rules import AbsenceKind
from staff.rules.attendance import Span


@pytest.mark.django_db(transaction=True)
def test_two_presses_ask_once(coordinator: User, noon: dt.datetime) -> None:
    span = Span(noon + dt.timedelta(days=1), noon + dt.timedelta(days=2))

    def ask() -> Absence:
        return ask_absence(user=coordinator, span=span, kind=AbsenceKind.HOLIDAY, words="", at=noon)

    assert len(set(at_once(ask, ask))) == 1
    assert Absence.objects.count() == 1
