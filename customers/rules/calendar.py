"""Working days, public holidays of the four nations, and the hours in which customers may be rung."""

import datetime as dt
from collections.abc import Collection, Iterable
from functools import cache
from zoneinfo import ZoneInfo

import holidays

from customers.rules.codes import Code
from customers.rules.vocabulary import Nation, Weekday

LONDON = ZoneInfo("Europe/London")
SUBDIVISIONS = {
    Nation.ENGLAND: "ENG",
    Nation.SCOTLAND: "SCT",
    Nation.WALES: "WLS",
    Nation.NORTHERN_IRELAND: "NIR",
}
# The industry's code of practice; ends are exclusive, and there is none on a Sunday.
WEEKDAY_HOURS = (dt.time(8), dt.time(21))
SATURDAY_HOURS = (dt.time(9), dt.time(21))
# More than the longest run of days without calls (Christmas with a Sunday), so the search below always ends.
DAYS_AHEAD = 15


def weekday_names(days: Collection[int]) -> str:
    """Weekdays in the order of the week, by their names: Monday, Friday. Three or more in a row: Monday to Friday."""
    names = [Weekday(day).label for day in sorted(set(days))]
    if len(names) > 2 and max(days) - min(days) == len(names) - 1:
        return f"{names[0]} to {names[-1]}"
    return ", ".join(names)


@cache
def holidays_of(nation: Nation, year: int) -> dict[dt.date, str]:
    """The nation's public holidays of a year with their names, substitute days too. Unknown: those of any nation."""
    if nation == Nation.UNKNOWN:
        every: dict[dt.date, str] = {}
        for known in SUBDIVISIONS:
            every |= holidays_of(known, year)
        return every
    return dict(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=year).items())


def is_holiday(day: dt.date, nations: Iterable[Nation]) -> bool:
    """Whether `day` is a public holiday in any of `nations`; none given means that it is not known where they are."""
    return any(day in holidays_of(Nation(nation), day.year) for nation in tuple(nations) or (Nation.UNKNOWN,))


def is_working_day(day: dt.date, nation: Nation) -> bool:
    """Monday to Friday and no public holiday there."""
    return day.weekday() < Weekday.SATURDAY and not is_holiday(day, (nation,))


def next_working_day(day: dt.date, nation: Nation) -> dt.date:
    """The first working day after `day`."""
    day += dt.timedelta(days=1)
    while not is_working_day(day, nation):
        day += dt.timedelta(days=1)
    return day


def calling_hours(day: dt.date) -> tuple[dt.time, dt.time] | None:
    """From when until before when customers may be rung that day by the wall clock; None on a Sunday."""
    if day.weekday() == Weekday.SUNDAY:
        return None
    return SATURDAY_HOURS if day.weekday() == Weekday.SATURDAY else WEEKDAY_HOURS


def why_not_now(at: dt.datetime, nations: Iterable[Nation]) -> Code | None:
    """What speaks against ringing at the aware moment `at`, or None. Holidays come first, then Sundays, then hours."""
    if at.tzinfo is None:
        raise ValueError("A moment without a time zone says nothing about the hour in London.")
    local = at.astimezone(LONDON)
    if is_holiday(local.date(), nations):
        return Code.BANK_HOLIDAY
    hours = calling_hours(local.date())
    if hours is None:
        return Code.NO_CALL_DAY
    return None if hours[0] <= local.time() < hours[1] else Code.OUTSIDE_HOURS


def next_permitted(at: dt.datetime, nations: Iterable[Nation]) -> dt.datetime:
    """The first moment from `at` on at which customers there may be rung."""
    nations = tuple(nations)
    if why_not_now(at, nations) is None:
        return at
    today = at.astimezone(LONDON).date()
    for ahead in range(DAYS_AHEAD):
        day = today + dt.timedelta(days=ahead)
        hours = calling_hours(day)
        opening = dt.datetime.combine(day, hours[0], LONDON) if hours else None
        if opening and opening > at and why_not_now(opening, nations) is None:
            return opening
    raise AssertionError("There is always a day with calling hours within a fortnight.")
