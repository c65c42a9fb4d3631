"""Absences as lists: one's own, those to decide, and those to come."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from staff.models import Absence, User
from staff.reports.keys import behind, key_of
from staff.rules.attendance import Span, in_words

A_MONTH = dt.timedelta(days=31)
PAGE = 50


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """One absence in words; `state` is asked, agreed, declined or taken back. `is_over` when it has passed."""

    id: int
    user_id: int
    person: str
    when: str
    kind: str
    words: str
    state: str
    decided_by: str
    decision_words: str
    is_over: bool

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in {"asked", "agreed"} and not self.is_over


@dataclass(frozen=True, slots=True)
class AbsencePage:
    """Some rows, and the `after` of the following page; empty when this is the last."""

    rows: tuple[AbsenceRow, ...]
    following: str


def own_absences(user: User, at: dt.datetime, *, after: str = "") -> AbsencePage:
    """Those of the last year and all to come, the latest first. A key that cannot be read starts at the first."""
    mine = Absence.objects.filter(user=user, ends_at__gt=at - dt.timedelta(days=366))
    return _page(mine, "starts_at", at, after, newest_first=True)


def absences_to_decide(at: dt.datetime, *, after: str = "") -> AbsencePage:
    """The longest waiting first."""
    return _page(Absence.objects.to_decide(at), "asked_at", at, after)


def absences_to_come(at: dt.datetime, *, after: str = "") -> AbsencePage:
    """What is agreed for the next month, the present ones too, by their start."""
    return _page(Absence.objects.agreed().meeting(at, at + A_MONTH), "starts_at", at, after)


def _page(
    absences: QuerySet[Absence], field: str, at: dt.datetime, after: str, *, newest_first: bool = False
) -> AbsencePage:
    way = "-" if newest_first else ""
    further = absences.filter(behind(after, field, newest_first=newest_first)).select_related("user", "decided_by")
    found = list(further.order_by(f"{way}{field}", f"{way}pk")[: PAGE + 1])
    following = key_of(getattr(found[PAGE - 1], field), found[PAGE - 1].pk) if len(found) > PAGE else ""
    return AbsencePage(_rows(found[:PAGE], at), following)


def _rows(absences: Iterable[Absence], at: dt.datetime) -> tuple[AbsenceRow, ...]:
    return tuple(
        AbsenceRow(
            id=absence.pk,
            user_id=absence.user_id,
            person=str(absence.user),
            when=in_words(Span(absence.starts_at, absence.ends_at)),
            kind=absence.get_kind_display(),
            words=absence.words,
            state=absence.state,
            decided_by=str(absence.decided_by or ""),
            decision_words=absence.decision_words,
            is_over=absence.ends_at <= at,
        )
        for absence in absences
    )
