"""Work that passes from one person to another, and scheduled calls that were put off to another day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from calls.models.queue import QueueEntry
from calls.models.schedule import Schedule


class Reallocation(models.Model):
    """A proposal that the Director accepted: which entries went to whom stands in its hand-overs."""

    key = models.UUIDField(unique=True, help_text="Made with the page, so that one page is accepted once.")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    proposed = models.PositiveIntegerField(help_text="How many it proposed; fewer moved when some changed meanwhile.")

    class Meta:
        ordering = ["-accepted_at", "-pk"]

    def __str__(self) -> str:
        return f"Reallocation of {self.accepted_at:%d %b %H:%M}"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def waiting(self) -> HandOverQuerySet:
        """Offered, not answered, and still to be done."""
        return self.filter(taken_at=None, ended_at=None, entry__closed_at=None)


class HandOver(models.Model):
    """An entry offered to a colleague. It stays the giver's until the taker has taken it."""

    entry = models.ForeignKey(QueueEntry, on_delete=models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: it was anybody's.",
    )
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    offered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it was declined or taken back.")
    ended_because = models.CharField(max_length=200, blank=True)
    reallocation = models.ForeignKey(
        Reallocation, on_delete=models.PROTECT, null=True, blank=True, related_name="hand_overs"
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"], condition=Q(taken_at=None, ended_at=None), name="calls_one_hand_over_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(giver=None) | ~Q(giver=F("taker")), name="calls_nobody_hands_over_to_themselves"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="calls_hand_over_says_why"),
            models.CheckConstraint(
                condition=Q(taken_at=None) | Q(ended_at=None), name="calls_hand_over_ends_in_one_way"
            ),
        ]
        indexes = [
            models.Index(fields=["taker"], condition=Q(taken_at=None, ended_at=None), name="calls_offered_to"),
            models.Index(fields=["giver", "-taken_at"], name="calls_given_by"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} from {self.giver_id} to {self.taker_id}"


class MovedCall(models.Model):
    """A scheduled call that was put off to another day instead of being made."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="moved_calls")
    entry = models.ForeignKey(QueueEntry, on_delete=models.CASCADE, related_name="moved_calls")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="On whose list it stood; empty for anybody's.",
    )
    from_on = models.DateField()
    to_on = models.DateField()
    words = models.CharField(max_length=200)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()

    class Meta:
        ordering = ["-moved_at"]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "from_on"], name="calls_moved_once_from_a_day"),
            models.CheckConstraint(condition=Q(to_on__gt=F("from_on")), name="calls_moved_to_a_later_day"),
            models.CheckConstraint(condition=~Q(words=""), name="calls_moved_says_why"),
        ]
        indexes = [models.Index(fields=["from_on", "owner"], name="calls_moved_by_day")]

    def __str__(self) -> str:
        return f"Call of {self.from_on:%d %b} moved to {self.to_on:%d %b}"
