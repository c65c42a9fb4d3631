"""What has been tried with a customer, and the rest they are given when it was too often."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import ExpressionWrapper, Q
from django.db.models.fields import BooleanField

from calls.actions.lease import Card
from calls.models import Call, Candidate, DeskSettings, QueueEntry, QueueReason, Rest
from calls.rules.outcomes import is_reached
from calls.rules.retry import Hours, Round, counts_towards_rest
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Direction, Level, Outcome
from customers.rules.vocabulary import Nation

OWED = frozenset({Level.BREACHING, Level.PROMISE})


def round_of(card: Card, outcome: Outcome, *, settings: DeskSettings, at: dt.datetime) -> Round:
    """What the rules need to know to place the next try; the call itself has been saved.

    What of theirs is due first while something can still come of it is served first. A cause of a later day begins the
    round again: it gets its own tries.
    """
    entry, call = card.entry, card.call
    lately, causes = _lately(call, since=at - settings.tries_counted), _causes(entry, at)
    is_owed = any(_is_owed(cause) for cause in causes)
    window = None if is_owed else _window(causes, at)
    ahead = [cause.due_at for cause in causes if cause.due_at and cause.due_at > at]
    begun_on = max((cause.due_on for cause in causes), default=dt.date.min)
    return Round(
        times=sum(
            1
            for other, saved_at, entry_id in lately
            if other == outcome and entry_id == call.entry_id and london_day(saved_at) >= begun_on
        ),
        tried_at=tuple(saved_at for other, saved_at, _ in lately if not is_reached(other)),
        due_at=min(ahead, default=entry.due_at if entry else None),
        is_owed=is_owed,
        nation=Nation(call.customer.nation),
        hours=_hours(window) or settings.tries_in,
        apart=settings.tries_apart,
        also_on=window.due_on if window else None,
    )


def _causes(entry: QueueEntry | None, at: dt.datetime) -> list[QueueReason]:
    """Those that have begun; while none has, all."""
    theirs = list(entry.reasons.all()) if entry else []
    return [cause for cause in theirs if cause.ready_at <= at] or theirs


def _is_owed(cause: QueueReason) -> bool:
    """A promise or an answer, not only somebody who pulled them forward or laid them aside."""
    is_ours = cause.override_id is not None or cause.stashed_id is not None
    return cause.level in OWED and not is_ours


def _hours(window: QueueReason | None) -> Hours | None:
    schedule = window.schedule if window else None
    return Hours(schedule.window_from, schedule.window_until) if schedule else None


def _window(causes: Sequence[QueueReason], at: dt.datetime) -> QueueReason | None:
    """The scheduled call that a try is for; of several one of use, of the latest day, then whose hours close first."""
    has_passed = ExpressionWrapper(Q(due_at__lte=at), output_field=BooleanField())
    scheduled = QueueReason.objects.filter(pk__in=[cause.pk for cause in causes], schedule__isnull=False)
    in_order = scheduled.order_by(has_passed, "-due_on", "schedule__window_until", "pk")
    return in_order.select_related("schedule").first()


def rest_if_tried_too_often(call: Call, outcome: Outcome, *, settings: DeskSettings, at: dt.datetime) -> None:
    """A rest after too many calls in a row that reached nobody; a conversation ends one. Twice is once."""
    if is_reached(outcome):
        Rest.objects.at(at).filter(customer=call.customer_id).update(until_at=at)
        return
    in_a_row = 0
    for other, _saved_at, _entry in _lately(call, since=at - settings.tries_counted):
        if is_reached(other):
            break
        in_a_row += counts_towards_rest(other)
    if in_a_row >= settings.rest_after:
        Rest.objects.update_or_create(
            customer_id=call.customer_id,
            defaults={"begun_at": at, "until_at": at + settings.rest, "calls": in_a_row},
        )
        # With it goes what they stand in the queue for unasked; the ranking proposes nobody who rests.
        Candidate.objects.filter(customer=call.customer_id).delete()


def _lately(call: Call, *, since: dt.datetime) -> list[tuple[Outcome, dt.datetime, int | None]]:
    """Outcome, moment and entry of our calls to them, the latest first."""
    ours = Call.objects.finished().filter(customer=call.customer_id, direction=Direction.OUTBOUND)
    rows = ours.filter(saved_at__gt=since).order_by("-saved_at", "-pk")
    return [
        (Outcome(outcome), saved_at, entry_id)
        for outcome, saved_at, entry_id in rows.values_list("outcome", "saved_at", "entry")
        if saved_at
    ]
