"""Writes people's hours and absences. Each action locks the person's row, so that two cannot meet half way."""

import datetime as dt

from django.db import transaction

from staff.models import Absence, User, WorkingHours
from staff.rules import AbsenceKind, Refusal
from staff.rules.attendance import ImpossibleAbsence, Span, Week, check_absence, check_week, in_words


class NotTheirs(Refusal):
    """Only the person themselves, or who keeps the team's times, may do this."""


@transaction.atomic
def set_hours(*, user_id: int, week: Week) -> None:
    """Put `week` in the place of all the person's hours; the same again changes nothing. Raises ImpossibleHours."""
    check_week(week)
    _lock(user_id)
    WorkingHours.objects.filter(user=user_id).exclude(weekday__in=week).delete()
    WorkingHours.objects.bulk_create(
        [
            WorkingHours(user_id=user_id, weekday=day, starts_at=hours[0], ends_at=hours[1])
            for day, hours in week.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "weekday"],
        update_fields=["starts_at", "ends_at"],
    )


@transaction.atomic
def ask_absence(*, user: User, span: Span, kind: AbsenceKind, words: str, at: dt.datetime) -> Absence:
    """Ask to be away; it counts once somebody agrees. The same time again is the same request.

    Raises ImpossibleAbsence: the wrong way round, in the past, or over another absence of theirs.
    """
    check_absence(span, at=at, by_themselves=True)
    return _add(user.pk, span, kind, words, by=user, at=at, is_agreed=False)


@transaction.atomic
def enter_absence(*, user_id: int, span: Span, kind: AbsenceKind, words: str, by: User, at: dt.datetime) -> Absence:
    """Enter that somebody is away; it counts at once. A request for the same time is agreed by it."""
    check_absence(span, at=at, by_themselves=False)
    return _add(user_id, span, kind, words, by=by, at=at, is_agreed=True)


@transaction.atomic
def decide_absence(*, absence_id: int, agrees: bool, words: str, by: User, at: dt.datetime) -> Absence:
    """Agree to a request or decline it; the same decision again changes nothing.

    Raises ImpossibleAbsence when it was decided the other way, or taken back, in the meantime.
    """
    absence = _lock_absence(absence_id)
    if absence.withdrawn_at is not None or absence.agreed_at is not None:
        if (absence.state == "agreed") is agrees and absence.state != "taken back":
            return absence
        raise ImpossibleAbsence(f"This request was {absence.state} in the meantime; it stays so.")
    if agrees:
        absence.agreed_at = at
    else:
        absence.withdrawn_at = at
    absence.decided_by, absence.decision_words = by, words
    absence.save(update_fields=["agreed_at", "withdrawn_at", "decided_by", "decision_words"])
    return absence


@transaction.atomic
def withdraw_absence(*, absence_id: int, by: User, at: dt.datetime) -> Absence:
    """Take an absence back, one's own or, by who keeps the times, another's. Twice is once. Raises NotTheirs."""
    absence = _lock_absence(absence_id)
    if absence.user_id != by.pk and not by.has_perm("staff.direct_team"):
        raise NotTheirs("This absence is a colleague's. Only they or the Operations Director can take it back.")
    if absence.withdrawn_at is None:
        absence.withdrawn_at = at
        absence.save(update_fields=["withdrawn_at"])
    return absence


def _add(
    user_id: int, span: Span, kind: AbsenceKind, words: str, *, by: User, at: dt.datetime, is_agreed: bool
) -> Absence:
    user = _lock(user_id)
    if not user.is_active:
        raise ImpossibleAbsence(f"{user} does not work here any more. Choose somebody who does.", field="user")
    met = Absence.objects.standing().filter(user=user).meeting(span.start, span.end).first()
    if met is None:
        return Absence.objects.create(
            user=user,
            starts_at=span.start,
            ends_at=span.end,
            kind=kind,
            words=words,
            asked_at=at,
            asked_by=by,
            agreed_at=at if is_agreed else None,
            decided_by=by if is_agreed else None,
        )
    if met.span != span:
        raise ImpossibleAbsence(
            f"{user} is away already: {in_words(met.span)}. Take that back first, or give another time.",
            field="starts_at",
        )
    if is_agreed and met.agreed_at is None:
        met.agreed_at, met.decided_by = at, by
        met.save(update_fields=["agreed_at", "decided_by"])
    return met


def _lock(user_id: int) -> User:
    user: User = User.objects.select_for_update(no_key=True).get(pk=user_id)
    return user


def _lock_absence(absence_id: int) -> Absence:
    return Absence.objects.select_for_update(no_key=True, of=("self",)).select_related("user").get(pk=absence_id)
