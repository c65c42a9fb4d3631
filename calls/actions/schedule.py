"""Writes the standing arrangements to ring a customer."""

import datetime as dt
from typing import Any

from django.db import transaction

from calls.models import Schedule
from calls.rules.schedule import Plan, check_plan
from customers.actions import record_event
from customers.models import Contact, PhoneLine
from customers.rules.vocabulary import EventKind
from staff.models import User


@transaction.atomic
def set_schedule(
    *,
    customer_id: int,
    plan: Plan,
    contact: Contact | None,
    line: PhoneLine | None,
    owner: User | None,
    by: User,
    at: dt.datetime,
    schedule_id: int | None = None,
) -> Schedule:
    """Make a schedule, or change the one named; the same one again changes nothing. Raises ImpossibleSchedule."""
    check_plan(plan)
    fields: dict[str, Any] = {
        "weekdays": sorted(plan.weekdays),
        "window_from": plan.window_from,
        "window_until": plan.window_until,
        "cut_off": plan.cut_off,
        "delivery_after_days": plan.delivery_after_days,
        "valid_from": plan.valid_from,
        "valid_until": plan.valid_until,
        "contact": contact,
        "line": line,
        "owner": owner,
    }
    if schedule_id is None:
        schedule, is_new = Schedule.objects.get_or_create(customer_id=customer_id, **fields)
    else:
        schedule, is_new = _change(customer_id, schedule_id, fields)
    if is_new:
        said = f"Call schedule: {schedule}"
        record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=said, by=by, at=at)
    return schedule


def _change(customer_id: int, schedule_id: int, fields: dict[str, Any]) -> tuple[Schedule, bool]:
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=schedule_id, customer=customer_id)
    changed = [name for name, value in fields.items() if getattr(schedule, name) != value]
    for name in changed:
        setattr(schedule, name, fields[name])
    if changed:
        schedule.save(update_fields=changed)
    return schedule, bool(changed)
