"""The calls that schedules ask for, written down some weeks ahead, and the days that were added or left out."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from calls.models.schedule import Schedule
from calls.rules.occurrences import Exceptional
from calls.rules.schedule import london_day
from orders.models import Order


class ScheduleException(models.Model):
    """A day on which one schedule departs from its rhythm, because somebody said so."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    on = models.DateField(help_text="For a call left out, the day of the rhythm, before any holiday moved it.")
    kind = models.CharField(max_length=8, choices=Exceptional)
    words = models.CharField(max_length=200, help_text="Why.")
    instead_of = models.DateField(
        null=True, blank=True, help_text="For a call that was moved here, the day of the rhythm that it stands for."
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "on"], name="calls_one_exception_a_schedule_and_day"),
            models.CheckConstraint(condition=~Q(words=""), name="calls_exception_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} on {self.on:%d %b %Y}: {self.words}"


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def from_day(self, day: dt.date) -> OccurrenceQuerySet:
        return self.filter(due_on__gte=day)

    def next_of(self, which: Q, at: dt.datetime) -> OccurrenceQuerySet:
        """Of each schedule among `which` the first call from today on that can still bring an order."""
        coming = self.from_day(london_day(at)).filter(which, cut_off_at__gt=at)
        return coming.order_by("schedule_id", "due_on").distinct("schedule_id")

    def behind(self, entry: int | models.Subquery) -> OccurrenceQuerySet:
        """The calls of schedules for which a customer stands in the queue.

        Those for whose site nothing is ordered yet come first, then the first cut-off.
        """
        asked = self.filter(schedule__reasons__entry=entry, due_on=F("schedule__reasons__due_on"))
        ordered = Order.objects.placed().filter(
            address=OuterRef("schedule__address"), delivery_on=OuterRef("delivery_on")
        )
        return asked.annotate(is_ordered=Exists(ordered)).order_by("is_ordered", "cut_off_at", "pk")


class Occurrence(models.Model):
    """One call that a schedule asks for. Derived: `calls.actions.lay_out` writes it anew from the schedule.

    What is past stays as it was.
    """

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="occurrences")
    due_on = models.DateField(help_text="The day we ring.")
    moved_from = models.DateField(null=True, blank=True, help_text="The day of the rhythm, if it is another.")
    because = models.CharField(max_length=200, blank=True, help_text="Why it was moved or added.")
    window_from = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    window_until = models.DateTimeField()
    cut_off_at = models.DateTimeField()
    delivery_on = models.DateField()

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "window_from", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "due_on"], name="calls_one_occurrence_a_schedule_and_day"),
            models.CheckConstraint(
                condition=Q(window_until__gt=F("window_from")), name="calls_occurrence_has_a_window"
            ),
            models.CheckConstraint(
                condition=Q(moved_from=None) | ~Q(because=""), name="calls_moved_occurrence_says_why"
            ),
        ]
        indexes = [models.Index(fields=["due_on", "schedule"], name="calls_occurrences_by_day")]

    def __str__(self) -> str:
        return f"Call on {self.due_on:%d %b %Y}"
