"""A target is set once, changed knowingly, withdrawn for good; what cannot be is refused in words."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from staff.models import User
from staff.tests.make import make_user
from targets.actions import change_target, set_target, withdraw_target
from targets.models import Target
from targets.rules import Asked, Measure, TargetRefused
from targets.tests.make import NOON, make_target

ASKED: dict[str, Any] = {
    "person_id": None,
    "measure": Measure.ORDERS,
    "promotion_id": None,
    "starts_on": dt.date(2026, 11, 1),
    "ends_on": dt.date(2026, 11, 30),
    "value": Decimal(10),
}


def ask(by: User, **overrides: Any) -> Target:
    return set_target(asked=Asked(**ASKED | overrides), by=by, at=NOON)


@pytest.mark.django_db
def test_setting_the_same_target_twice_makes_one(director: User) -> None:
    assert ask(director) == ask(director)


@pytest.mark.django_db
def test_another_amount_for_the_same_is_refused(director: User) -> None:
    ask(director)
    with pytest.raises(TargetRefused, match="10 orders in this period already"):
        ask(director, value=Decimal(11))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_on": dt.date(2026, 10, 31)}, "ends_on"),
        ({"starts_on": dt.date(2026, 10, 1), "ends_on": dt.date(2026, 10, 31)}, "ends_on"),
        ({"ends_on": dt.date(2027, 11, 2)}, "ends_on"),
        ({"value": Decimal(0)}, "value"),
        ({"value": Decimal("1.5")}, "value"),
        ({"value": Decimal("NaN")}, "value"),
        ({"promotion_id": 1}, "promotion"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(director: User, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(TargetRefused) as refused:
        ask(director, **wrong)
    assert refused.value.field == field


@pytest.mark.django_db
def test_nobody_is_asked_who_has_left(director: User) -> None:
    gone = make_user(is_active=False)
    with pytest.raises(TargetRefused, match="no longer works here"):
        ask(director, person_id=gone.pk)


@pytest.mark.django_db
def test_a_change_over_somebody_else_s_is_refused_in_words(director: User) -> None:
    target = make_target(set_by=director)
    change_target(target_id=target.pk, value=Decimal(60), was=Decimal(10), by=director, at=NOON)
    with pytest.raises(TargetRefused, match="Olive Grant has meanwhile set 60 orders"):
        change_target(target_id=target.pk, value=Decimal(20), was=Decimal(10), by=director, at=NOON)


@pytest.mark.django_db
def test_the_same_change_twice_is_safe(director: User) -> None:
    target = make_target(set_by=director)
    for _ in "ab":
        change_target(target_id=target.pk, value=Decimal(60), was=Decimal(10), by=director, at=NOON)
    assert Target.objects.get().value == 60


@pytest.mark.django_db
def test_a_withdrawn_target_makes_room_for_another(director: User) -> None:
    withdraw_target(target_id=ask(director).pk, at=NOON)
    assert ask(director, value=Decimal(12)).value == 12


@pytest.mark.django_db
def test_a_withdrawn_target_cannot_be_changed(director: User) -> None:
    target = make_target(set_by=director, withdrawn_at=NOON)
    with pytest.raises(TargetRefused, match="withdrawn"):
        change_target(target_id=target.pk, value=Decimal(60), was=Decimal(10), by=director, at=NOON)


@pytest.mark.django_db(transaction=True)
def test_two_who_ask_at_once_make_one_target(director: User) -> None:
    together = Barrier(2)

    def ask_in_a_thread() -> int:
        together.wait(10)
        try:
            return ask(director).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(ask_in_a_thread) for _ in range(2)]
    assert len({future.result() for future in asked}) == 1
