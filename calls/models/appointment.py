"""Appointments: who of us sees which customer, where, when and to what purpose."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models import Contact, Customer


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def standing(self) -> AppointmentQuerySet:
        return self.filter(cancelled_at=None)

    def meeting(self, since: dt.datetime, until: dt.datetime) -> AppointmentQuerySet:
        """Those that share a moment with the time from `since` until `until`."""
        return self.filter(starts_at__lt=until, ends_at__gt=since)


class Appointment(models.Model):
    """One person of ours is with one customer. `sequence` counts its changes, as calendars need it (RFC 5545)."""

    key = models.UUIDField(unique=True, help_text="Made with the form; the calendar file names the appointment by it.")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="appointments")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="appointments")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="appointments",
        help_text="Who of us goes there.",
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)
    sequence = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField(help_text="When it was made, moved or cancelled last.")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=200, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="calls_appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""), name="calls_cancelled_appointment_says_why"
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "starts_at"], condition=Q(cancelled_at=None), name="calls_appointments_by_person"
            ),
            models.Index(fields=["customer", "-starts_at"], name="calls_appointments"),
            models.Index(fields=["starts_at", "id"], name="calls_appointments_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose}, {self.starts_at:%d %b %H:%M}"
