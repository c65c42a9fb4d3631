"""A delivery round in the admin site, which says whose fields these are."""

from django import forms

from customers.forms import WeekdaysField


class RoundForm(forms.ModelForm):  # type: ignore[type-arg]  # takes no parameter at run time
    weekdays = WeekdaysField(
        help_text="When it drives. None ticked: Monday to Friday. A customer's own days go before."
    )
