"""Why something was lost, to whom and at what price: asked the same of an enquiry and of a quote."""

from typing import Any

from django import forms

from orders.rules.vocabulary import LostReason


class LostFields(forms.Form):
    """Everything may be missing here; whether it may is asked of the rules."""

    lost_reason = forms.ChoiceField(
        label="Why was it lost?", choices=[("", "Choose"), *LostReason.choices], required=False
    )
    competitor = forms.CharField(label="Who has it instead?", max_length=80, required=False)
    competitor_price = forms.DecimalField(
        label="What do they pay there, without VAT?", max_digits=12, decimal_places=2, min_value=0, required=False
    )

    @property
    def loss(self) -> dict[str, Any]:
        """The keywords that say it was lost."""
        return {name: self.cleaned_data[name] for name in ("competitor", "competitor_price")} | {
            "lost_reason": self.cleaned_data["lost_reason"]
        }
