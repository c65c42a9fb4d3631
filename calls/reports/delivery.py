"""The delivery that a call is for, and until when it can be ordered."""

import datetime as dt

from django.db.models import F, Q

from calls.models import Call, Occurrence
from calls.rules.cut_off import CutOff, contradiction, cut_off_that_counts, not_delivered
from calls.rules.vocabulary import Level
from customers.models import Customer
from orders.actions.delivery import delivery_terms
from orders.models import Order


def delivery_of(call: Call) -> dt.date | None:
    """The delivery day of the scheduled call that brought the customer up; None without one."""
    occurrence = occurrence_of(call)
    return occurrence.delivery_on if occurrence else None


def occurrence_of(call: Call) -> Occurrence | None:
    """The call of a schedule that brought the customer up; of several the one with the first cut-off."""
    if call.entry_id is None:
        return None
    asked = Occurrence.objects.filter(
        schedule__reasons__entry=call.entry_id, due_on=F("schedule__reasons__due_on")
    ).order_by("cut_off_at", "pk")
    return asked.first()


def cut_off_of(call: Call, at: dt.datetime) -> CutOff | None:
    """The cut-off of the day chosen on the draft, else of the call's delivery, else of the next; three statements."""
    occurrence, terms = occurrence_of(call), delivery_terms(call.customer, at)
    chosen = Order.objects.drafts().filter(customer=call.customer_id).values_list("delivery_on", flat=True).first()
    meant_for = chosen or (occurrence.delivery_on if occurrence else None)
    words = not_delivered(meant_for, terms, at)
    day = next(terms.days.open_dates(at), None) if meant_for is None or words else meant_for
    if day is None:
        return None
    is_meant = occurrence is not None and day == occurrence.delivery_on
    due_at = call.entry.due_at if call.entry and call.entry.level == Level.SCHEDULED else None
    scheduled = occurrence.cut_off_at if occurrence and is_meant else due_at if occurrence is None else None
    by_round = terms.days.order_by(day)
    found = cut_off_that_counts(delivery_on=day, scheduled=scheduled, by_round=by_round, round_name=terms.round)
    return CutOff(found.at, day, words) if found and words else found


def contradictions(customer: Customer, at: dt.datetime) -> tuple[str, ...]:
    """Where the next call of each of their schedules asks for what their delivery does not give; two statements."""
    terms = delivery_terms(customer, at)
    coming = Occurrence.objects.next_of(Q(schedule__customer=customer), at)
    said = (
        contradiction(delivery_on=call.delivery_on, cut_off_at=call.cut_off_at, terms=terms, at=at) for call in coming
    )
    return tuple(words for words in said if words)
