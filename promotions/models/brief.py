"""The brief: what the Director tells the desk, and who has read which wording of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from promotions.rules.brief import LONGEST_TITLE, LONGEST_WORDS, BriefKind


class BriefQuerySet(models.QuerySet["Brief"]):
    def standing(self, today: dt.date) -> BriefQuerySet:
        """Not withdrawn, and not past their last day."""
        return self.filter(withdrawn_at=None, expires_on__gte=today)


class Brief(models.Model):
    """One note. Another wording is another version, so that who has read it is asked to read it again."""

    kind = models.CharField(max_length=12, choices=BriefKind, default=BriefKind.COMPANY)
    title = models.CharField(max_length=LONGEST_TITLE)
    words = models.TextField(max_length=LONGEST_WORDS)
    must_read = models.BooleanField(default=False, help_text="Stays on everybody's day until they say they read it.")
    expires_on = models.DateField(help_text="The last day on which it is shown.")
    version = models.PositiveSmallIntegerField(default=1)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = BriefQuerySet.as_manager()

    class Meta:
        ordering = ["-must_read", "-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=BriefKind.values), name="promotions_brief_kind_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="promotions_brief_says_something"),
        ]
        indexes = [
            models.Index(fields=["expires_on"], condition=Q(withdrawn_at=None), name="promotions_brief_standing")
        ]

    def __str__(self) -> str:
        return self.title


class BriefReading(models.Model):
    """The newest wording of a note that somebody says they have read."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["brief", "user"], name="promotions_brief_read_once_a_person")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.brief_id} version {self.version}"
