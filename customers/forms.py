"""What people type about customers, turned into values."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from customers.models import Address, Contact, PhoneLine
from customers.rules.areas import tidy_postcode
from customers.rules.numbers import for_people, read_number
from customers.rules.vocabulary import Weekday
from staff.forms import RecordForm


class NoteForm(forms.Form):
    words = forms.CharField(
        label="Note",
        strip=False,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What the next colleague should know. No card numbers.",
    )


class ResendForm(forms.Form):
    to = forms.EmailField(label="Send to", required=False)


class WordingForm(forms.Form):
    """The words of a kind of letter; whether they may stand is asked of the rules."""

    subject = forms.CharField(label="Subject", required=False, strip=False)
    body = forms.CharField(label="Letter", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 18}))


class NumberField(forms.CharField):
    """A telephone number in any spelling; kept in E.164 and shown as people read it."""

    def prepare_value(self, value: object) -> object:
        return for_people(value) if isinstance(value, str) else value

    def clean(self, value: object) -> str:
        typed = str(super().clean(value))
        number = read_number(typed).e164
        if number is None and typed:
            raise ValidationError(
                f"“{typed}” is not a telephone number. Write it with its area code, or with + and the country."
            )
        return number or ""


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Weekdays, ticked by their names; a list of numbers from Monday, 0, in the order of the week."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": "Tick the weekdays by their names.",
        "invalid_list": "Tick the weekdays by their names.",
    }

    def __init__(self, *, choices: Iterable[tuple[int, str]] = Weekday.choices, **kwargs: Any) -> None:
        super().__init__(choices=choices, coerce=int, required=False, **kwargs)

    def clean(self, value: object) -> list[int]:
        return sorted(super().clean(value))


class CustomerForm(RecordForm):
    """The record in the admin site, which says whose fields these are."""

    delivery_days = WeekdaysField(help_text="When we deliver to them. None ticked: Monday to Friday.")


class FirstOfSeveral(forms.BaseInlineFormSet):  # type: ignore[type-arg]  # takes no parameter at run time
    """Rows of which one may be the first: the number to ring, the person to ask for. Their form is a RowForm."""

    @property
    def first(self) -> str:
        return cast(type[RowForm], self.form).first

    def clean(self) -> None:
        super().clean()
        if len(self._firsts()) > 1:
            raise ValidationError("Only one can come first. Untick the others.")

    def moves_first(self) -> bool:
        """Whether the first is another one than before."""
        return any(self.first in form.changed_data for form in self.forms)

    def save_first_anew(self) -> None:
        """See that the first is written again, after it has been taken from whoever had it."""
        for form in self._firsts():
            if self.first not in form.changed_data:
                form.changed_data.append(self.first)

    def _firsts(self) -> list[forms.ModelForm]:  # type: ignore[type-arg]  # likewise
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form for form in kept if getattr(form, "cleaned_data", {}).get(self.first)]


class NumbersOfOne(FirstOfSeveral):
    """Each may be that of a person at this customer, of nobody else's people."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:  # type: ignore[type-arg]  # likewise
        super().add_fields(form, index)
        people = form.fields["contact"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101  for the type checker
        people.queryset = Contact.objects.filter(customer=self.instance.pk)


class RowForm(RecordForm):
    """A row of FirstOfSeveral; which one comes first is asked of all rows together, not of each by itself."""

    first: str

    def _get_validation_exclusions(self) -> set[str]:
        return {*super()._get_validation_exclusions(), self.first}  # type: ignore[misc]  # Django's hook, untyped


class ContactForm(RowForm):
    first = "is_buyer"

    class Meta:
        model = Contact
        fields = ("name", "say_name", "job_title", "email", "may_order", "is_buyer", "left_at")


class PhoneLineForm(RowForm):
    first = "is_main"
    number = NumberField(label="Number", max_length=60, help_text="In any spelling, for example 020 7946 0101.")

    class Meta:
        model = PhoneLine
        fields = ("number", "label", "contact", "subscriber_type", "is_main")


def not_rung(formsets: Iterable[forms.BaseFormSet]) -> list[str]:  # type: ignore[type-arg]  # likewise
    """Of the numbers that were just typed, those that are kept and never rung, each with the reason."""
    rows = [form for formset in formsets for form in formset.forms if isinstance(form, PhoneLineForm)]
    typed = [form.cleaned_data["number"] for form in rows if "number" in form.changed_data and form.is_valid()]
    codes = ((number, read_number(number).code) for number in typed)
    return [f"{for_people(number)} is kept and not rung. {code.label}" for number, code in codes if code]


class AddressForm(RecordForm):
    class Meta:
        model = Address
        fields = ("kind", "lines", "postcode", "ended_at")

    def clean_postcode(self) -> str:
        return tidy_postcode(self.cleaned_data["postcode"])
