"""A promise is made for a time at which somebody is in and has not promised enough; else free times are offered."""

import datetime as dt
from dataclasses import replace

import pytest

from calls.rules.capacity import FreeTime, NoRoom, Room, asked_for, check_room, free_times
from calls.rules.promise import ImpossiblePromise, Part, Promise, hours_on
from calls.rules.schedule import moment
from customers.rules.vocabulary import Nation
from staff.rules.attendance import Span

TUESDAY = dt.date(2026, 11, 24)
WEDNESDAY = TUESDAY + dt.timedelta(days=1)
QUARTER = dt.timedelta(minutes=15)


def clock(hour: int, minute: int = 0, day: dt.date = TUESDAY) -> dt.datetime:
    return moment(day, dt.time(hour, minute))


def at_time(hour: int, minute: int = 0, day: dt.date = TUESDAY) -> Promise:
    return Promise(clock(hour, minute, day), clock(hour, minute, day) + QUARTER, True)


def room(*promised: Promise, people: int = 1, share: float = 0.5) -> Room:
    in_both_days = (Span(clock(9), clock(17)), Span(clock(9, day=WEDNESDAY), clock(17, day=WEDNESDAY)))
    windows = tuple(Span(promise.window_from, promise.window_until) for promise in promised)
    return Room(in_both_days * people, windows, handling=dt.timedelta(minutes=6), share=share)


def offered(of: Room, after: dt.datetime, window: dt.timedelta | None = QUARTER) -> list[FreeTime]:
    return free_times(
        of, after=after, exact_window=window, at=clock(12), hours=lambda day: hours_on(day, Nation.ENGLAND)
    )


def test_a_free_time_may_be_promised() -> None:
    check_room(at_time(14), room())


def test_when_nobody_is_in_nothing_is_promised() -> None:
    with pytest.raises(NoRoom, match="Nobody is at the desk then"):
        check_room(at_time(18), room())


def test_one_person_keeps_one_promise_in_half_of_a_quarter() -> None:
    with pytest.raises(NoRoom, match="1 callback is promised for that time already"):
        check_room(at_time(14), room(at_time(14)))


def test_two_people_keep_two() -> None:
    check_room(at_time(14), room(at_time(14), people=2))


def test_more_of_their_time_may_be_promised_by_setting() -> None:
    check_room(at_time(14), room(at_time(14), share=0.8))


def test_a_stretch_of_the_day_weighs_little_on_each_part_of_it() -> None:
    afternoon = Promise(clock(13), clock(17), False)
    check_room(at_time(14), room(afternoon, afternoon))


def test_the_next_free_clock_times_are_offered() -> None:
    of = room(at_time(14), at_time(14, 15))
    assert [free.value for free in offered(of, clock(14))] == [
        "2026-11-24 14:30",
        "2026-11-24 14:45",
        "2026-11-24 15:00",
        "2026-11-24 15:15",
    ]


def test_after_the_day_the_next_one_is_offered() -> None:
    assert offered(room(), clock(16, 50))[0].value == "2026-11-25 09:00"


def test_what_has_passed_is_never_offered() -> None:
    assert offered(room(), clock(8))[0].value == "2026-11-24 12:15"


def test_for_a_stretch_of_the_day_others_are_offered() -> None:
    assert [free.value for free in offered(room(), clock(0, day=WEDNESDAY), window=None)] == [
        "2026-11-25 morning",
        "2026-11-25 afternoon",
    ]


def test_each_time_offered_may_be_promised() -> None:
    of = room(*(at_time(hour, minute) for hour in (13, 14, 15) for minute in (0, 15, 30, 45)))
    for free in offered(of, clock(13)):
        check_room(free.promise, of)


@pytest.mark.parametrize(
    ("value", "meaning"),
    [
        ("2026-11-25 14:45", (WEDNESDAY, dt.time(14, 45), None)),
        ("2026-11-25 afternoon", (WEDNESDAY, None, Part.AFTERNOON)),
    ],
)
def test_an_offered_time_is_read_back(value: str, meaning: object) -> None:
    assert asked_for(value) == meaning


@pytest.mark.parametrize("value", ["", "tomorrow", "2026-13-01 14:45", "2026-11-25 25:00"])
def test_any_other_text_is_no_offered_time(value: str) -> None:
    with pytest.raises(ImpossiblePromise):
        asked_for(value)


def test_calls_for_the_day_and_no_time_of_it_weigh_on_the_whole_day() -> None:
    full, nearly = (replace(room(), errands={TUESDAY: n}) for n in (40, 39))
    check_room(at_time(14), nearly)
    with pytest.raises(NoRoom, match="40 calls are promised for that day already, with news and quotes"):
        check_room(at_time(14), full)
    check_room(at_time(14, day=WEDNESDAY), full)
