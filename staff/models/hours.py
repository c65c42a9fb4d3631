"""When each person works and when they are away."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from staff.rules import AbsenceKind
from staff.rules.attendance import Span


class WorkingHours(models.Model):
    """One weekday of a person's week, on London's clocks. Somebody without any row works the usual week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="working_hours")
    weekday = models.PositiveSmallIntegerField(help_text="0 is Monday.")
    starts_at = models.TimeField()
    ends_at = models.TimeField()

    class Meta:
        ordering = ["user", "weekday"]
        verbose_name_plural = "working hours"
        constraints = [
            models.UniqueConstraint(fields=["user", "weekday"], name="staff_hours_once_per_weekday"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="staff_weekday_is_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="staff_day_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday}: {self.starts_at:%H:%M} to {self.ends_at:%H:%M}"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def standing(self) -> AbsenceQuerySet:
        """Asked for or agreed, and not withdrawn or declined."""
        return self.filter(withdrawn_at=None)

    def agreed(self) -> AbsenceQuerySet:
        return self.standing().filter(agreed_at__isnull=False)

    def to_decide(self, at: dt.datetime) -> AbsenceQuerySet:
        return self.standing().filter(agreed_at=None, ends_at__gt=at)

    def meeting(self, since: dt.datetime, until: dt.datetime) -> AbsenceQuerySet:
        """Those that share a moment with the time from `since` until `until`."""
        return self.filter(starts_at__lt=until, ends_at__gt=since)


class Absence(models.Model):
    """A time, of hours or of days, at which somebody is away. It counts once it is agreed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=AbsenceKind, default=AbsenceKind.HOLIDAY)
    words = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="When it was taken back or declined.")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decision_words = models.CharField(max_length=200, blank=True, help_text="Why it was declined.")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="staff_absence_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(kind__in=AbsenceKind.values), name="staff_absence_kind_is_known"),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(decided_by__isnull=False), name="staff_agreed_absence_names_who_agreed"
            ),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], condition=Q(withdrawn_at=None), name="staff_absence_by_time"),
        ]
        permissions = [("direct_team", "May set hours and decide on absences")]

    def __str__(self) -> str:
        return f"{self.user_id} away from {self.starts_at:%d %b %H:%M} until {self.ends_at:%d %b %H:%M}"

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.ends_at)

    @property
    def state(self) -> str:
        """In one word for the screen."""
        if self.withdrawn_at is not None:
            return "taken back" if self.decided_by_id in (None, self.user_id) else "declined"
        return "agreed" if self.agreed_at is not None else "asked"
