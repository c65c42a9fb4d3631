"""Appointments: made, moved and cancelled, with both sides told each time."""

import datetime as dt
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from calls.models import Appointment
from calls.rules.appointment import (
    Engagement,
    ImpossibleAppointment,
    Meeting,
    check_free,
    check_meeting,
    check_reason,
)
from calls.rules.invitation import Invitation, Party, invitation_file
from customers.actions import promise_letter, promise_message, record_event
from customers.actions.letters import reader_of
from customers.models import Contact, Customer
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind, MessageKind
from staff.models import Absence, User


@transaction.atomic
def make_appointment(
    *, key: UUID, customer_id: int, contact_id: int | None, person: User, meeting: Meeting, by: User, at: dt.datetime
) -> Appointment:
    """An appointment of `person` at a customer; both get it as a letter with a calendar file.

    `key` comes with the form: the same key twice, or twice at once, is the same appointment. Locks the person, so that
    nobody is promised to two customers at one time. Raises ImpossibleAppointment, CardNumberFound.
    """
    _check_text(meeting, at)
    goer = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    made = Appointment.objects.filter(key=key).first()
    if made is not None:
        return made
    if contact_id is not None and not Contact.objects.filter(pk=contact_id, customer=customer_id).exists():
        raise ImpossibleAppointment("This person is not at this customer.", field="contact")
    _check_free(goer, meeting, without=None)
    appointment = Appointment.objects.create(
        key=key,
        customer_id=customer_id,
        contact_id=contact_id,
        person=goer,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        place=meeting.place,
        purpose=meeting.purpose,
        made_by=by,
        made_at=at,
        changed_at=at,
    )
    _tell(appointment, MessageKind.APPOINTMENT, "", by, at)
    return appointment


@transaction.atomic
def move_appointment(
    *, appointment_id: int, person: User, meeting: Meeting, seen_sequence: int, by: User, at: dt.datetime
) -> Appointment:
    """Another time, place or person; both sides get the change, and who no longer goes gets it taken out.

    The same again changes nothing. Locks the appointment, then the person. Raises ImpossibleAppointment also when
    somebody else moved it since it was seen.
    """
    _check_text(meeting, at)
    appointment = _locked(appointment_id)
    goer = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    stands = (meeting_of(appointment), appointment.person_id)
    if stands == (meeting, goer.pk):
        return appointment
    _check_seen(appointment, seen_sequence)
    _check_free(goer, meeting, without=appointment)
    left = appointment.person if appointment.person_id != goer.pk else None
    appointment.person = goer
    appointment.starts_at, appointment.ends_at = meeting.starts_at, meeting.ends_at
    appointment.place, appointment.purpose = meeting.place, meeting.purpose
    appointment.sequence += 1
    appointment.changed_at = at
    appointment.save(update_fields=["person", "starts_at", "ends_at", "place", "purpose", "sequence", "changed_at"])
    _tell(appointment, MessageKind.APPOINTMENT_MOVED, "", by, at)
    if left is not None:
        _tell_colleague(appointment, MessageKind.APPOINTMENT_CANCELLED, left, f"{goer} goes instead.", at)
    return appointment


@transaction.atomic
def cancel_appointment(*, appointment_id: int, reason: str, by: User, at: dt.datetime) -> Appointment:
    """It does not take place; both sides are told why. Asked twice it is done once, and the first reason stands.

    Locks the appointment. Raises ImpossibleAppointment without a reason.
    """
    refuse_card_numbers(reason, field="reason")
    check_reason(reason)
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    if appointment.cancelled_at is not None:
        return appointment
    appointment.cancelled_at = appointment.changed_at = at
    appointment.cancel_reason = reason
    appointment.sequence += 1
    appointment.save(update_fields=["cancelled_at", "changed_at", "cancel_reason", "sequence"])
    _tell(appointment, MessageKind.APPOINTMENT_CANCELLED, reason.strip(), by, at)
    return appointment


def meeting_of(appointment: Appointment) -> Meeting:
    return Meeting(appointment.starts_at, appointment.ends_at, appointment.place, appointment.purpose)


def invitation_of(appointment: Appointment, goer: User, *, is_cancelled: bool) -> Invitation:
    """The appointment as both calendars are to hold it."""
    reader = reader_of(appointment.customer_id, appointment.contact_id)
    there = (Party(reader.name, reader.email),) if reader else ()
    return Invitation(
        key=appointment.key,
        sequence=appointment.sequence,
        meeting=meeting_of(appointment),
        organizer=Party(settings.COMPANY_TRADING_NAME, settings.COMPANY_EMAIL),
        attendees=(Party(goer.full_name, goer.email), *there),
        is_cancelled=is_cancelled,
    )


