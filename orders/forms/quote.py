"""What people type about quotes, read into values."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from customers.models import Address, Contact, Customer
from orders.forms.loss import LostFields
from orders.forms.price import HandPriceField
from orders.rules.quote import LONGEST_LEAD_TIME, QuoteTerms
from orders.rules.vocabulary import QuoteState
from staff.models import User

ISO = "%Y-%m-%d"


def date_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, format=ISO))


class QuoteFilter(forms.Form):
    """Which quotes a list shows."""

    state = forms.ChoiceField(
        required=False, choices=[("", "Open ones"), *QuoteState.choices, ("every", "Every state")]
    )
    mine = forms.BooleanField(required=False, label="Mine only")


class QuoteForm(forms.Form):
    """For whom a quote is made. `key` is made with the form, so that the form makes one quote."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    contact = forms.ModelChoiceField(
        Contact.objects.none(),
        label="Who gets it?",
        required=False,
        empty_label="The buyer",
        widget=forms.Select({"autofocus": True}),
    )
    address = forms.ModelChoiceField(
        Address.objects.none(), label="Where would it go?", required=False, empty_label="Their usual address"
    )
    owner = forms.ModelChoiceField(User.objects.active(), label="Who answers for it?")

    def __init__(self, *args: Any, customer: Customer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("contact", Contact.objects.filter(customer=customer, left_at=None))
        self._choices("address", Address.objects.for_deliveries().filter(customer=customer))
        self.helper = FormHelper()
        self.helper.attrs = {"data-once": ""}
        self.helper.add_input(Submit("save", "Begin the quote"))

    def _choices(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the type checker
        field.queryset = rows

    @staticmethod
    def fresh(owner: User) -> dict[str, Any]:
        return {"key": uuid4(), "owner": owner.pk}

    @property
    def quote(self) -> dict[str, Any]:
        """The keywords that open_quote takes, but for the customer and the enquiry."""
        person: Contact | None = self.cleaned_data["contact"]
        address: Address | None = self.cleaned_data["address"]
        key: UUID = self.cleaned_data["key"]
        asked = {"contact_id": person.pk if person else None, "address_id": address.pk if address else None}
        return {"key": key, "owner": self.cleaned_data["owner"], **asked}


class QuoteLineForm(forms.Form):
    """One product of a quote; without a hand price it costs what the customer pays today.

    With `was`, the packs that stood on it, the quantity is added to these.
    """

    SHOWN = ("quantity", "hand_price", "hand_reason")

    product = forms.IntegerField(min_value=1, max_value=2**53)
    quantity = forms.IntegerField(
        min_value=0,
        max_value=999_999_999,
        error_messages={
            "required": "Type how many packs.",
            "invalid": "Type a whole number of packs.",
            "min_value": "Type a whole number of packs.",
            "max_value": "That is more packs than a quote can hold. Type fewer.",
        },
    )
    was = forms.IntegerField(min_value=0, max_value=999_999_999, required=False)
    hand_price = HandPriceField()
    hand_reason = forms.CharField(max_length=200, required=False, strip=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("was") is not None and given.get("quantity") == 0:
            self.add_error("quantity", "0 packs add nothing. Type how many to add.")
        return given

    @property
    def line(self) -> dict[str, Any]:
        """The keywords that set_quote_line takes."""
        price: Decimal | None = self.cleaned_data["hand_price"]
        return {
            "product_id": self.cleaned_data["product"],
            "quantity": self.cleaned_data["quantity"],
            "hand_price": price,
            "hand_reason": self.cleaned_data["hand_reason"],
        }

    @property
    def more(self) -> dict[str, Any] | None:
        """The keywords that add_quote_line takes; None where the quantity is that of the line."""
        given = self.cleaned_data
        if given["was"] is None:
            return None
        return {"product_id": given["product"], "more": given["quantity"], "was": given["was"]}

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong with it, by field."""
        return {field: " ".join(str(error) for error in errors) for field, errors in self.errors.items()}


class QuoteTermsForm(forms.Form):
    """Until when the prices hold, how soon we deliver, and when we ring about it."""

    valid_until = date_field("The prices hold until")
    lead_time_days = forms.IntegerField(
        label="Working days from the order to the delivery", min_value=0, max_value=LONGEST_LEAD_TIME
    )
    follow_up_on = date_field("We ring them about it on")
    note = forms.CharField(label="Note on the quote", required=False, strip=False, widget=forms.Textarea({"rows": 2}))

    @property
    def terms(self) -> QuoteTerms:
        valid_until: date = self.cleaned_data["valid_until"]
        follow_up_on: date = self.cleaned_data["follow_up_on"]
        return QuoteTerms(valid_until, self.cleaned_data["lead_time_days"], follow_up_on, self.cleaned_data["note"])


class LossForm(LostFields):
    """Why the customer said no."""

    words = forms.CharField(label="What did they say?", required=False, strip=False, widget=forms.Textarea({"rows": 2}))

    @property
    def outcome(self) -> dict[str, Any]:
        """The keywords that lose_quote takes."""
        loss = self.loss
        return {"reason": loss.pop("lost_reason"), "words": self.cleaned_data["words"], **loss}
