"""What has been tried with a customer, and the rest they are given when it was too often."""

import datetime as dt

from calls.actions.lease import Card
from calls.models import Call, DeskSettings, QueueEntry, QueueReason, Rest
from calls.rules.outcomes import is_reached
from calls.rules.retry import Hours, Round, counts_towards_rest
from calls.rules.vocabulary import Direction, Level, Outcome
from customers.rules.vocabulary import Nation

OWED = frozenset({Level.BREACHING, Level.PROMISE})


def round_of(card: Card, outcome: Outcome, *, settings: DeskSettings, at: dt.datetime) -> Round:
    """What the rules need to know to place the next try; the call itself has been saved."""
    entry, call = card.entry, card.call
    lately = _lately(call, since=at - settings.tries_counted)
    window = _window(entry)
    return Round(
        times=sum(1 for other, _, entry_id in lately if other == outcome and entry_id == call.entry_id),
        tried_at=tuple(saved_at for other, saved_at, _ in lately if not is_reached(other)),
        due_at=entry.due_at if entry else None,
        is_owed=entry is not None and _is_owed(entry),
        nation=Nation(call.customer.nation),
        hours=_hours(window) or settings.tries_in,
        apart=settings.tries_apart,
        also_on=window.due_on if window else None,
    )


def _is_owed(entry: QueueEntry) -> bool:
    """A promise or an answer stands behind its place, not only somebody who pulled it forward or laid it aside."""
    owed = entry.reasons.filter(schedule=None, proposed=None, override=None, stashed=None)
    return entry.level in OWED and owed.exists()


def _hours(window: QueueReason | None) -> Hours | None:
    schedule = window.schedule if window else None
    return Hours(schedule.window_from, schedule.window_until) if schedule else None


def _window(entry: QueueEntry | None) -> QueueReason | None:
    """The scheduled call that an entry stands for, if it does; of two whose hours differ the one that closes first."""
    if entry is None or entry.level != Level.SCHEDULED:
        return None
    scheduled = entry.reasons.filter(schedule__isnull=False, level=Level.SCHEDULED).select_related("schedule")
    return scheduled.order_by("schedule__window_until", "pk").first()


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


def _lately(call: Call, *, since: dt.datetime) -> list[tuple[Outcome, dt.datetime, int | None]]:
    """Outcome, moment and entry of our calls to them, the latest first."""
    ours = Call.objects.finished().filter(customer=call.customer_id, direction=Direction.OUTBOUND)
    rows = ours.filter(saved_at__gt=since).order_by("-saved_at", "-pk")
    return [
        (Outcome(outcome), saved_at, entry_id)
        for outcome, saved_at, entry_id in rows.values_list("outcome", "saved_at", "entry")
        if saved_at
    ]