def letter_key(appointment: Appointment) -> str:
    """The fact that the letter about it tells, as it stands now."""
    return f"appointment-{appointment.pk}-{appointment.sequence}"


def _locked(appointment_id: int) -> Appointment:
    """Raises ImpossibleAppointment for one that does not take place."""
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    if appointment.cancelled_at is not None:
        raise ImpossibleAppointment("This appointment was cancelled. Make a new one.")
    return appointment


def _check_text(meeting: Meeting, at: dt.datetime) -> None:
    check_meeting(meeting, at=at)
    refuse_card_numbers(meeting.place, field="place")
    refuse_card_numbers(meeting.purpose, field="purpose")


def _check_seen(appointment: Appointment, seen_sequence: int) -> None:
    if appointment.sequence != seen_sequence:
        raise ImpossibleAppointment(
            f"Somebody has moved it meanwhile, to {meeting_of(appointment).when}. Look, then move it again if need be."
        )


def _check_free(goer: User, meeting: Meeting, *, without: Appointment | None) -> None:
    if not goer.is_active:
        raise ImpossibleAppointment(f"{goer} no longer works here. Choose somebody else.", field="person")
    check_free(goer.full_name, _engaged(goer, meeting, without))


def _engaged(goer: User, meeting: Meeting, without: Appointment | None) -> Engagement | None:
    """Another appointment of theirs at that time, or an absence that was agreed."""
    others = Appointment.objects.standing().filter(person=goer).meeting(meeting.starts_at, meeting.ends_at)
    apart = others.exclude(pk=without.pk) if without else others
    met = apart.select_related("customer").first()
    if met is not None:
        return Engagement(f"with {met.customer.name}", met.starts_at, met.ends_at)
    away = Absence.objects.agreed().filter(user=goer).meeting(meeting.starts_at, meeting.ends_at).first()
    return Engagement("away", away.starts_at, away.ends_at) if away is not None else None


def _tell(appointment: Appointment, kind: MessageKind, why: str, by: User, at: dt.datetime) -> None:
    """Both sides, and the customer's history."""
    is_cancelled = kind == MessageKind.APPOINTMENT_CANCELLED
    meeting, goer = meeting_of(appointment), appointment.person
    told = promise_letter(
        kind=kind,
        fact_key=letter_key(appointment),
        customer_id=appointment.customer_id,
        facts={
            "purpose": meeting.purpose,
            "when": meeting.when,
            "where": meeting.place,
            "person": goer.full_name,
            **({"why": why} if is_cancelled else {}),
        },
        about=f"the appointment on {meeting.when}"[:80],
        tells=f"{kind.label}: {meeting.purpose}, {meeting.when}, {meeting.place}, with {goer.full_name}. {why}".strip(),
        first_to=appointment.contact_id,
        is_bad_news=is_cancelled,
        calendar=invitation_file(invitation_of(appointment, goer, is_cancelled=is_cancelled), at=at),
        holds_until=appointment.ends_at.date(),
        at=at,
    )
    _tell_colleague(appointment, kind, goer, why, at)
    said = f"{kind.label}: {meeting.purpose}, {meeting.when}, {meeting.place}, {goer.full_name}; {told.in_words}."
    record_event(customer_id=appointment.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)


def _tell_colleague(appointment: Appointment, kind: MessageKind, goer: User, why: str, at: dt.datetime) -> None:
    is_cancelled = kind == MessageKind.APPOINTMENT_CANCELLED
    customer = Customer.objects.get(pk=appointment.customer_id)
    meeting = meeting_of(appointment)
    told = {"kind": kind.label, "customer": customer, "contact": appointment.contact, "meeting": meeting, "why": why}
    promise_message(
        key=f"{letter_key(appointment)}-to-{goer.pk}",
        customer_id=customer.pk,
        kind=kind,
        to=goer.email,
        subject=f"{kind.label}: {customer.name}, {meeting.when}"[:200],
        text=render_to_string("calls/mail/appointment.txt", told),
        html="",
        calendar=invitation_file(invitation_of(appointment, goer, is_cancelled=is_cancelled), at=at),
        is_internal=True,
        at=at,
    )
