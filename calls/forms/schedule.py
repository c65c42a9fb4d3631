"""A schedule, a day that departs from it, and a closure: strings to values."""

import datetime as dt
from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.db.models import Q

from calls.actions.schedule import Who
from calls.forms.promise import CLOCK, DAY
from calls.models import Schedule
from calls.rules.occurrences import HolidayRule
from calls.rules.plan import Plan
from calls.rules.rhythm import WEEKS, MonthWeek, Repeats, Rhythm
from customers.forms import WeekdaysField
from customers.models import Address, Contact, Customer, PhoneLine
from customers.rules.vocabulary import Weekday
from staff.models import User

CALL_DAYS = [(day.value, day.label) for day in Weekday if day != Weekday.SUNDAY]


def _side_by_side(*names: str) -> Div:
    return Div(*(Div(name, css_class="field-beside") for name in names), css_class="fields-beside")


class ScheduleForm(forms.Form):
    """A standing arrangement to ring a customer. Clocks are theirs."""

    repeats = forms.ChoiceField(label="How often", choices=Repeats.choices, initial=Repeats.WEEKLY)
    weekdays = WeekdaysField(label="On", choices=CALL_DAYS)
    month_week = forms.TypedChoiceField(
        label="Which one of the month",
        choices=[("", "–"), *((week.value, f"The {week.label}") for week in MonthWeek)],
        coerce=int,
        empty_value=None,
        required=False,
        help_text="For “every month, on a weekday”.",
    )
    month_day = forms.IntegerField(
        label="Day of the month",
        required=False,
        help_text="For “on a day of the month”. A shorter month takes its last day.",
    )
    valid_from = forms.DateField(label="From", widget=DAY, help_text="Second and fourth weeks count from here.")
    valid_until = forms.DateField(label="Until", required=False, widget=DAY, help_text="Empty: no end.")
    window_from = forms.TimeField(label="Not before", widget=CLOCK, initial=dt.time(9))
    agreed_for = forms.TimeField(label="Agreed time", widget=CLOCK, required=False, help_text="Empty: any.")
    window_until = forms.TimeField(label="Not after", widget=CLOCK, initial=dt.time(17))
    cut_off = forms.TimeField(label="Cut-off", widget=CLOCK, help_text="Orders after this miss the delivery.")
    cut_off_after_days = forms.IntegerField(label="Cut-off, days after the call", min_value=0, initial=0)
    delivery_after_days = forms.IntegerField(label="Delivery, at least days after the call", min_value=0, initial=1)
    delivery_weekday = forms.TypedChoiceField(
        label="Delivery on",
        choices=[("", "Their first delivery day"), *Weekday.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    on_holiday = forms.ChoiceField(
        label="When the day is a public holiday", choices=HolidayRule.choices, initial=HolidayRule.MOVE_BEFORE
    )
    contact = forms.ModelChoiceField(Contact.objects.none(), label="Ask for", required=False, empty_label="Their buyer")
    line = forms.ModelChoiceField(
        PhoneLine.objects.none(), label="On the number", required=False, empty_label="Their main number"
    )
    address = forms.ModelChoiceField(
        Address.objects.none(), label="Deliver to", required=False, empty_label="Their usual address"
    )
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label="Who rings",
        required=False,
        empty_label="Who looks after them, or the pool",
        error_messages={
            "invalid_choice": "That person has left or rings nobody. Choose a coordinator, or leave it to the pool."
        },
    )

    def __init__(self, *args: Any, customer: Customer, schedule: Schedule | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = initial_of(schedule) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        now = schedule or Schedule()
        theirs = Q(customer=customer)
        self._choices("contact", Contact.objects.filter(theirs & (Q(left_at=None) | Q(pk=now.contact_id))))
        self._choices("line", PhoneLine.objects.filter(theirs))
        places = Address.objects.for_deliveries().filter(theirs) | Address.objects.filter(Q(pk=now.address_id))
        self._choices("address", places)
        self._choices("owner", User.objects.coordinators() | User.objects.filter(pk=now.owner_id))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = layout()

    def _choices(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  for the type checker
        field.queryset = rows

    def plan(self) -> Plan:
        """Call after `is_valid`. What the rhythm does not ask for is dropped."""
        given = self.cleaned_data
        repeats = Repeats(given["repeats"])
        by_week_of_month = repeats == Repeats.MONTH_WEEKDAY
        rhythm = Rhythm(
            repeats=repeats,
            weekdays=frozenset(given["weekdays"]) if repeats in WEEKS or by_week_of_month else frozenset(),
            starts_on=given["valid_from"],
            ends_on=given["valid_until"],
            month_day=given["month_day"] if repeats == Repeats.MONTH_DAY else None,
            month_week=MonthWeek(given["month_week"]) if by_week_of_month and given["month_week"] else None,
        )
        clocks = ("window_from", "window_until", "cut_off", "cut_off_after_days")
        delivery = ("delivery_after_days", "delivery_weekday")
        return Plan(
            rhythm=rhythm,
            agreed=given["agreed_for"],
            on_holiday=HolidayRule(given["on_holiday"]),
            **{name: given[name] for name in clocks + delivery},
        )

    def who(self) -> Who:
        """Call after `is_valid`."""
        return Who(**{name: self.cleaned_data[name] for name in ("contact", "line", "address", "owner")})


def initial_of(schedule: Schedule | None) -> dict[str, Any]:
    if schedule is None:
        return {}
    people = ("contact", "line", "address", "owner")
    plain = [name for name in ScheduleForm.base_fields if name not in people]
    return {name: getattr(schedule, name) for name in plain} | {
        name: getattr(schedule, f"{name}_id") for name in people
    }


def layout() -> Layout:
    return Layout(
        Fieldset(
            "Days",
            "repeats",
            InlineCheckboxes("weekdays"),
            _side_by_side("month_week", "month_day"),
            _side_by_side("valid_from", "valid_until"),
            "on_holiday",
        ),
        Fieldset("When we ring", _side_by_side("window_from", "agreed_for", "window_until")),
        Fieldset(
            "The delivery it is for",
            _side_by_side("cut_off", "cut_off_after_days"),
            _side_by_side("delivery_after_days", "delivery_weekday"),
            "address",
        ),
        Fieldset("Who", _side_by_side("contact", "line"), "owner"),
    )


class DayForm(forms.Form):
    """One day on which a schedule departs from its rhythm."""

    EXTRA, LEAVE_OUT, MOVE = "extra", "leave-out", "move"

    what = forms.ChoiceField(
        label="What",
        choices=[
            (EXTRA, "Ring on this day too"),
            (LEAVE_OUT, "Do not ring on this day"),
            (MOVE, "Ring on another day"),
        ],
        initial=EXTRA,
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="The day", widget=DAY)
    to = forms.DateField(label="The other day", required=False, widget=DAY, help_text="When the call is moved.")
    words = forms.CharField(label="Why", required=False, max_length=150)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("what") == self.MOVE and not given.get("to"):
            self.add_error("to", "To which day?")
        return given


class ClosureForm(forms.Form):
    """When a customer is closed."""

    from_on = forms.DateField(label="First day closed", widget=DAY)
    until_on = forms.DateField(label="Last day closed", widget=DAY)
    words = forms.CharField(label="Why", required=False, max_length=120)
