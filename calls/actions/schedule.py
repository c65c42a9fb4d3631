"""Writes the standing arrangements to ring a customer."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from calls.actions.occurrences import circumstances_of, lay_out
from calls.models import Schedule
from calls.rules.plan import Plan, check_plan, plan_in_words
from calls.rules.schedule import ImpossibleSchedule, ScheduleMoved, london_day
from customers.actions import record_event
from customers.models import Address, Contact, Customer, PhoneLine
from customers.rules.vocabulary import EventKind
from staff.models import User


@dataclass(frozen=True, slots=True)
class Who:
    """Whom to ask for, on which number, for which address, and who rings; None leaves it to the customer's own."""

    contact: Contact | None = None
    line: PhoneLine | None = None
    address: Address | None = None
    owner: User | None = None


@transaction.atomic
def set_schedule(
    *,
    customer_id: int,
    plan: Plan,
    who: Who,
    by: User,
    at: dt.datetime,
    schedule_id: int | None = None,
    seen_version: int | None = None,
) -> Schedule:
    """Make a schedule, or change the one named, and lay out its calls. The same one again changes nothing.

    Locks the customer, so that a double click makes one. Raises ImpossibleSchedule, and ScheduleMoved when somebody
    has changed it since `seen_version`; None asks nothing.
    """
    customer = Customer.objects.select_for_update(no_key=True).get(pk=customer_id)
    check_schedule(customer, plan, who, at)
    fields = _fields(plan, who)
    if schedule_id is None:
        schedule, is_new = Schedule.objects.get_or_create(customer_id=customer_id, **fields)
    else:
        schedule, is_new = _change(customer_id, schedule_id, fields, seen_version)
    if is_new:
        said = f"Call schedule: {plan_in_words(plan)}"
        record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=said, by=by, at=at)
    lay_out(schedule_ids=[schedule.pk], at=at)
    return schedule


@transaction.atomic
def end_schedule(*, customer_id: int, schedule_id: int, on: dt.date, by: User, at: dt.datetime) -> None:
    """Let `on` be the last day of a schedule; one that never rang anybody and has not begun by then is taken away.

    Asking twice changes nothing the second time, nor does it for one that is over.
    """
    schedule = Schedule.objects.select_for_update(no_key=True).filter(pk=schedule_id, customer=customer_id).first()
    if schedule is None or (schedule.valid_until is not None and schedule.valid_until <= on):
        return
    if on < schedule.valid_from and not schedule.reasons.exists():
        said = f"Call schedule taken away before it began: {schedule}"
        schedule.delete()
        record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=said, by=by, at=at)
        return
    schedule.valid_from, schedule.valid_until = min(schedule.valid_from, on), on
    schedule.version += 1
    schedule.save(update_fields=["valid_from", "valid_until", "version"])
    said = f"Call schedule ends on {on:%d %b %Y}: {schedule}"
    record_event(customer_id=customer_id, kind=EventKind.RECORD, sentence=said, by=by, at=at)
    lay_out(schedule_ids=[schedule.pk], at=at)


def check_schedule(customer: Customer, plan: Plan, who: Who, at: dt.datetime) -> None:
    """Raises ImpossibleSchedule, naming the field to mend."""
    check_who(who, customer.pk)
    wanted, today = Schedule(customer=customer, **_fields(plan, who)), london_day(at)
    check_plan(plan, circumstances_of([wanted], today)[wanted.pk], today)


def check_who(who: Who, customer_id: int) -> None:
    """Raises ImpossibleSchedule for somebody who has left, a number not to be rung, or what is another customer's."""
    for field in ("contact", "line", "address"):
        chosen = getattr(who, field)
        if chosen is not None and chosen.customer_id != customer_id:
            raise ImpossibleSchedule("This is not theirs. Choose one of this customer's.", field=field)
    if who.owner is not None and not who.owner.is_active:
        raise ImpossibleSchedule(
            f"{who.owner} has left. Choose somebody who works here, or leave it to the pool.", field="owner"
        )
    if who.contact is not None and who.contact.left_at is not None:
        raise ImpossibleSchedule(f"{who.contact} has left there. Choose somebody else.", field="contact")
    if who.line is not None and (who.line.do_not_call_at or who.line.wrong_number_at):
        why = "They asked us not to ring" if who.line.do_not_call_at else "Somebody else answers on"
        raise ImpossibleSchedule(f"{why} {who.line}. Choose another number.", field="line")


def _fields(plan: Plan, who: Who) -> dict[str, Any]:
    rhythm = plan.rhythm
    return {
        "repeats": rhythm.repeats,
        "weekdays": sorted(rhythm.weekdays),
        "month_week": rhythm.month_week,
        "month_day": rhythm.month_day,
        "window_from": plan.window_from,
        "agreed_for": plan.agreed,
        "window_until": plan.window_until,
        "cut_off": plan.cut_off,
        "cut_off_after_days": plan.cut_off_after_days,
        "delivery_after_days": plan.delivery_after_days,
        "delivery_weekday": plan.delivery_weekday,
        "on_holiday": plan.on_holiday,
        "valid_from": rhythm.starts_on,
        "valid_until": rhythm.ends_on,
        "contact": who.contact,
        "line": who.line,
        "address": who.address,
        "owner": who.owner,
    }


def _change(
    customer_id: int, schedule_id: int, fields: dict[str, Any], seen_version: int | None
) -> tuple[Schedule, bool]:
    schedule = Schedule.objects.select_for_update(no_key=True).get(pk=schedule_id, customer=customer_id)
    changed = [name for name, value in fields.items() if getattr(schedule, name) != value]
    if changed and seen_version not in (None, schedule.version):
        raise ScheduleMoved(now_so=str(schedule))
    for name in changed:
        setattr(schedule, name, fields[name])
    if changed:
        schedule.version += 1
        schedule.save(update_fields=[*changed, "version"])
    return schedule, bool(changed)
