"""Extra calls, calls left out, calls moved, and closed customers."""

import datetime as dt
from typing import Any

import pytest

from calls.actions.exceptions import (
    add_call,
    close_customer_for,
    leave_out_call,
    move_call,
    reopen_customer,
    withdraw_exception,
)
from calls.actions.occurrences import lay_out, lay_out_all
from calls.actions.schedule import end_schedule
from calls.models import Schedule
from calls.rules.exceptions import ImpossibleException
from calls.tests.make import make_schedule
from customers.models import Customer, Event
from customers.rules.vocabulary import Nation
from customers.tests.make import make_customer
from staff.models import User

pytestmark = pytest.mark.django_db
WEDNESDAY, NEXT_TUESDAY = dt.date(2026, 11, 25), dt.date(2026, 12, 1)


@pytest.fixture
def schedule(noon: dt.datetime) -> Schedule:
    """Tuesdays at an English customer, laid out."""
    schedule = make_schedule(make_customer(), weekdays=[1], valid_from=dt.date(2026, 11, 24))
    lay_out(schedule_ids=[schedule.pk], at=noon)
    return schedule


def days_of(schedule: Schedule, count: int = 2) -> list[str]:
    return [f"{each.due_on:%d %b}" for each in schedule.occurrences.all()[:count]]


