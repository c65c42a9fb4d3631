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
from orders.rules.delivery import DeliveryTerms


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
    """The call of a schedule that brought the customer up; of several the one with the first cut-off.

    One for whose site something is ordered already comes after the others.
    """
    if call.entry_id is None:
        return None
    return Occurrence.objects.behind(call.entry_id).select_related("schedule__address").first()


@dataclass(frozen=True, slots=True)
class Ahead:
    """The delivery that an order would make now: until when it can be ordered, and where it goes where that is said."""

    cut_off: CutOff | None
    goes_to: str


def delivery_ahead(call: Call, at: dt.datetime) -> Ahead:
    """What is chosen on the draft, else what the call is for, else the next delivery; three statements."""
    occurrence = occurrence_of(call)
    draft = Order.objects.drafts().filter(customer=call.customer_id).select_related("address").first()
    site = (draft and draft.address) or (occurrence and occurrence.schedule.address)
    terms = delivery_terms(call.customer, at, address_id=site.pk if site else None)
    cut_off = _cut_off(call, occurrence, draft.delivery_on if draft else None, terms, at)
    return Ahead(cut_off, site.in_one_line if site else "")


def _cut_off(
    call: Call, occurrence: Occurrence | None, chosen: dt.date | None, terms: DeliveryTerms, at: dt.datetime
) -> CutOff | None:
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
