"""Calls that nobody answered, and messages that were left, until they are returned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from calls.rules.inbound import MissedKind
from customers.models import Customer


class MissedContactQuerySet(models.QuerySet["MissedContact"]):
    def open(self) -> MissedContactQuerySet:
        return self.filter(closed_at=None)


class MissedContact(models.Model):
    """Somebody rang or left word and is to be rung back by `due_at`. Without a customer nobody knows who it was."""

    key = models.UUIDField(unique=True, help_text="Made with the form, so that one form makes one row.")
    customer = models.ForeignKey(
        Customer, on_delete=models.CASCADE, null=True, blank=True, related_name="missed_contacts"
    )
    kind = models.CharField(max_length=8, choices=MissedKind)
    caller = models.CharField(max_length=80, help_text="The number or name as it was taken down.")
    number = models.CharField(max_length=16, blank=True, help_text="In E.164, where the caller's number is known.")
    words = models.TextField(blank=True, help_text="The message.")
    arrived_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="By when the response standard wants it returned.")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    waited = models.DurationField(
        null=True, blank=True, help_text="From the arrival to our first attempt, in the hours of the standards."
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=200, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Who said that nobody rings back, or spoke to them.",
    )

    objects = MissedContactQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gt=F("arrived_at")), name="calls_missed_is_due_after_arrival"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_because="") | Q(closed_at__isnull=False) & ~Q(closed_because=""),
                name="calls_closed_missed_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="calls_open_missed"),
            models.Index(fields=["arrived_at"], name="calls_missed_by_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.caller} at {self.arrived_at:%d %b %H:%M}"
