"""What people type about orders, read into values."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from orders.rules.vocabulary import OrderState


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
