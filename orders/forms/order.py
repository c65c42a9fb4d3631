"""What people type about orders, read into values."""

import re
from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.http import QueryDict

from orders.rules.vocabulary import OrderState
from staff.rules import Refusal

CELL = re.compile(r"quantity-(\d+)")


class QuantityUnreadable(Refusal):
    """What was typed is no whole number."""


@dataclass(frozen=True, slots=True)
class TypedQuantity:
    """One cell of the pad that says something else than it showed; `was` is what it showed, None when not known."""

    product_id: int
    quantity: int
    was: int | None


def typed_quantities(posted: QueryDict) -> tuple[TypedQuantity, ...]:
    """The cells `quantity-<product>` with their `was-<product>`; an empty cell is 0. Raises QuantityUnreadable."""
    typed = []
    for name, text in posted.items():
        cell = CELL.fullmatch(name)
        if cell is None:
            continue
        quantity = _whole(str(text))
        shown = posted.get(f"was-{cell[1]}")
        was = _whole(shown) if shown is not None else None
        if quantity != was:
            typed.append(TypedQuantity(int(cell[1]), quantity, was))
    return tuple(typed)


def _whole(text: str) -> int:
    bare = text.strip()
    if not bare:
        return 0
    if not (bare.isascii() and bare.isdigit() and len(bare) <= 9):
        raise QuantityUnreadable(f"“{text}” is not a quantity. Type a whole number of packs.", field="quantity")
    return int(bare)


class OrderFilter(forms.Form):
    """Which orders a list shows."""

    q = forms.CharField(required=False, label="Number, account or name", max_length=100)
    state = forms.ChoiceField(
        required=False,
        choices=[("", "Any state"), *((s.value, s.label) for s in OrderState if s != OrderState.DRAFT)],
    )
    mine = forms.BooleanField(required=False, label="Mine only")


class CancelForm(forms.Form):
    reason = forms.CharField(label="Why is it cancelled?", max_length=200, strip=False)

    helper = FormHelper()
    helper.form_method = "post"
    helper.attrs = {"data-once": ""}
    helper.add_input(Submit("cancel", "Cancel the order", css_class="btn-danger"))
