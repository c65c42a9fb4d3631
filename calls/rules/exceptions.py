"""Which extra calls, days left out and moves of one schedule can be worked, in words where they cannot."""

import datetime as dt
from collections.abc import Sequence

from calls.rules.occurrences import Circumstances, Falling, is_open_for_calls
from calls.rules.rhythm import Rhythm
from customers.rules.vocabulary import Weekday
from staff.rules import Refusal

FURTHEST = dt.timedelta(days=366)


class ImpossibleException(Refusal):
    """There cannot be a call on that day, or there is none to leave out."""


def say_day(day: dt.date) -> str:
    """As in: Tue 24 Nov 2026."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def check_words(words: str) -> None:
    if not words.strip():
        raise ImpossibleException("Say why, so that a colleague understands it later.", field="words")


def check_near(day: dt.date, *, today: dt.date, field: str = "on") -> None:
    """Raises ImpossibleException for a day more than a year away either way, before anything is reckoned from it."""
    if abs(day - today) > FURTHEST:
        way = "more than a year away" if day > today else "more than a year ago"
        raise ImpossibleException(f"{day:%d %b} {day.year} is {way}. Check the year.", field=field)


def check_moved(on: dt.date, to: dt.date) -> None:
    """Raises ImpossibleException where the call would stay where it is."""
    if to == on:
        raise ImpossibleException("They are rung on that day as it is. Choose another one.", field="to")


def check_added(
    on: dt.date, *, rhythm: Rhythm, around: Circumstances, calls: Sequence[Falling], today: dt.date
) -> None:
    """Raises ImpossibleException unless there can be an extra call on the day. `calls` are those of the day."""
    if on < today:
        raise ImpossibleException(f"{say_day(on)} has passed. Choose a day that is still to come.", field="on")
    if not rhythm.contains(on):
        raise ImpossibleException(f"This schedule is not valid on {say_day(on)}. Change its days first.", field="on")
    if any(call.is_call and call.on == on for call in calls):
        raise ImpossibleException(f"They are rung on {say_day(on)} anyway.", field="on")
    holiday, closure = around.holiday_on(on), around.closure_on(on)
    if holiday or on.weekday() == Weekday.SUNDAY:
        raise ImpossibleException(
            f"Nobody is rung on {say_day(on)} ({holiday or 'a Sunday'}). Choose a working day.", field="on"
        )
    if closure is not None:
        raise ImpossibleException(
            f"They are closed on {say_day(on)}{f' ({closure.words})' if closure.words else ''}. "
            f"They open again after {say_day(closure.until_on)}.",
            field="on",
        )


def call_on(on: dt.date, *, calls: Sequence[Falling], today: dt.date, field: str = "on") -> Falling:
    """The call of that day. Raises ImpossibleException, naming those near it, when there is none or it is past."""
    if on < today:
        raise ImpossibleException(f"{say_day(on)} has passed.", field=field)
    found = next((call for call in calls if call.is_call and call.on == on), None)
    if found is None:
        near = sorted((call.on for call in calls if call.is_call), key=lambda day: abs(day - on))[:2]
        instead = f" The nearest are {' and '.join(map(say_day, sorted(near)))}." if near else ""
        raise ImpossibleException(f"This schedule has no call on {say_day(on)}.{instead}", field=field)
    return found


def next_open_day(after: dt.date, around: Circumstances) -> dt.date:
    """The first day after `after` on which they can be rung, to propose when a call is moved."""
    day = after + dt.timedelta(days=1)
    while not is_open_for_calls(day, around):
        day += dt.timedelta(days=1)
    return day
