"""What was done against the published order, and who was left out of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from calls.models.queue import QueueEntry
from calls.rules.left_out import Because, CauseKind
from calls.rules.overrides import OverrideKind
from calls.rules.vocabulary import Level
from customers.models import Customer


class Override(models.Model):
    """Somebody went against the order of the queue and said why. `level` is where the customer stood."""

    kind = models.CharField(max_length=16, choices=OverrideKind)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="overrides")
    entry = models.ForeignKey(QueueEntry, on_delete=models.SET_NULL, null=True, blank=True, related_name="overrides")
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    words = models.CharField(max_length=400)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="calls_override_says_why")]
        indexes = [models.Index(fields=["-made_at", "-id"], name="calls_overrides_by_time")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"


class LeftOut(models.Model):
    """A cause that was due on a day and did not bring the customer up, with the reason.

    Derived: each filling writes the day's rows anew, so a row is there while its reason is.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="left_out")
    due_on = models.DateField()
    cause = models.CharField(max_length=12, choices=CauseKind)
    because = models.CharField(max_length=16, choices=Because)
    until_on = models.DateField(
        null=True, blank=True, help_text="The last day for which it holds, where that is known."
    )
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["due_on", "because"]
        verbose_name_plural = "left out"
        constraints = [
            models.UniqueConstraint(fields=["customer", "due_on", "cause"], name="calls_left_out_once_a_day_and_cause")
        ]
        indexes = [models.Index(fields=["due_on", "because"], name="calls_left_out_by_reason")]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} on {self.due_on}: {self.get_because_display()}"
