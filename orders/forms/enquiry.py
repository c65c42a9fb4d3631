"""What people type about enquiries, read into values."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from customers.models import Contact, Customer
from customers.rules.calendar import LONDON
from orders.forms.loss import LostFields
from orders.rules.vocabulary import EnquiryKind, EnquiryState
from staff.models import User

ANSWER_STATES = [
    ("", "Choose one"),
    (EnquiryState.WON.value, "Won: they buy"),
    (EnquiryState.LOST.value, "Lost: they do not"),
    (EnquiryState.EXPIRED.value, "Neither: there was nothing to win, or nobody asks any more"),
]


def due_field() -> forms.DateTimeField:
    return forms.DateTimeField(
        label="By when do they hear from us?",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class EnquiryForm(forms.Form):
    """A question of one customer. `key` is made with the form, so that the form makes one enquiry."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What is it about?", choices=EnquiryKind.choices, widget=forms.Select({"autofocus": True})
    )
    words = forms.CharField(label="What do they ask, in their words?", strip=False, widget=forms.Textarea({"rows": 4}))
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label="Who asked?", required=False, empty_label="Not known"
    )
    owner = forms.ModelChoiceField(User.objects.active(), label="Who answers?")
    due_at = due_field()

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["contact"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  for the type checker
        people.queryset = Contact.objects.filter(customer=customer, left_at=None)
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.add_input(Submit("save", "Keep the enquiry"))

    @staticmethod
    def fresh(owner: User, due_at: datetime) -> dict[str, Any]:
        """What an empty form starts with: its own key, its opener as the owner, an answer by the desk's standard."""
        minute = due_at.astimezone(LONDON).replace(second=0, microsecond=0)
        return {"key": uuid4(), "owner": owner.pk, "due_at": minute}

    @property
    def enquiry(self) -> dict[str, Any]:
        """The keywords that record_enquiry takes."""
        person: Contact | None = self.cleaned_data["contact"]
        key: UUID = self.cleaned_data["key"]
        return {
            "key": key,
            "contact_id": person.pk if person else None,
            "kind": EnquiryKind(self.cleaned_data["kind"]),
            "words": self.cleaned_data["words"],
            "owner": self.cleaned_data["owner"],
            "due_at": self.cleaned_data["due_at"],
        }


class AnswerForm(LostFields):
    """What a customer was told, and what came of it."""

    answer = forms.CharField(label="What did you tell them?", strip=False, widget=forms.Textarea({"rows": 4}))
    state = forms.ChoiceField(label="What came of it?", choices=ANSWER_STATES)
    field_order = ("answer", "state", "lost_reason", "competitor", "competitor_price")

    helper = FormHelper()
    helper.attrs = {"data-once": ""}
    helper.add_input(Submit("close", "Close the enquiry"))

    @property
    def outcome(self) -> dict[str, Any]:
        """The keywords that answer_enquiry takes."""
        return {"answer": self.cleaned_data["answer"], "state": EnquiryState(self.cleaned_data["state"]), **self.loss}


class MoveForm(forms.Form):
    """Who answers it now, and by when."""

    owner = forms.ModelChoiceField(User.objects.active(), label="Who answers?")
    due_at = due_field()
