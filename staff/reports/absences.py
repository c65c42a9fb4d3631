"""Absences as lists: one's own, those to decide, and those to come."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from staff.models import Absence, User
from staff.rules.attendance import Span, in_words

A_MONTH = dt.timedelta(days=31)
MOST_ROWS = 50


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


def own_absences(user: User, at: dt.datetime) -> tuple[AbsenceRow, ...]:
    """Those of the last year and all to come, the latest first."""
    mine = Absence.objects.filter(user=user, ends_at__gt=at - dt.timedelta(days=366))
    return _rows(mine.select_related("user", "decided_by").order_by("-starts_at", "-pk")[:MOST_ROWS], at)


def absences_to_decide(at: dt.datetime) -> tuple[AbsenceRow, ...]:
    """The longest waiting first."""
    asked = Absence.objects.to_decide(at).select_related("user", "decided_by")
    return _rows(asked.order_by("asked_at", "pk")[:MOST_ROWS], at)


def absences_to_come(at: dt.datetime) -> tuple[AbsenceRow, ...]:
    """What is agreed for the next month, the present ones too, by their start."""
    agreed = Absence.objects.agreed().meeting(at, at + A_MONTH).select_related("user", "decided_by")
    return _rows(agreed.order_by("starts_at", "pk")[:MOST_ROWS], at)


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
