"""When a customer is closed."""

import datetime as dt
from typing import Any

import pytest

from customers.actions import add_closure, withdraw_closure
from customers.models import Closure, Event
from customers.rules.closures import ImpossibleClosure
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
CHRISTMAS = (dt.date(2026, 12, 24), dt.date(2027, 1, 3))


def test_the_same_closure_twice_is_one(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    for _ in range(2):
        add_closure(
            customer_id=customer.pk, from_on=CHRISTMAS[0], until_on=CHRISTMAS[1], words="Away", by=coordinator, at=noon
        )
    assert Event.objects.get().sentence == "Closed 24 Dec 2026 to 03 Jan 2027: Away"


@pytest.mark.parametrize(
    ("from_on", "until_on", "word"),
    [
        (CHRISTMAS[1], CHRISTMAS[0], "before the first"),
        (TODAY - dt.timedelta(days=9), TODAY - dt.timedelta(days=1), "have passed"),
        (TODAY, TODAY + dt.timedelta(days=400), "more than a year"),
    ],
)
def test_impossible_days_are_refused(
    from_on: dt.date, until_on: dt.date, word: str, coordinator: User, noon: dt.datetime
) -> None:
    with pytest.raises(ImpossibleClosure, match=word):
        add_closure(
            customer_id=make_customer().pk, from_on=from_on, until_on=until_on, words="", by=coordinator, at=noon
        )


def test_withdrawn_once_and_recordable_again(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    given: dict[str, Any] = {"customer_id": customer.pk, "by": coordinator, "at": noon}
    days: dict[str, Any] = {"from_on": CHRISTMAS[0], "until_on": CHRISTMAS[1], "words": ""}
    closure = add_closure(**given, **days)
    for _ in range(2):
        withdraw_closure(closure_id=closure.pk, **given)
    assert Event.objects.filter(sentence__startswith="Open after all").count() == 1
    assert add_closure(**given, **days).pk != closure.pk
    assert Closure.objects.standing().count() == 1
