"""Appointments as the desk lists them, and one with what both sides were told."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from calls.actions.appointment import letter_key, meeting_of
from calls.models import Appointment
from customers.models import Message
from customers.reports.letters import letter_state
from orders.reports.lists import PAGE, KeyedPage, read_key, write_key


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment; `letter` says what became of the letter to the customer, empty when there is none."""

    id: int
    customer: str
    account_number: str
    contact: str
    person_id: int
    person: str
    starts_at: dt.datetime
    when: str
    place: str
    purpose: str
    sequence: int
    cancelled_at: dt.datetime | None
    cancel_reason: str
    letter: str
    answer_words: str
    is_over: bool

    @property
    def is_standing(self) -> bool:
        return self.cancelled_at is None and not self.is_over


def appointment_rows(
    at: dt.datetime, *, person_id: int | None = None, over: bool = False, after: str = ""
) -> KeyedPage[AppointmentRow]:
    """Those to come, the soonest first, of one person or of all; with `over` those that are past, the latest first.

    `after` is the key of the page before. Two statements. Raises ValueError for a key that we did not make.
    """
    rows = Appointment.objects.filter(ends_at__lte=at) if over else Appointment.objects.filter(ends_at__gt=at)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if after:
        moment, pk = read_key(after)
        further = Q(starts_at__lt=moment) if over else Q(starts_at__gt=moment)
        rows = rows.filter(further | (Q(starts_at=moment, pk__lt=pk) if over else Q(starts_at=moment, pk__gt=pk)))
    ordered = rows.order_by("-starts_at", "-pk") if over else rows.order_by("starts_at", "pk")
    found = list(ordered.select_related("customer", "contact", "person")[: PAGE + 1])
    following = write_key(found[PAGE - 1].starts_at, found[PAGE - 1].pk) if len(found) > PAGE else ""
    shown = found[:PAGE]
    letters = {letter.key: letter for letter in Message.objects.filter(key__in=[letter_key(row) for row in shown])}
    return KeyedPage(tuple(_row(row, letters.get(letter_key(row)), at) for row in shown), following)


def appointment_sheet(pk: int, at: dt.datetime) -> AppointmentRow | None:
    """None when there is none. Two statements."""
    row = Appointment.objects.select_related("customer", "contact", "person").filter(pk=pk).first()
    return _row(row, Message.objects.filter(key=letter_key(row)).first(), at) if row else None


def _row(row: Appointment, letter: Message | None, at: dt.datetime) -> AppointmentRow:
    return AppointmentRow(
        id=row.pk,
        customer=row.customer.name,
        account_number=row.customer.account_number,
        contact=str(row.contact or ""),
        person_id=row.person_id,
        person=str(row.person),
        starts_at=row.starts_at,
        when=meeting_of(row).when,
        place=row.place,
        purpose=row.purpose,
        sequence=row.sequence,
        cancelled_at=row.cancelled_at,
        cancel_reason=row.cancel_reason,
        letter=letter_state(letter).label if letter else "",
        answer_words=letter.answer_words if letter else "",
        is_over=row.ends_at <= at,
    )
