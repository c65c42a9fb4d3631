"""What the Director types about targets, turned into values."""

import datetime as dt
from typing import Any

from django import forms

from promotions.models import Promotion
from promotions.rules.vocabulary import PromotionState
from staff.models import User
from targets.rules import Asked, Measure, month_of


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TargetForm(forms.Form):
    person = forms.ModelChoiceField(
        User.objects.none(), label="Who", required=False, empty_label="The whole desk together"
    )
    measure = forms.ChoiceField(label="What is counted", choices=Measure.choices)
    promotion = forms.ModelChoiceField(
        Promotion.objects.none(),
        label="Which promotion",
        required=False,
        empty_label="Any promotion",
        help_text="Only for packs sold on promotion.",
    )
    starts_on = forms.DateField(label="First day", widget=DayInput)
    ends_on = forms.DateField(label="Last day", widget=DayInput, help_text="It still counts.")
    value = forms.DecimalField(
        label="How much", max_digits=12, decimal_places=2, help_text="A number of calls, orders or packs; or pounds."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.coordinators()  # type: ignore[attr-defined]  # a choice field's
        not_over = Promotion.objects.exclude(state=PromotionState.ENDED)
        self.fields["promotion"].queryset = not_over  # type: ignore[attr-defined]  # likewise

    @classmethod
    def for_month_of(cls, day: dt.date) -> "TargetForm":
        starts_on, ends_on = month_of(day)
        return cls(initial={"starts_on": starts_on, "ends_on": ends_on})

    def asked(self) -> Asked:
        """Of a valid form."""
        cleaned = self.cleaned_data
        return Asked(
            person_id=cleaned["person"].pk if cleaned["person"] else None,
            measure=cleaned["measure"],
            promotion_id=cleaned["promotion"].pk if cleaned["promotion"] else None,
            starts_on=cleaned["starts_on"],
            ends_on=cleaned["ends_on"],
            value=cleaned["value"],
        )


class ChangeForm(forms.Form):
    value = forms.DecimalField(label="How much", max_digits=12, decimal_places=2)
    was = forms.DecimalField(max_digits=12, decimal_places=2, widget=forms.HiddenInput)
