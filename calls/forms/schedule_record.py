"""The schedule in the admin site, held to the same rules as on the desk."""

from typing import Any

from django.utils.timezone import now

from calls.actions.schedule import Who, check_schedule
from calls.forms.schedule import CALL_DAYS
from calls.models import Schedule
from customers.forms import WeekdaysField
from staff.forms import RecordForm
from staff.rules import Refusal

PEOPLE = ("contact", "line", "address", "owner")


class ScheduleRecordForm(RecordForm):
    weekdays = WeekdaysField(choices=CALL_DAYS)

    class Meta:
        model = Schedule
        fields = [
            "customer",
            "repeats",
            "weekdays",
            "month_week",
            "month_day",
            "valid_from",
            "valid_until",
            "on_holiday",
            "window_from",
            "agreed_for",
            "window_until",
            "cut_off",
            "cut_off_after_days",
            "delivery_after_days",
            "delivery_weekday",
            *PEOPLE,
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            customer = given.get("customer") or self.instance.customer
            check_schedule(customer, Schedule(**given).plan, who_of(given), now())
        except Refusal as refusal:
            self.add_error(refusal.field, refusal.sentence)
        return given


def who_of(given: dict[str, Any]) -> Who:
    return Who(**{name: given[name] for name in PEOPLE})
