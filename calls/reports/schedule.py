"""A customer's schedules: what they say, and the year ahead call by call and as a calendar."""

import datetime as dt
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from calls.actions.occurrences import circumstances_of
from calls.models import Schedule, ScheduleException
from calls.rules.exceptions import say_day
from calls.rules.occurrences import Circumstances, Falling, Fate
from calls.rules.plan import YEAR, Moments, calls_of, moments_on, plan_in_words
from customers.models import Closure, Customer

WEEKS_FROM_MONDAY = Calendar()


@dataclass(frozen=True, slots=True)
class YearCall:
    """One day of one schedule in the year ahead; `moments` is None where no call comes of it."""

    schedule: Schedule
    falling: Falling
    moments: Moments | None

    @property
    def words(self) -> str:
        """What a colleague should know of this day; empty when it is as usual."""
        because = self.falling.because
        if self.falling.fate == Fate.MOVED:
            return f"Instead of {say_day(self.falling.rhythm_on)}: {because}"
        if self.falling.fate == Fate.LEFT_OUT:
            return f"Left out: {because}"
        return because


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the calendar. `fate` is how it is drawn, empty for a day without a call; `words` says it."""

    on: dt.date
    is_in_month: bool
    fate: str
    words: str


@dataclass(frozen=True, slots=True)
class Month:
    first: dt.date
    weeks: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Year:
    calls: list[YearCall]
    months: list[Month]
    words: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A schedule with its words, its exceptions to come, whether it is over and whether it has begun at all."""

    schedule: Schedule
    words: str
    exceptions: list[ScheduleException]
    is_over: bool
    has_begun: bool


@dataclass(frozen=True, slots=True)
class SchedulePage:
    customer: Customer
    standing: list[Standing]
    closures: list[Closure]
    year: Year


def schedule_page(customer: Customer, today: dt.date) -> SchedulePage:
    people = ("customer__owner", "contact", "line", "address", "owner")
    schedules = list(
        Schedule.objects.filter(customer=customer).select_related("contradiction", *people).order_by("valid_from", "pk")
    )
    exceptions: dict[int, list[ScheduleException]] = defaultdict(list)
    for each in ScheduleException.objects.filter(schedule__in=schedules, on__gte=today).select_related("made_by"):
        exceptions[each.schedule_id].append(each)
    return SchedulePage(
        customer=customer,
        standing=[
            Standing(
                each,
                plan_in_words(each.plan),
                exceptions[each.pk],
                each.valid_until is not None and each.valid_until < today,
                each.valid_from <= today,
            )
            for each in schedules
        ],
        closures=list(Closure.objects.not_over(today).filter(customer=customer)),
        year=year_ahead(schedules, today),
    )


def year_ahead(schedules: Sequence[Schedule], today: dt.date) -> Year:
    """The calls of these schedules, all of one customer or not, for a year from `today` on: in words and by month."""
    around = circumstances_of(schedules, today - YEAR)
    last = today + YEAR
    calls = [
        _year_call(schedule, around[schedule.pk], falling)
        for schedule in schedules
        for falling in calls_of(schedule.plan, around[schedule.pk], today, last)
    ]
    calls.sort(key=lambda call: (call.falling.on, call.schedule.window_from, call.schedule.pk))
    return Year(calls=calls, months=_months(calls, today, last), words=year_in_words([call.falling for call in calls]))


def _year_call(schedule: Schedule, around: Circumstances, falling: Falling) -> YearCall:
    clocks = moments_on(schedule.plan, around, falling.on) if falling.is_call else None
    return YearCall(schedule, falling, clocks)


def year_in_words(fallings: Sequence[Falling]) -> str:
    """“52 calls in the year ahead, the next on Tue 24 Nov 2026; 2 moved, 1 left out”."""
    calls = [falling for falling in fallings if falling.is_call]
    if not calls:
        return "No calls in the year ahead."
    counted = [
        f"{n} {what}"
        for fate, what in ((Fate.MOVED, "moved"), (Fate.ADDED, "extra"), (Fate.LEFT_OUT, "left out"))
        if (n := sum(falling.fate == fate for falling in fallings))
    ]
    plural = "call" if len(calls) == 1 else "calls"
    besides = f"; {', '.join(counted)}" if counted else ""
    return f"{len(calls)} {plural} in the year ahead, the next on {say_day(calls[0].on)}{besides}."


def _months(calls: Iterable[YearCall], first: dt.date, last: dt.date) -> list[Month]:
    by_day: dict[dt.date, list[YearCall]] = defaultdict(list)
    for call in calls:
        by_day[call.falling.on].append(call)
    months, start = [], first.replace(day=1)
    while start <= last:
        weeks = [
            [_cell(day, day.month == start.month, by_day.get(day, [])) for day in week]
            for week in WEEKS_FROM_MONDAY.monthdatescalendar(start.year, start.month)
        ]
        months.append(Month(start, weeks))
        start = (start + dt.timedelta(days=31)).replace(day=1)
    return months


def _cell(day: dt.date, is_in_month: bool, calls: list[YearCall]) -> Cell:
    shown = next((call for call in calls if call.moments), calls[0] if calls else None)
    if shown is None or not is_in_month:
        return Cell(day, is_in_month, "", "")
    fate = shown.falling.fate
    said = "Call" if fate == Fate.AS_USUAL else fate.label
    return Cell(day, is_in_month, fate.value.replace("_", "-"), f"{said}. {shown.words}" if shown.words else said)
