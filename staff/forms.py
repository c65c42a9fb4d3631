"""Strings from the screen to hours and absences; what they mean is asked of the rules."""

import datetime as dt
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone

from staff.models import User
from staff.rules import AbsenceKind
from staff.rules.attendance import Span, Week, whole_span

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class AbsenceForm(forms.Form):
    """A time to be away: whole days, or from one clock time to another."""

    starts_at = forms.DateField(label="First day", widget=DAY)
    starts_clock = forms.TimeField(label="From", required=False, widget=CLOCK, help_text="Empty: the whole day.")
    ends_at = forms.DateField(label="Last day", required=False, widget=DAY, help_text="Empty: the same day.")
    ends_clock = forms.TimeField(label="Back at", required=False, widget=CLOCK, help_text="Empty: the next day.")
    kind = forms.ChoiceField(label="Why", choices=AbsenceKind.choices)
    words = forms.CharField(label="Anything to add", required=False, max_length=200)

    def span(self) -> Span:
        """Call after `is_valid`."""
        given = self.cleaned_data
        return whole_span(given["starts_at"], given["starts_clock"], given["ends_at"], given["ends_clock"])


class EnterAbsenceForm(AbsenceForm):
    """The same for a colleague."""

    user = forms.ModelChoiceField(User.objects.active(), label="Who", empty_label="Choose")
    field_order = ("user",)


class DecisionForm(forms.Form):
    """Yes or no to a request."""

    agrees = forms.TypedChoiceField(choices=[("yes", "Agree"), ("no", "Decline")], coerce=lambda value: value == "yes")
    words = forms.CharField(required=False, max_length=200)


class WeekForm(forms.Form):
    """A person's week; a day without both times is a day off."""

    def __init__(self, *args: Any, week: Week, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            starts, ends = week.get(weekday, (None, None))
            self.fields[f"starts_{weekday}"] = _clock(f"{name} from", starts)
            self.fields[f"ends_{weekday}"] = _clock(f"{name} until", ends)

    def days(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        return [(name, self[f"starts_{weekday}"], self[f"ends_{weekday}"]) for weekday, name in enumerate(WEEKDAYS)]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for weekday in range(7):
            starts, ends = given.get(f"starts_{weekday}"), given.get(f"ends_{weekday}")
            if (starts is None) != (ends is None) and not self.errors:
                missing = "starts" if starts is None else "ends"
                self.add_error(f"{missing}_{weekday}", "Give both times, or neither for a day off.")
        return given

    def week(self) -> dict[int, tuple[dt.time, dt.time]]:
        """Call after `is_valid`."""
        given = self.cleaned_data
        return {
            weekday: (given[f"starts_{weekday}"], given[f"ends_{weekday}"])
            for weekday in range(7)
            if given[f"starts_{weekday}"] is not None
        }


def _clock(label: str, initial: dt.time | None) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time", "class": "form-control", "aria-label": label}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, initial=initial)


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # takes no parameter at run time
    """A record on which two may work at once: what one did not touch stays as the other left it.

    The page brings along what it `shown`. A field that both changed is refused once, with what stands by now; sent
    again it counts.
    """

    shown = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["shown"] = json.dumps(self._stands()) if self.instance.pk else ""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        self._leave_out("shown")
        shown, stands = _shown(given.pop("shown", "")), self._stands()
        for name in [name for name in given if name in stands and shown.get(name, stands[name]) != stands[name]]:
            if _written(given[name]) == shown[name]:
                given[name] = self._as_it_stands(name)
                self._leave_out(name)
            elif _written(given[name]) != stands[name]:
                shown[name] = stands[name]
                self.add_error(name, f"Somebody made this {self._in_words(name)} meanwhile. Save again to have yours.")
        if self.errors and shown:
            sent = cast(QueryDict, self.data).copy()
            sent[self.add_prefix("shown")] = json.dumps(shown)
            self.data = sent
        return given

    def _stands(self) -> dict[str, str]:
        return {name: _written(self.initial.get(name)) for name in self.fields if name != "shown"}

    def _leave_out(self, name: str) -> None:
        if name in self.changed_data:
            self.changed_data.remove(name)

    def _as_it_stands(self, name: str) -> Any:
        """What the field would give had it been typed: of a choice among records, the record."""
        field, value = self.fields[name], self.initial.get(name)
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            return field.queryset.filter(pk=value).first()
        return value

    def _in_words(self, name: str) -> str:
        field, stands = self.fields[name], self._as_it_stands(name)
        if isinstance(stands, bool):
            return "ticked" if stands else "unticked"
        if isinstance(stands, dt.datetime):
            return f"“{timezone.localtime(stands):%d %b %Y %H:%M}”"
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            labels = {str(value): label for value, label in cast(Iterable[tuple[Any, str]], field.choices)}
            stands = ", ".join(str(labels.get(str(one), one)) for one in _each(stands))
        return f"“{stands}”" if stands not in (None, "") else "empty"


def _each(stands: Any) -> list[Any]:
    return stands if isinstance(stands, list) else [stands]


def _shown(words: str) -> dict[str, str]:
    """By field; nothing from a page that brought nothing, or something else than was sent to it."""
    try:
        found = json.loads(words or "{}")
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in found.items()} if isinstance(found, dict) else {}


def _written(value: Any) -> str:
    """The same for what stands in the table and for what was typed, when they are the same."""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, Decimal):
        return str(value.normalize())
    if isinstance(value, dt.datetime):
        # The page shows no smaller parts of a second.
        return value.astimezone(dt.UTC).replace(microsecond=0).isoformat()
    return "" if value is None else str(value)
