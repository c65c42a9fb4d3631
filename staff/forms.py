"""Strings from the screen to hours and absences; what they mean is asked of the rules."""

import datetime as dt
from typing import Any

from django import forms

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
