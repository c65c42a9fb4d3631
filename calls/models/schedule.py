"""When a customer expects our call: weekdays, contact window, and the cut-off of their delivery."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from customers.models import Contact, Customer, PhoneLine
from customers.rules.vocabulary import Weekday


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def valid_on(self, day: dt.date) -> ScheduleQuerySet:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def due_on(self, day: dt.date) -> ScheduleQuerySet:
        """Those whose rhythm falls on `day`."""
        return self.valid_on(day).filter(weekdays__contains=[day.weekday()])


class Schedule(models.Model):
    """A standing arrangement to ring a customer. All times are the customer's wall clock (Europe/London)."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="schedules")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True)
    line = models.ForeignKey(PhoneLine, on_delete=models.SET_NULL, null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, help_text="Empty for the pool."
    )
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday), help_text="0 is Monday.")
    window_from = models.TimeField(default=dt.time(9), help_text="Not before.")
    window_until = models.TimeField(default=dt.time(17), help_text="Not after.")
    cut_off = models.TimeField(help_text="Orders after this miss the delivery.")
    delivery_after_days = models.PositiveSmallIntegerField(default=1, help_text="Delivery so many days after the call.")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True, help_text="The last day; empty for no end.")

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["customer", "cut_off"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_until__gt=F("window_from")), name="calls_window_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(cut_off__gt=F("window_from")), name="calls_cut_off_is_after_the_window_opens"
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="calls_schedule_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(weekdays__len__gte=1), name="calls_schedule_has_a_day"),
        ]

    def __str__(self) -> str:
        days = ", ".join(Weekday(day).label[:3] for day in sorted(self.weekdays))
        return f"{days} by {self.cut_off:%H:%M}"
