"""Which overrides are looked for: strings to values."""

from django import forms

from calls.reports.overrides import Sought
from calls.rules.overrides import OverrideKind

DAY = forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d")
KIND = forms.Select(attrs={"class": "form-select"})
WORDS = forms.TextInput(attrs={"class": "form-control"})


class SoughtForm(forms.Form):
    """What cannot be read asks nothing, and says so at its field."""

    on = forms.DateField(label="Day", required=False, widget=DAY)
    by = forms.IntegerField(label="Who", required=False, min_value=1, max_value=2**31 - 1)
    kind = forms.ChoiceField(
        label="What", required=False, choices=[("", "Anything"), *OverrideKind.choices], widget=KIND
    )
    words = forms.CharField(label="Words", required=False, max_length=80, widget=WORDS)

    def sought(self) -> Sought:
        """Call after `is_valid`, whatever it said."""
        given = self.cleaned_data
        kind = given.get("kind")
        return Sought(given.get("on"), given.get("by"), OverrideKind(kind) if kind else None, given.get("words") or "")
