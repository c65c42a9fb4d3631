"""What people type about appointments, read into values."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

from django import forms

from calls.rules.appointment import LENGTHS, Meeting, meeting
from customers.models import Contact, Customer
from customers.rules.calendar import LONDON
from staff.models import User

USUAL_LENGTH = 45


class MeetingForm(forms.Form):
    """Who of us goes, when and where, and to what purpose."""

    person = forms.ModelChoiceField(User.objects.active(), label="Who of us goes?")
    day = forms.DateField(label="Day", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    clock = forms.TimeField(label="At", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    minutes = forms.TypedChoiceField(
        label="For how long?", choices=[(length, f"{length} minutes") for length in LENGTHS], coerce=int
    )
    place = forms.CharField(label="Where?", max_length=200, required=False)
    purpose = forms.CharField(label="What about? The customer reads it.", max_length=200, required=False)

    @property
    def meeting(self) -> Meeting:
        given = {name: self.cleaned_data[name] for name in ("day", "clock", "minutes", "place", "purpose")}
        return meeting(**given)

    @property
    def person_going(self) -> User:
        person: User = self.cleaned_data["person"]
        return person

    @staticmethod
    def as_it_stands(person_id: int, stands: Meeting) -> dict[str, Any]:
        start = stands.starts_at.astimezone(LONDON)
        minutes = int((stands.ends_at - stands.starts_at) / dt.timedelta(minutes=1))
        return {
            "person": person_id,
            "day": start.date(),
            "clock": start.time(),
            "minutes": minutes,
            "place": stands.place,
            "purpose": stands.purpose,
        }


class AppointmentForm(MeetingForm):
    """A fresh appointment. `key` is made with the form, so that the form makes one appointment."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label="Whom do they see?",
        required=False,
        empty_label="The buyer",
        widget=forms.Select({"autofocus": True}),
    )
    field_order = ("key", "contact", "person")

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["contact"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  for the type checker
        people.queryset = Contact.objects.filter(customer=customer, left_at=None)

    @staticmethod
    def fresh(customer: Customer, person: User) -> dict[str, Any]:
        """What an empty form starts with: its own key, whoever asks for it, the place we deliver to."""
        there = customer.addresses.for_deliveries().first()
        place = there.in_one_line[:200] if there else ""
        return {"key": uuid4(), "person": person.pk, "minutes": USUAL_LENGTH, "place": place}

    @property
    def appointment(self) -> dict[str, Any]:
        """The keywords that make_appointment takes, but for the customer."""
        contact: Contact | None = self.cleaned_data["contact"]
        key: UUID = self.cleaned_data["key"]
        return {
            "key": key,
            "contact_id": contact.pk if contact else None,
            "person": self.person_going,
            "meeting": self.meeting,
        }


class CancelAppointmentForm(forms.Form):
    reason = forms.CharField(
        label="Why does it not take place? The customer reads it.", max_length=200, required=False, strip=False
    )
