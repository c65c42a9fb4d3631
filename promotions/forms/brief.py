"""A note of the brief: strings to values."""

import datetime as dt
from typing import Any

from django import forms

from promotions.models import Brief
from promotions.rules.brief import LONGEST_TITLE, LONGEST_WORDS, BriefKind, BriefMoved, Note
from staff.rules import Refusal

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
USUAL_LENGTH = dt.timedelta(days=14)


class BriefForm(forms.Form):
    """What the Director tells the desk."""

    kind = forms.ChoiceField(label="About", choices=BriefKind.choices)
    title = forms.CharField(max_length=LONGEST_TITLE, required=False)
    words = forms.CharField(
        label="What the desk should know",
        max_length=LONGEST_WORDS,
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 6}),
    )
    must_read = forms.BooleanField(
        label="Must be read", required=False, help_text="Stays on everybody’s day until they say they have read it."
    )
    expires_on = forms.DateField(label="Until, included", widget=DAY)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @staticmethod
    def fresh(today: dt.date) -> dict[str, Any]:
        """What an empty form starts with."""
        return {"kind": BriefKind.COMPANY, "expires_on": today + USUAL_LENGTH, "version": 0}

    @staticmethod
    def of(brief: Brief) -> dict[str, Any]:
        return {name: getattr(brief, name) for name in BriefForm.base_fields}

    def note(self) -> Note:
        """Call after `is_valid`."""
        said = self.cleaned_data
        return Note(BriefKind(said["kind"]), said["title"], said["words"], said["must_read"], said["expires_on"])

    def add_refusal(self, refusal: Refusal, brief: Brief) -> None:
        """Puts the refusal beside its field; where the note has moved on, saving once more puts this in its place."""
        self.add_error(refusal.field, refusal.sentence)
        if isinstance(refusal, BriefMoved):
            self.data = {**self.data, "version": str(brief.version)}
