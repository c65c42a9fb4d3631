"""Who is in, until when, and when the others are back: two statements, however many people there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from staff.models import Absence, User, WorkingHours
from staff.rules import attendance
from staff.rules.attendance import LONDON, USUAL_WEEK, Clock, Span, Week

# How far ahead somebody's next hour is looked for.
LOOK_AHEAD = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One person's day. `today` are the times they work; `next_in` is `at` for who is in, None when far away."""

    user: User
    at: dt.datetime
    today: tuple[Span, ...]
    next_in: dt.datetime | None
    away_until: dt.datetime | None

    @property
    def is_in(self) -> bool:
        return attendance.is_in(self.today, self.at)

    @property
    def until(self) -> dt.datetime | None:
        """When the present stretch of work ends; None for who is not in."""
        return next((span.end for span in self.today if span.holds(self.at)), None)

    @property
    def comes_at(self) -> dt.datetime | None:
        """When they begin later today; None for who is in or has finished."""
        return None if self.is_in else attendance.next_in(self.today, self.at)


def presence(*, since: dt.datetime, until: dt.datetime, users: Collection[int] | None = None) -> dict[int, list[Span]]:
    """When each person works on the days from that of `since` to that of `until`; all who work here, or `users`.

    Somebody who has left, or is away throughout, has an empty list or no entry. To be handed to SQL as two columns
    of moments where a whole queue is to be compared with it.
    """
    everybody = User.objects.active() if users is None else User.objects.active().filter(pk__in=users)
    ids = list(everybody.values_list("pk", flat=True))
    weeks, absences = _weeks(ids), _absences(ids, since, until)
    first, last = since.astimezone(LONDON).date(), until.astimezone(LONDON).date()
    return {
        user: attendance.spans_between(first, last, weeks.get(user, USUAL_WEEK), absences.get(user, [])) for user in ids
    }


def attendance_on(at: dt.datetime) -> list[Attendance]:
    """Everybody who works here, by name, as their day looks at `at`."""
    people = list(User.objects.active().order_by("full_name", "pk"))
    ahead = at + LOOK_AHEAD
    ids = [person.pk for person in people]
    weeks, absences = _weeks(ids), _absences(ids, at, ahead)
    today = at.astimezone(LONDON).date()
    found = []
    for person in people:
        week, away = weeks.get(person.pk, USUAL_WEEK), absences.get(person.pk, [])
        spans = attendance.spans_between(today, ahead.astimezone(LONDON).date(), week, away)
        found.append(
            Attendance(
                user=person,
                at=at,
                today=tuple(attendance.spans_on(today, week, away)),
                next_in=attendance.next_in(spans, at),
                away_until=max((absence.end for absence in away if absence.holds(at)), default=None),
            )
        )
    return found


def week_of(user: User) -> Week:
    """Their own hours by weekday, or the usual ones."""
    return _weeks([user.pk]).get(user.pk, USUAL_WEEK)


def _weeks(ids: Collection[int]) -> Mapping[int, dict[int, Clock]]:
    weeks: dict[int, dict[int, Clock]] = defaultdict(dict)
    for row in WorkingHours.objects.filter(user__in=ids):
        weeks[row.user_id][row.weekday] = (row.starts_at, row.ends_at)
    return weeks


def _absences(ids: Collection[int], since: dt.datetime, until: dt.datetime) -> Mapping[int, list[Span]]:
    """Whole days are looked at, so an absence that ended this morning is among them."""
    day = dt.timedelta(days=1)
    absences: dict[int, list[Span]] = defaultdict(list)
    for absence in Absence.objects.agreed().filter(user__in=ids).meeting(since - day, until + day):
        absences[absence.user_id].append(absence.span)
    return absences
