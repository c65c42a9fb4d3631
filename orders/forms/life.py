"""What people type about a confirmed order: decisions, holds, what the warehouse did, changes, credits."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.forms.boundfield import BoundField

from orders.reports.life import LineRow
from orders.rules.fulfilment import Shown, Told
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


class ReasonForm(forms.Form):
    """Why; whether there must be a reason is not asked here."""

    reason = forms.CharField(required=False, max_length=400, strip=False)

    @property
    def wrong(self) -> dict[str, str]:
        """What is wrong in each field, in words."""
        return {name: " ".join(map(str, words)) for name, words in self.errors.items()}

    @property
    def refusal(self) -> str:
        return " ".join(self.wrong.values())


class DecisionForm(ReasonForm):
    """Which button, and why."""

    decision = forms.ChoiceField(
        choices=[("release", "Release"), ("refuse", "Refuse")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose one of the two buttons."),
    )


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
    """A line with its three cells, and what each of them showed."""

    line: LineRow
    picked: BoundField
    despatched: BoundField
    due: BoundField
    was: tuple[BoundField, ...]


class FulfilForm(forms.Form):
    """What the warehouse did so far, three cells a line, each with what it showed.

    A cell that is left as it was says nothing, so that an old page does not undo what has been told since.
    """

    CELLS = ("picked", "despatched", "due")

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
        shown |= {f"was-{name}": value for name, value in shown.items()}
        super().__init__(*args, **{"initial": shown, **kwargs})
        self.lines = lines
        for line in lines:
            self.fields[f"picked-{line.id}"] = packs_field(f"{line.name} picked")
            self.fields[f"despatched-{line.id}"] = packs_field(f"{line.name} despatched")
            self.fields[f"due-{line.id}"] = day_field(f"{line.name} due", is_spoken=True)
            for name in ("picked", "despatched"):
                self.fields[f"was-{name}-{line.id}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
            self.fields[f"was-due-{line.id}"] = forms.DateField(required=False, widget=forms.HiddenInput)

    @property
    def rows(self) -> Iterator[ProgressRow]:
        for line in self.lines:
            picked, despatched, due = (self[f"{name}-{line.id}"] for name in self.CELLS)
            was = tuple(self[f"was-{name}-{line.id}"] for name in self.CELLS)
            yield ProgressRow(line, picked, despatched, due, was)

    @property
    def told(self) -> dict[int, Told]:
        """What is told of each line, by id."""
        return {line.id: self._told(line.id) for line in self.lines}

    def see_anew(self, field: str) -> None:
        """What stands now in this cell has been seen once the page comes back."""
        self.data = {name: self.data[name] for name in self.data} | {f"was-{field}": self.initial[field]}

    def _told(self, line: int) -> Told:
        given = self.cleaned_data
        picked, despatched = (self._count(f"{name}-{line}") for name in ("picked", "despatched"))
        shown = Shown(given[f"was-due-{line}"]) if f"was-due-{line}" in self.data else None
        return Told(picked, despatched, given[f"due-{line}"], shown)

    def _count(self, name: str) -> int | None:
        count: int | None = self.cleaned_data[name]
        return None if count == self.cleaned_data[f"was-{name}"] else count


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
