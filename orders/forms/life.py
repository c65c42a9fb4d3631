"""What people type about a confirmed order: decisions, holds, what the warehouse did, changes, credits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.forms.boundfield import BoundField

from orders.reports.life import LineRow
from orders.rules.fulfilment import Told
from orders.rules.order import MOST_UNITS
from orders.rules.vocabulary import HoldKind, OrderState


def packs_field(label: str, most: int = MOST_UNITS) -> forms.IntegerField:
    """A whole number of packs, 0 or more; the label is spoken and not shown."""
    box = forms.NumberInput({"class": "form-control", "aria-label": label, "min": 0, "max": most})
    words = {"invalid": f"{label}: a whole number of packs.", "min_value": f"{label}: not below 0."}
    field = forms.IntegerField(required=False, min_value=0, max_value=most, label=label, error_messages=words)
    field.widget = box
    return field


def day_field(label: str, *, is_spoken: bool = False) -> forms.DateField:
    attributes = {"type": "date", "class": "form-control"} | ({"aria-label": label} if is_spoken else {})
    return forms.DateField(required=False, label=label, widget=forms.DateInput(attributes, format="%Y-%m-%d"))


class DecisionForm(forms.Form):
    """Which button, and why."""

    decision = forms.ChoiceField(choices=[("release", "Release"), ("refuse", "Refuse")])
    reason = forms.CharField(required=False, max_length=400, strip=False)


class HoldForm(forms.Form):
    kind = forms.ChoiceField(
        label="What for?", choices=[(kind.value, kind.label) for kind in (HoldKind.STOCK, HoldKind.QUERY)]
    )
    words = forms.CharField(
        label="What does it wait for?", max_length=400, strip=False, widget=forms.Textarea({"rows": 2})
    )

    helper = FormHelper()
    helper.attrs = {"data-once": ""}
    helper.add_input(Submit("hold", "Hold the order"))


class InvoiceForm(forms.Form):
    invoice_number = forms.CharField(label="Invoice number", max_length=40)


class MotionFilter(forms.Form):
    """Which orders in motion a list shows."""

    state = forms.ChoiceField(
        required=False,
        label="State",
        choices=[
            ("", "Any state"),
            *(
                (state.value, state.label)
                for state in (
                    OrderState.CONFIRMED,
                    OrderState.HELD,
                    OrderState.RELEASED,
                    OrderState.ALLOCATED,
                    OrderState.PART_ALLOCATED,
                    OrderState.PICKED,
                    OrderState.PART_DESPATCHED,
                )
            ),
        ],
    )


class ProgressRow(NamedTuple):
    """A line with its three cells."""

    line: LineRow
    picked: BoundField
    despatched: BoundField
    due: BoundField


class FulfilForm(forms.Form):
    """What the warehouse did so far, three cells a line; a cell that is left as it was says nothing new."""

    def __init__(self, *args: Any, lines: Sequence[LineRow], **kwargs: Any) -> None:
        shown = {
            name: value
            for line in lines
            for name, value in (
                (f"picked-{line.id}", line.picked),
                (f"despatched-{line.id}", line.despatched),
                (f"due-{line.id}", line.due_on),
            )
        }
        super().__init__(*args, **{"initial": shown, **kwargs})
        self.lines = lines
        for line in lines:
            self.fields[f"picked-{line.id}"] = packs_field(f"{line.name} picked")
            self.fields[f"despatched-{line.id}"] = packs_field(f"{line.name} despatched")
            self.fields[f"due-{line.id}"] = day_field(f"{line.name} due", is_spoken=True)

    @property
    def rows(self) -> Iterator[ProgressRow]:
        for line in self.lines:
            yield ProgressRow(line, *(self[f"{name}-{line.id}"] for name in ("picked", "despatched", "due")))

    @property
    def told(self) -> dict[int, Told]:
        """What is told of each line, by id."""
        given = self.cleaned_data
        return {
            line.id: Told(given[f"picked-{line.id}"], given[f"despatched-{line.id}"], given[f"due-{line.id}"])
            for line in self.lines
        }


class CreditForm(forms.Form):
    """Packs to credit, line by line. `key` is made with the form, so that the form credits once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why are they credited?", max_length=200, strip=False)

    def __init__(self, *args: Any, lines: Sequence[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"key": uuid4()}, **kwargs})
        self.lines = [line for line in lines if line.may_be_credited]
        for line in self.lines:
            self.fields[f"packs-{line.id}"] = packs_field(f"Packs of {line.name} to credit", line.may_be_credited)

    @property
    def rows(self) -> Iterator[tuple[LineRow, BoundField]]:
        return ((line, self[f"packs-{line.id}"]) for line in self.lines)

    @property
    def packs(self) -> Mapping[int, int]:
        return {line.id: self.cleaned_data[f"packs-{line.id}"] or 0 for line in self.lines}


class GiveUpForm(forms.Form):
    """Why the rest of a back order will not follow."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why will the rest not follow?", max_length=200, strip=False)
