"""Handing over, declining, and putting a call off: strings to values."""

from collections.abc import Collection

from django import forms

from calls.forms.promise import DAY
from staff.models import User


class TakerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for the type checker only
    """Somebody who works here; says who is not in."""

    away: Collection[int] = ()

    def label_from_instance(self, obj: User) -> str:
        return f"{obj} (not in)" if obj.pk in self.away else str(obj)


class HandOverForm(forms.Form):
    """To whom a call is handed, and why."""

    taker = TakerField(
        queryset=User.objects.none(),
        label="To",
        error_messages={
            "required": "Choose a colleague.",
            "invalid_choice": "They do not work here any more. Choose somebody who does.",
        },
    )
    reason = forms.CharField(label="Why", required=False, max_length=200, help_text="Your colleague reads it.")

    def __init__(self, *args: object, giver_id: int | None, here: Collection[int], **kwargs: object) -> None:
        """`here`: the ids of those who are in."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        colleagues = User.objects.coordinators().exclude(pk=giver_id)
        taker = self.fields["taker"]
        assert isinstance(taker, TakerField)  # noqa: S101  # declared above
        taker.away = {pk for pk in colleagues.values_list("pk", flat=True) if pk not in here}
        taker.queryset = colleagues


class DeclineForm(forms.Form):
    """Why a call that was offered is not taken."""

    reason = forms.CharField(label="Why not?", required=False, max_length=200, help_text="Your colleague reads it.")


class PutOffForm(forms.Form):
    """To which day a scheduled call is put off, and why."""

    to = forms.DateField(label="Ring on", widget=DAY, error_messages={"required": "On which day instead?"})
    words = forms.CharField(label="Why", required=False, max_length=150)