def test_an_extra_call_keeps_its_reason(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    add_call(schedule_id=schedule.pk, on=WEDNESDAY, words="Big order", by=coordinator, at=noon)
    assert days_of(schedule) == ["24 Nov", "25 Nov"]
    assert schedule.occurrences.get(due_on=WEDNESDAY).because == "Big order"


def test_a_call_is_left_out_and_comes_back(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    leave_out_call(schedule_id=schedule.pk, on=NEXT_TUESDAY, words="Buyer away", by=coordinator, at=noon)
    assert days_of(schedule) == ["24 Nov", "08 Dec"]
    for _ in range(2):
        withdraw_exception(schedule_id=schedule.pk, on=NEXT_TUESDAY, by=coordinator, at=noon)
    assert days_of(schedule) == ["24 Nov", "01 Dec"]
    assert Event.objects.filter(sentence="As usual again on Tue 1 Dec 2026").count() == 1


def test_a_call_is_moved(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    move_call(schedule_id=schedule.pk, on=noon.date(), to=WEDNESDAY, words="Not in today", by=coordinator, at=noon)
    assert days_of(schedule) == ["25 Nov", "01 Dec"]
    assert schedule.occurrences.get(due_on=WEDNESDAY).because == "Instead of Tue 24 Nov 2026: Not in today"


def test_a_moved_call_may_be_moved_again(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    move_call(schedule_id=schedule.pk, on=noon.date(), to=WEDNESDAY, words="Not in", by=coordinator, at=noon)
    thursday = WEDNESDAY + dt.timedelta(days=1)
    move_call(schedule_id=schedule.pk, on=WEDNESDAY, to=thursday, words="Not in", by=coordinator, at=noon)
    assert days_of(schedule) == ["26 Nov", "01 Dec"]


@pytest.mark.parametrize("on", [dt.date(2026, 11, 24), WEDNESDAY])
def test_a_move_is_undone_from_either_of_its_days(
    on: dt.date, schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    move_call(schedule_id=schedule.pk, on=noon.date(), to=WEDNESDAY, words="Not in", by=coordinator, at=noon)
    withdraw_exception(schedule_id=schedule.pk, on=on, by=coordinator, at=noon)
    assert days_of(schedule) == ["24 Nov", "01 Dec"]


def test_a_call_moved_twice_is_usual_again_on_all_its_days(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    thursday = WEDNESDAY + dt.timedelta(days=1)
    for on, to in ((noon.date(), WEDNESDAY), (WEDNESDAY, thursday)):
        move_call(schedule_id=schedule.pk, on=on, to=to, words="Not in", by=coordinator, at=noon)
    withdraw_exception(schedule_id=schedule.pk, on=thursday, by=coordinator, at=noon)
    assert days_of(schedule) == ["24 Nov", "01 Dec"]


def test_a_move_to_where_there_is_a_call_changes_nothing(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    with pytest.raises(ImpossibleException, match="anyway") as refused:
        move_call(schedule_id=schedule.pk, on=noon.date(), to=NEXT_TUESDAY, words="Busy", by=coordinator, at=noon)
    assert refused.value.field == "to"
    assert days_of(schedule) == ["24 Nov", "01 Dec"]
    assert not schedule.exceptions.exists()


def test_leaving_out_a_call_that_a_holiday_moved(coordinator: User, noon: dt.datetime) -> None:
    fridays = make_schedule(make_customer(), weekdays=[4], valid_from=dt.date(2026, 12, 18))
    leave_out_call(schedule_id=fridays.pk, on=dt.date(2026, 12, 24), words="Shut early", by=coordinator, at=noon)
    assert days_of(fridays) == ["18 Dec", "31 Dec"]
    assert fridays.exceptions.get().on == dt.date(2026, 12, 25)


@pytest.mark.parametrize(
    ("on", "word"),
    [
        (dt.date(2026, 11, 23), "has passed"),
        (dt.date(2026, 11, 24), "anyway"),
        (dt.date(2026, 11, 29), "a Sunday"),
        (dt.date(2026, 12, 25), "Christmas Day"),
        (dt.date(2026, 12, 9), "Stock-taking"),
    ],
)
def test_an_extra_call_that_cannot_be(
    on: dt.date, word: str, schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    close_customer_for(
        customer_id=schedule.customer_id,
        from_on=dt.date(2026, 12, 9),
        until_on=dt.date(2026, 12, 10),
        words="Stock-taking",
        by=coordinator,
        at=noon,
    )
    with pytest.raises(ImpossibleException, match=word):
        add_call(schedule_id=schedule.pk, on=on, words="Ask", by=coordinator, at=noon)


def test_leaving_out_a_day_without_a_call_names_those_near(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    with pytest.raises(ImpossibleException, match="nearest are Tue 24 Nov 2026 and Tue 1 Dec 2026"):
        leave_out_call(schedule_id=schedule.pk, on=WEDNESDAY, words="Away", by=coordinator, at=noon)


def test_each_asks_why(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(ImpossibleException, match="Say why"):
        add_call(schedule_id=schedule.pk, on=WEDNESDAY, words=" ", by=coordinator, at=noon)


def test_a_closure_takes_the_calls_away_and_gives_them_back(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    given: dict[str, Any] = {"customer_id": schedule.customer_id, "by": coordinator, "at": noon}
    closure = close_customer_for(from_on=NEXT_TUESDAY, until_on=NEXT_TUESDAY, words="", **given)
    assert days_of(schedule) == ["24 Nov", "08 Dec"]
    reopen_customer(closure_id=closure.pk, **given)
    assert days_of(schedule) == ["24 Nov", "01 Dec"]


def test_a_delivery_does_not_fall_into_a_closure(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    close_customer_for(
        customer_id=schedule.customer_id, from_on=WEDNESDAY, until_on=WEDNESDAY, words="", by=coordinator, at=noon
    )
    assert schedule.occurrences.get(due_on=noon.date()).delivery_on == dt.date(2026, 11, 26)


def test_an_extra_call_falls_away_with_a_closure_and_comes_back(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    given: dict[str, Any] = {"by": coordinator, "at": noon}
    add_call(schedule_id=schedule.pk, on=WEDNESDAY, words="Big order", **given)
    shut: dict[str, Any] = {"customer_id": schedule.customer_id, **given}
    closure = close_customer_for(from_on=WEDNESDAY, until_on=WEDNESDAY, words="Flood", **shut)
    assert days_of(schedule) == ["24 Nov", "01 Dec"]
    reopen_customer(closure_id=closure.pk, **shut)
    assert days_of(schedule) == ["24 Nov", "25 Nov"]


def test_a_schedule_that_has_ended_brings_no_extra_or_moved_call(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    given: dict[str, Any] = {"schedule_id": schedule.pk, "by": coordinator, "at": noon}
    add_call(on=WEDNESDAY, words="Big order", **given)
    move_call(on=NEXT_TUESDAY, to=NEXT_TUESDAY + dt.timedelta(days=1), words="Stocktaking", **given)
    end_schedule(customer_id=schedule.customer_id, on=noon.date(), **given)
    assert days_of(schedule) == ["24 Nov"]


def test_an_extra_call_falls_away_where_its_day_has_become_a_holiday(
    schedule: Schedule, coordinator: User, noon: dt.datetime
) -> None:
    st_andrews = dt.date(2026, 11, 30)
    add_call(schedule_id=schedule.pk, on=st_andrews, words="Big order", by=coordinator, at=noon)
    Customer.objects.filter(pk=schedule.customer_id).update(nation=Nation.SCOTLAND)
    lay_out_all(at=noon)
    assert days_of(schedule) == ["24 Nov", "01 Dec"]


def test_a_move_to_the_same_day_is_none(schedule: Schedule, coordinator: User, noon: dt.datetime) -> None:
    with pytest.raises(ImpossibleException, match="on that day as it is") as refused:
        move_call(schedule_id=schedule.pk, on=NEXT_TUESDAY, to=NEXT_TUESDAY, words="Away", by=coordinator, at=noon)
    assert refused.value.field == "to"
    assert not schedule.exceptions.exists()


def test_nations(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_customer(nation=Nation.SCOTLAND), weekdays=[1])
    with pytest.raises(ImpossibleException, match="Saint Andrew"):
        add_call(schedule_id=schedule.pk, on=dt.date(2026, 11, 30), words="Ask", by=coordinator, at=noon)
