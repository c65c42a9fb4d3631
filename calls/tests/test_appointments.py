"""Appointments: never two at a time, and both calendars follow each change."""

import datetime as dt
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from icalendar import Calendar, Component

from calls.actions.appointment import cancel_appointment, make_appointment, move_appointment
from calls.models import Appointment
from calls.rules.appointment import ImpossibleAppointment, Meeting
from calls.tests.at_once import at_once
from customers.actions.outbox import take_message
from customers.models import Customer, Event, Message, ServiceTask
from customers.tests.make import make_contact, make_customer
from staff.models import Absence, User
from staff.rules import Refusal

pytestmark = pytest.mark.django_db
DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)


def make_meeting(starts_at: dt.datetime, **overrides: Any) -> Meeting:
    fields: dict[str, Any] = {"ends_at": starts_at + HOUR, "place": "2 Wharf Street, Leeds", "purpose": "Autumn range"}
    return Meeting(starts_at, **fields | overrides)


def make(person: User, starts_at: dt.datetime, at: dt.datetime, **overrides: Any) -> Appointment:
    customer = overrides.pop("customer", None)
    if customer is None:
        customer = make_customer(name="Canal Café Ltd")
        make_contact(customer)
    fields: dict[str, Any] = {"key": uuid4(), "contact_id": None, "meeting": make_meeting(starts_at)}
    return make_appointment(customer_id=customer.pk, person=person, by=person, at=at, **fields | overrides)


def event_of(message: Message) -> tuple[str, Component]:
    calendar = Calendar.from_ical(message.calendar)
    assert isinstance(calendar, Calendar)
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]


