"""How a call went, what was offered, who was taken before the queue: strings to values."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms

from calls.forms.promise import PromiseForm
from calls.rules.offers import GIVEN
from calls.rules.pad import quantity
from calls.rules.vocabulary import Direction, OfferState, Outcome
from orders.rules.details import Detail, as_shown

MOST_WORDS = 4000
SHOWN_SHORT = re.compile(r"(?P<product>[0-9]{1,18}):(?P<free>[0-9]{1,18})")
BESIDES = "besides-"


class OutcomeForm(PromiseForm):
    """How the call went, what was said, and a time to ring back where one was given."""

    outcome = forms.ChoiceField(choices=Outcome.choices, error_messages={"required": "Choose how the call went."})
    words = forms.CharField(
        label="What was said",
        required=False,
        strip=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReasonForm(forms.Form):
    """Why a card is put back."""

    reason = forms.CharField(
        label="Why do you put this customer back?",
        required=False,
        strip=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "autofocus": True}),
    )


class TakeForm(forms.Form):
    """Opening a customer against the order of the queue."""

    direction = forms.ChoiceField(
        label="What is it", choices=[(Direction.INBOUND, "They rang us"), (Direction.OUTBOUND, "I ring them now")]
    )
    reason = forms.CharField(
        label="Why before the queue", required=False, max_length=200, help_text="Needed when you ring them."
    )


class OfferForm(forms.Form):
    """What became of one prompt."""

    version = forms.IntegerField(min_value=1)
    state = forms.ChoiceField(choices=[(state, state.label) for state in GIVEN])
    reason = forms.CharField(required=False, max_length=200)
    words = forms.CharField(required=False, strip=False, max_length=200, help_text="A reason in their own words.")
    product = forms.IntegerField(required=False, min_value=1)
    quantity = forms.CharField(required=False, max_length=20)

    def answer(self) -> dict[str, Any]:
        """What `answer_offer` takes. Raises QuantityUnread. Call after `is_valid`."""
        given = self.cleaned_data
        return {
            "state": OfferState(given["state"]),
            "reason": given["words"] if given["words"].strip() else given["reason"],
            "product_id": given["product"],
            "quantity": quantity(given["quantity"]),
            "besides": self._besides(),
        }

    def _besides(self) -> dict[int, int]:
        """What goes with them, from the fields besides-7."""
        fields = {name.removeprefix(BESIDES): typed for name, typed in self.data.items() if name.startswith(BESIDES)}
        return {int(key): quantity(typed) for key, typed in fields.items() if key.isdecimal() and len(key) <= 18}


def shown_short(values: Iterable[str]) -> dict[int, int]:
    """The packs that a read-back showed as free, by product, as it posts them; what is not ours is left out."""
    found = filter(None, map(SHOWN_SHORT.fullmatch, values))
    return {int(pair["product"]): int(pair["free"]) for pair in found}


class DetailsForm(forms.Form):
    """Who ordered, where it goes and when, their number and a note; what they must be is asked at the confirmation.

    Each may come by itself, with `was-` and its name for what its field held. `delivery_other` is a delivery day that
    the list does not offer.
    """

    ASKED = ("ordered_by", "address", "delivery_on", "purchase_order_number", "note")

    ordered_by = forms.IntegerField(required=False, min_value=1)
    address = forms.IntegerField(required=False, min_value=1)
    delivery_on = forms.DateField(required=False)
    delivery_other = forms.DateField(required=False)
    purchase_order_number = forms.CharField(required=False, strip=False)
    note = forms.CharField(required=False, strip=False)

    def clean_note(self) -> str:
        return one_newline(self.cleaned_data["note"])

    def clean_delivery_other(self) -> dt.date | None:
        other: dt.date | None = self.cleaned_data["delivery_other"]
        if other is not None:
            self.cleaned_data["delivery_on"] = other
        return other

    def typed(self) -> dict[str, Detail]:
        """What could be read, without what was left as it was. Call after `is_valid`, whatever that says."""
        posted = [name for name in self.ASKED if name in self.data or self._is_other_day(name)]
        unread = {"delivery_on"} if "delivery_other" in self.errors else set()
        read = [name for name in posted if name in self.cleaned_data and name not in unread]
        every = {name: Detail(self.cleaned_data[name], self._was(name)) for name in read}
        return {name: detail for name, detail in every.items() if as_shown(detail.value) != detail.was}

    def unread(self) -> dict[str, str]:
        """What is wrong with the others, by field."""
        said = {name: " ".join(map(str, errors)) for name, errors in self.errors.items()}
        for name in ("delivery_on", "delivery_other"):
            if name in said:
                said["delivery_on"] = f"“{self.data[name][:20]}” is no day. Choose one from the list, or type another."
        return said

    def _is_other_day(self, name: str) -> bool:
        return name == "delivery_on" and bool(self.data.get("delivery_other"))

    def _was(self, name: str) -> str | None:
        was = self.data.get(f"was-{name}")
        return None if was is None else one_newline(was)


def one_newline(text: str) -> str:
    """As it was typed: a browser sends the end of a line in two characters."""
    return text.replace("\r\n", "\n")
