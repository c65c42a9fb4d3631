"""What was asked of a person or the whole desk in a period, and how far it has got."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from promotions.models import Promotion
from targets.rules import Measure


class TargetQuerySet(models.QuerySet["Target"]):
    def standing(self) -> TargetQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def running_on(self, day: dt.date) -> TargetQuerySet:
        return self.standing().filter(starts_on__lte=day, ends_on__gte=day)


class Target(models.Model):
    """So much of a measure, by one person or the whole desk, from the first day to the last."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        help_text="Empty for the whole desk.",
    )
    measure = models.CharField(max_length=20, choices=Measure)
    promotion = models.ForeignKey(
        Promotion,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="targets",
        help_text="Which promotion, where the measure counts one.",
    )
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="The last day that counts.")
    value = models.DecimalField(max_digits=12, decimal_places=2)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="Since when it is no longer asked.")

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "person", "measure", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="targets_period_has_a_day"),
            models.CheckConstraint(condition=Q(value__gt=0), name="targets_ask_for_something"),
            models.CheckConstraint(
                condition=Q(promotion=None) | Q(measure=Measure.PROMOTION_PACKS),
                name="targets_only_packs_name_a_promotion",
            ),
            models.UniqueConstraint(
                fields=["person", "measure", "promotion", "starts_on", "ends_on"],
                condition=Q(withdrawn_at=None),
                nulls_distinct=False,
                name="targets_asked_once_per_period",
            ),
        ]
        permissions = [
            ("view_own_progress", "May see their own targets"),
            ("direct_targets", "May set targets"),
            ("view_desk", "May see the Director's desk"),
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()}: {self.value}"


class Progress(models.Model):
    """How much of a target is done, as last computed from the calls and orders themselves."""

    target = models.OneToOneField(Target, on_delete=models.CASCADE, related_name="progress")
    actual = models.DecimalField(max_digits=12, decimal_places=2)
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.actual} of {self.target_id}"
