"""The delivery that a call is for, and until when it can be ordered."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from calls.models import Call, Occurrence
from calls.rules.cut_off import CutOff, cut_off_that_counts, misfit, not_delivered
from calls.rules.vocabulary import Level
from customers.models import Customer
from orders.actions.delivery import delivery_terms, delivery_terms_of
from orders.models import Order


@dataclass(frozen=True, slots=True)
class MeantFor:
    """The delivery that a call is for: its day, and the address where the schedule names one."""

    day: dt.date | None = None
    address_id: int | None = None


def delivery_of(call: Call) -> MeantFor:
    """What the scheduled call that brought the customer up is for; nothing without one."""
    occurrence = occurrence_of(call)
    return MeantFor(occurrence.delivery_on, occurrence.schedule.address_id) if occurrence else MeantFor()


def occurrence_of(call: Call) -> Occurrence | None:
    """The call of a schedule that brought the customer up; of several the one with the first cut-off."""
    if call.entry_id is None:
        return None
    return Occurrence.objects.behind(call.entry_id).select_related("schedule").first()


def cut_off_of(call: Call, at: dt.datetime) -> CutOff | None:
    """The cut-off of the day chosen on the draft, else of the call's delivery, else of the next; three statements."""
    occurrence = occurrence_of(call)
    draft = Order.objects.drafts().filter(customer=call.customer_id).values_list("delivery_on", "address").first()
    chosen, goes_to = draft or (None, None)
    site = occurrence.schedule.address_id if occurrence else None
    terms = delivery_terms(call.customer, at, address_id=goes_to or site)
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
    coming = list(Occurrence.objects.next_of(Q(schedule__customer=customer), at).select_related("schedule"))
    terms = delivery_terms_of([(customer, call.schedule.address_id) for call in coming], at)
    found = (
        misfit(
            delivery_on=call.delivery_on,
            cut_off_at=call.cut_off_at,
            terms=terms[customer.pk, call.schedule.address_id],
            at=at,
        )
        for call in coming
    )
    return tuple(each.words for each in found if each)
