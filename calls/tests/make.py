"""Schedules, queue entries, promises, missed calls and open cards for tests."""

import datetime as dt
from typing import Any
from uuid import uuid4

from calls.actions import claim_next, save_outcome
from calls.actions.occurrences import lay_out
from calls.models import Appointment, Call, Callback, MissedContact, QueueEntry, Schedule
from calls.rules.inbound import MissedKind
from calls.rules.vocabulary import Level, Outcome
from customers.models import Customer
from customers.tests.make import make_customer, make_reachable_customer
from staff.models import User

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
MONDAY_TO_SATURDAY = [0, 1, 2, 3, 4, 5]


def make_schedule(customer: Customer, *, at: dt.datetime | None = NOON, **overrides: Any) -> Schedule:
    """Monday to Saturday from 9 to 5 with the cut-off at 15:00, always valid, unless overridden.

    Its calls are laid out from the day of `at` on; with None they are not.
    """
    fields: dict[str, Any] = {
        "weekdays": MONDAY_TO_SATURDAY,
        "window_from": dt.time(9),
        "cut_off": dt.time(15),
        "valid_from": dt.date(2020, 1, 1),
    }
    schedule = Schedule.objects.create(customer=customer, **fields | overrides)
    if at is not None:
        lay_out(schedule_ids=[schedule.pk], at=at)
    return schedule


def make_entry(*, at: dt.datetime, **overrides: Any) -> QueueEntry:
    """A scheduled call that has been ready for an hour, for everybody, at a customer of its own."""
    ready = at - dt.timedelta(hours=1)
    fields: dict[str, Any] = {
        "level": Level.SCHEDULED,
        "rank": at.timestamp(),
        "pool_at": ready,
        "ready_at": ready,
        "opened_at": ready,
    }
    if "customer" not in overrides:
        fields["customer"] = make_reachable_customer()
    return QueueEntry.objects.create(**fields | overrides)


def make_callback(customer: Customer, *, owner: User, at: dt.datetime, **overrides: Any) -> Callback:
    """Promised an hour ago, exactly for `at`."""
    fields: dict[str, Any] = {
        "promised_at": at - dt.timedelta(hours=1),
        "window_from": at,
        "window_until": at + dt.timedelta(minutes=15),
        "is_exact": True,
    }
    return Callback.objects.create(customer=customer, owner=owner, **fields | overrides)


def make_missed(by: User, at: dt.datetime, **overrides: Any) -> MissedContact:
    """Due in an hour; nobody knows who it was."""
    fields: dict[str, Any] = {
        "key": uuid4(),
        "kind": MissedKind.CALL,
        "caller": "somebody from the bakery",
        "arrived_at": at,
        "due_at": at + dt.timedelta(hours=1),
        "recorded_by": by,
        "recorded_at": at,
    }
    return MissedContact.objects.create(**fields | overrides)


def make_appointment(person: User, starts_at: dt.datetime, **overrides: Any) -> Appointment:
    """An hour at a customer's."""
    fields: dict[str, Any] = {
        "key": uuid4(),
        "customer": make_customer(),
        "person": person,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=1),
        "place": "There",
        "purpose": "Samples",
        "made_by": person,
        "made_at": starts_at,
        "changed_at": starts_at,
    }
    return Appointment.objects.create(**fields | overrides)


def open_call(operator: User, at: dt.datetime, **overrides: Any) -> Call:
    """The card that `operator` gets for an entry made for the purpose."""
    make_entry(at=at, **{"level": Level.BREACHING, "rank": 0.0} | overrides)
    call = claim_next(operator=operator, at=at)
    assert call is not None
    return call


def finish_call(call: Call, outcome: Outcome, at: dt.datetime, words: str = "") -> Call:
    """Saved by whoever has the card, with the token they were given."""
    return save_outcome(
        call_id=call.pk,
        token=call.lease_token,
        outcome=outcome,
        words=words,
        promise=None,
        by=call.coordinator,
        at=at,
    )