def test_both_sides_get_the_calendar_file(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    letters = {message.to: message for message in Message.objects.all()}
    assert letters.keys() == {"sam@customer.example", coordinator.email}
    for message in letters.values():
        method, event = event_of(message)
        assert (method, event["SEQUENCE"], event.decoded("DTSTART")) == ("REQUEST", 0, noon + DAY)
        assert str(event["UID"]).startswith(str(appointment.key))
    assert "Wed 25 Nov 2026, 12:00 to 13:00" in letters["sam@customer.example"].text


def test_calendars_know_it_again_though_the_companys_address_changes(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    with override_settings(COMPANY_EMAIL="desk@another.example"):
        cancel_appointment(appointment_id=appointment.pk, reason="Rain", by=coordinator, at=noon)
    assert {str(event_of(message)[1]["UID"]) for message in Message.objects.all()} == {str(appointment.key)}


def test_a_move_is_not_told_before_what_it_moves(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    move_appointment(
        appointment_id=appointment.pk, person=coordinator, meeting=make_meeting(noon + 2 * DAY), seen_sequence=0,
        by=coordinator, at=noon,
    )  # fmt: skip
    # The first to them and the first to us; the other two wait for these.
    first = [take_message(at=noon), take_message(at=noon), take_message(at=noon)]
    assert [letter.kind if letter else "" for letter in first] == ["appointment", "appointment", ""]


def test_a_summer_appointment_is_on_the_wall_clock(coordinator: User, noon: dt.datetime) -> None:
    summer = dt.datetime(2027, 6, 1, 9, tzinfo=dt.UTC)
    make(coordinator, summer, noon)
    assert "10:00 to 11:00" in Message.objects.get(to="sam@customer.example").text
    assert event_of(Message.objects.get(to="sam@customer.example"))[1].decoded("DTSTART") == summer


def test_the_same_form_makes_one(coordinator: User, noon: dt.datetime) -> None:
    key = uuid4()
    assert make(coordinator, noon + DAY, noon, key=key) == make(coordinator, noon + DAY, noon, key=key)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("shift", [dt.timedelta(0), dt.timedelta(minutes=59), dt.timedelta(minutes=-59)])
def test_nobody_is_promised_to_two_at_a_time(shift: dt.timedelta, coordinator: User, noon: dt.datetime) -> None:
    make(coordinator, noon + DAY, noon)
    with pytest.raises(ImpossibleAppointment, match="Carol Shaw is with Canal Café Ltd"):
        make(coordinator, noon + DAY + shift, noon)


def test_one_may_follow_at_once_on_another(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    make(coordinator, noon + DAY, noon)
    make(coordinator, noon + DAY + HOUR, noon)
    make(second_coordinator, noon + DAY, noon)
    assert Appointment.objects.count() == 3


def test_nobody_goes_while_away(coordinator: User, director: User, noon: dt.datetime) -> None:
    Absence.objects.create(
        user=coordinator,
        starts_at=noon,
        ends_at=noon + 2 * DAY,
        asked_at=noon,
        asked_by=coordinator,
        agreed_at=noon,
        decided_by=director,
    )
    with pytest.raises(ImpossibleAppointment, match="Carol Shaw is away"):
        make(coordinator, noon + DAY, noon)


def test_moving_updates_both_calendars(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    for _ in range(2):
        move_appointment(
            appointment_id=appointment.pk,
            person=coordinator,
            meeting=make_meeting(noon + 2 * DAY),
            seen_sequence=0,
            by=coordinator,
            at=noon,
        )
    moved = Message.objects.filter(kind="appointment_moved")
    assert [event_of(message)[1]["SEQUENCE"] for message in moved] == [1, 1]
    assert {event_of(message)[1]["UID"] for message in Message.objects.all()} == {str(appointment.key)}


def test_half_an_hour_later_is_no_clash_with_itself(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    later = make_meeting(noon + DAY + HOUR / 2)
    moved = move_appointment(
        appointment_id=appointment.pk, person=coordinator, meeting=later, seen_sequence=0, by=coordinator, at=noon
    )
    assert moved.starts_at == later.starts_at


def test_moved_since_it_was_seen_is_refused(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    for days in (2, 3):
        moving = {"meeting": make_meeting(noon + days * DAY), "person": coordinator, "by": coordinator, "at": noon}
        if days == 2:
            move_appointment(appointment_id=appointment.pk, seen_sequence=0, **moving)  # type: ignore[arg-type]
    with pytest.raises(ImpossibleAppointment, match="Thu 26 Nov 2026, 12:00"):
        move_appointment(appointment_id=appointment.pk, seen_sequence=0, **moving)  # type: ignore[arg-type]


def test_who_no_longer_goes_is_told(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    move_appointment(
        appointment_id=appointment.pk,
        person=second_coordinator,
        meeting=make_meeting(noon + DAY),
        seen_sequence=0,
        by=coordinator,
        at=noon,
    )
    taken_out = Message.objects.get(kind="appointment_cancelled")
    assert (taken_out.to, event_of(taken_out)[0]) == (coordinator.email, "CANCEL")
    assert Message.objects.filter(kind="appointment_moved", to=second_coordinator.email).exists()


def test_cancelling_takes_it_out_of_both_calendars_and_they_are_rung(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    for reason in ("Carol is unwell", "Another"):
        cancel_appointment(appointment_id=appointment.pk, reason=reason, by=coordinator, at=noon)
    out = [event_of(message) for message in Message.objects.filter(kind="appointment_cancelled")]
    assert [(method, event["SEQUENCE"], event["STATUS"]) for method, event in out] == [("CANCEL", 1, "CANCELLED")] * 2
    assert "Carol is unwell" in ServiceTask.objects.get().words
    assert Event.objects.filter(sentence__startswith="Appointment cancelled").count() == 1


def test_the_time_is_free_again(coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    cancel_appointment(appointment_id=appointment.pk, reason="They asked", by=coordinator, at=noon)
    assert make(coordinator, noon + DAY, noon).pk != appointment.pk


@pytest.mark.parametrize(
    ("overrides", "field"),
    [
        ({"starts_at": dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)}, "clock"),
        ({"starts_at": dt.datetime(2028, 11, 24, 11, tzinfo=dt.UTC)}, "day"),
        ({"starts_at": dt.datetime(2026, 11, 25, 23, tzinfo=dt.UTC)}, "clock"),
        ({"ends_at": dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)}, "minutes"),
        ({"place": ""}, "place"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "Card 4111 1111 1111 1111"}, "purpose"),
    ],
)
def test_what_cannot_be(overrides: dict[str, Any], field: str, coordinator: User, noon: dt.datetime) -> None:
    starts_at = overrides.pop("starts_at", noon + DAY)
    with pytest.raises(Refusal) as refused:
        make(coordinator, starts_at, noon, meeting=make_meeting(starts_at, **overrides))
    assert refused.value.field == field


def test_a_long_name_with_commas_survives_the_file(coordinator: User, noon: dt.datetime) -> None:
    place = "Ground floor; Wharf, Street and a very long name of a house that must be folded, Leeds LS1 4AA"
    make(coordinator, noon + DAY, noon, meeting=make_meeting(noon + DAY, place=place))
    message = Message.objects.get(to=coordinator.email)
    assert str(event_of(message)[1]["LOCATION"]) == place
    assert all(len(line.encode()) <= 75 for line in message.calendar.split("\r\n"))


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_gets_the_time(coordinator: User, noon: dt.datetime) -> None:
    customers = [make_customer() for _ in range(6)]
    found = at_once(*(partial(make, coordinator, noon + DAY, noon, customer=customer) for customer in customers))
    assert len([each for each in found if isinstance(each, Appointment)]) == 1
    assert len([each for each in found if isinstance(each, ImpossibleAppointment)]) == 5
    assert Customer.objects.filter(appointments__isnull=False).count() == 1
