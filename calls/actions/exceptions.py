"""Writes the days on which a schedule departs from its rhythm, and when a customer is closed."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from calls.actions.moved import go_on_without, note_moved, standing_for
from calls.actions.occurrences import AHEAD, circumstances_of, lay_out
from calls.models import MovedCall, Schedule, ScheduleException
from calls.rules.exceptions import (
    ImpossibleException,
    call_on,
    check_added,
    check_moved,
    check_near,
    check_words,
    say_day,
)
from calls.rules.occurrences import Circumstances, Exceptional, Falling, Fate
from calls.rules.plan import calls_of
from calls.rules.schedule import london_day
from customers import actions as customers
from customers.models import Closure
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User


@transaction.atomic
def add_call(*, schedule_id: int, on: dt.date, words: str, by: User, at: dt.datetime) -> None:
    """Ring on a day outside the rhythm. Raises ImpossibleException; asking twice is refused as rung anyway."""
    schedule, around = _locked(schedule_id, on, at, words)
    _add(schedule, around, on, words, by, at)
    _say(schedule, f"Extra call on {say_day(on)}: {words}", by, at)
    lay_out(schedule_ids=[schedule.pk], at=at)


@transaction.atomic
def leave_out_call(*, schedule_id: int, on: dt.date, words: str, by: User, at: dt.datetime) -> None:
    """Do not ring on a day on which this schedule asks for it. Raises ImpossibleException when it asks for none."""
    schedule, around = _locked(schedule_id, on, at, words)
    _leave_out(schedule, around, on, words, by, at)
    _say(schedule, f"No call on {say_day(on)}: {words}", by, at)
    lay_out(schedule_ids=[schedule.pk], at=at)


@transaction.atomic
def move_call(*, schedule_id: int, on: dt.date, to: dt.date, words: str, by: User, at: dt.datetime) -> None:
    """Ring on another day than the schedule says, once. Raises ImpossibleException; either both change or neither.

    A call that stands in today's queue leaves it as moved, unless it is on somebody's screen. Locks the entry, then the
    schedule.
    """
    check_near(to, today=london_day(at), field="to")
    check_moved(on, to)
    entry = standing_for(schedule_id, on, at=at)
    schedule, around = _locked(schedule_id, on, at, words)
    stands_for = _leave_out(schedule, around, on, words, by, at)
    around = circumstances_of([schedule], min(on, to) - AHEAD)[schedule.pk]
    said = f"Instead of {say_day(on)}: {words}"[:200]
    _add(schedule, around, to, said, by, at, field="to", instead_of=stands_for)
    _say(schedule, f"Call of {say_day(on)} moved to {say_day(to)}: {words}", by, at)
    lay_out(schedule_ids=[schedule.pk], at=at)
    if entry is not None and to > on:
        note_moved(entry, schedule_id, on, to, words=words, by=by, at=at)
        go_on_without(entry, at=at)


@transaction.atomic
def withdraw_exception(*, schedule_id: int, on: dt.date, by: User, at: dt.datetime) -> None:
    """Follow the rhythm again on that day; of a call that was moved on both its days, whichever of them is named.

    Asking twice does nothing the second time. What was moved from today on counts as not moved; earlier days stay.
    """
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=schedule_id)
    theirs = ScheduleException.objects.filter(schedule=schedule)
    stands_for = theirs.filter(on=on, instead_of__isnull=False).values_list("instead_of", flat=True).first() or on
    for exception in theirs.filter(Q(on=on) | Q(on=stands_for) | Q(instead_of=stands_for)):
        exception.delete()
        MovedCall.objects.filter(schedule=schedule, to_on=exception.on, from_on__gte=london_day(at)).delete()
        _say(schedule, f"As usual again on {say_day(exception.on)}", by, at)
    lay_out(schedule_ids=[schedule.pk], at=at)


@transaction.atomic
def close_customer_for(
    *, customer_id: int, from_on: dt.date, until_on: dt.date, words: str, by: User, at: dt.datetime
) -> Closure:
    """Record a closure and take the calls of those days away. Raises ImpossibleClosure."""
    closure = customers.add_closure(
        customer_id=customer_id, from_on=from_on, until_on=until_on, words=words, by=by, at=at
    )
    _lay_out_customer(customer_id, at)
    return closure


@transaction.atomic
def reopen_customer(*, customer_id: int, closure_id: int, by: User, at: dt.datetime) -> None:
    """Withdraw a closure; the calls of those days come back."""
    customers.withdraw_closure(customer_id=customer_id, closure_id=closure_id, by=by, at=at)
    _lay_out_customer(customer_id, at)


def _lay_out_customer(customer_id: int, at: dt.datetime) -> None:
    lay_out(schedule_ids=Schedule.objects.filter(customer=customer_id).values_list("pk", flat=True), at=at)


def _locked(schedule_id: int, on: dt.date, at: dt.datetime, words: str) -> tuple[Schedule, Circumstances]:
    check_words(words)
    refuse_card_numbers(words, field="words")
    check_near(on, today=london_day(at))
    locked = Schedule.objects.select_for_update(no_key=True, of=("self",)).select_related("customer")
    schedule = locked.get(pk=schedule_id)
    return schedule, circumstances_of([schedule], min(on, london_day(at)) - AHEAD)[schedule.pk]


def _near(schedule: Schedule, around: Circumstances, on: dt.date) -> list[Falling]:
    return calls_of(schedule.plan, around, on - AHEAD, on + AHEAD)


def _add(
    schedule: Schedule,
    around: Circumstances,
    on: dt.date,
    words: str,
    by: User,
    at: dt.datetime,
    *,
    field: str = "on",
    instead_of: dt.date | None = None,
) -> None:
    calls = _near(schedule, around, on)
    try:
        check_added(on, rhythm=schedule.plan.rhythm, around=around, calls=calls, today=london_day(at))
    except ImpossibleException as refusal:
        raise ImpossibleException(refusal.sentence, field=field) from refusal
    _keep(schedule, on, Exceptional.ADDED, words, by, at, instead_of)


def _leave_out(
    schedule: Schedule, around: Circumstances, on: dt.date, words: str, by: User, at: dt.datetime
) -> dt.date | None:
    """The day of the rhythm that now brings no call; None for an extra call, which stood for no other day."""
    call: Falling | None = call_on(on, calls=_near(schedule, around, on), today=london_day(at))
    stood_for: dt.date | None = None
    if call is not None and call.fate == Fate.ADDED:
        added = ScheduleException.objects.filter(schedule=schedule, on=on)
        stood_for = added.values_list("instead_of", flat=True).first()
        added.delete()
        usual = _near(schedule, _without(around, on), on)
        call = next((each for each in usual if each.is_call and each.on == on), None)
    if call is None:
        return stood_for
    _keep(schedule, call.rhythm_on, Exceptional.SKIPPED, words, by, at)
    return call.rhythm_on


def _without(around: Circumstances, on: dt.date) -> Circumstances:
    added = {day: words for day, words in around.added.items() if day != on}
    return Circumstances(around.nation, around.delivery_days, around.shut, added, around.skipped)


def _keep(
    schedule: Schedule,
    on: dt.date,
    kind: Exceptional,
    words: str,
    by: User,
    at: dt.datetime,
    instead_of: dt.date | None = None,
) -> None:
    said = {"kind": kind, "words": words, "made_by": by, "made_at": at, "instead_of": instead_of}
    ScheduleException.objects.update_or_create(schedule=schedule, on=on, defaults=said)


def _say(schedule: Schedule, sentence: str, by: User, at: dt.datetime) -> None:
    customers.record_event(customer_id=schedule.customer_id, kind=EventKind.RECORD, sentence=sentence, by=by, at=at)
