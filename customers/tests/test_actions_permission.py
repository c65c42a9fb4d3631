"""What customers told us about ringing them is kept everywhere the number is."""

import datetime as dt

import pytest

from customers.actions import mark_wrong_number, stop_calling
from customers.models import Event
from customers.reports import decide
from customers.rules.codes import Code
from customers.rules.refusals import NotFound
from customers.rules.vocabulary import Purpose
from customers.tests.make import make_customer, make_line
from staff.models import User

pytestmark = pytest.mark.django_db
SHARED = "+442079460199"


def test_an_objection_holds_at_every_customer_with_that_number(coordinator: User, noon: dt.datetime) -> None:
    line, other = make_line(make_customer(), number=SHARED), make_line(make_customer(), number=SHARED)
    stop_calling(line_id=line.pk, by=coordinator, at=noon, words="Never again")
    other.refresh_from_db()
    assert other.do_not_call_at == noon
    assert Event.objects.filter(sentence="Not to be rung on 020 7946 0199: “Never again”").count() == 2


def test_objecting_twice_keeps_the_first_moment_and_one_line_of_history(coordinator: User, noon: dt.datetime) -> None:
    line = make_line(make_customer())
    for minutes in (0, 5):
        stop_calling(line_id=line.pk, by=coordinator, at=noon + dt.timedelta(minutes=minutes), words="")
    line.refresh_from_db()
    assert line.do_not_call_at == noon
    assert Event.objects.count() == 1


def test_an_objection_holds_for_a_line_that_is_added_later(coordinator: User, noon: dt.datetime) -> None:
    stop_calling(line_id=make_line(make_customer(), number=SHARED).pk, by=coordinator, at=noon, words="")
    later = make_line(make_customer(), number=SHARED)
    assert decide(actor=coordinator, line=later, purpose=Purpose.MARKETING, at=noon).code == Code.OBJECTION


def test_a_wrong_number_is_wrong_at_one_customer_only(coordinator: User, noon: dt.datetime) -> None:
    line, other = make_line(make_customer(), number=SHARED), make_line(make_customer(), number=SHARED)
    mark_wrong_number(line_id=line.pk, by=coordinator, at=noon)
    assert decide(actor=coordinator, line=line, purpose=Purpose.MARKETING, at=noon).code == Code.WRONG_NUMBER
    assert decide(actor=coordinator, line=other, purpose=Purpose.MARKETING, at=noon).allowed


def test_the_next_number_takes_the_place_of_a_wrong_one(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    line, second = make_line(customer), make_line(customer, is_main=False)
    mark_wrong_number(line_id=line.pk, by=coordinator, at=noon)
    second.refresh_from_db()
    assert second.is_main


def test_a_line_that_is_gone_is_refused_in_words(coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(NotFound, match="no longer"):
        stop_calling(line_id=0, by=coordinator, at=noon, words="")
