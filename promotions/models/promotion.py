"""What the Director has asked the desk to push, and on which terms, version by version."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from customers.models import Segment
from promotions.models.product import Product
from promotions.rules.vocabulary import Combinability, Mechanic, PromotionState


class PromotionQuerySet(models.QuerySet["Promotion"]):
    def live(self, at: datetime) -> PromotionQuerySet:
        """Those a price may take at `at`."""
        return self.filter(state=PromotionState.LIVE, starts_at__lte=at, ends_at__gt=at)


class Promotion(models.Model):
    """A line or group of lines being pushed. Its price terms are in its versions; `current` is the one in force."""

    name = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=PromotionState, default=PromotionState.DRAFT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="The first moment at which it is over.")
    segments = models.ManyToManyField(
        Segment, blank=True, related_name="promotions", help_text="Whom it is for; none chosen: everybody."
    )
    priority = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text="1 is offered first, 9 last.",
    )
    combinability = models.CharField(max_length=12, choices=Combinability, default=Combinability.COMBINES)
    includes_contracts = models.BooleanField(default=False, help_text="It also lowers contract prices.")
    script = models.TextField(help_text="The sentence to say.")
    objection_answer = models.TextField(blank=True, help_text="What to say to the usual “no”.")
    goal_quantity = models.PositiveIntegerField(null=True, blank=True, help_text="Packs we want to sell with it.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    current = models.ForeignKey("PromotionVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PromotionQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "ends_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="promotions_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(state__in=PromotionState.values), name="promotions_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=PromotionState.LIVE) | Q(current__isnull=False), name="promotions_live_one_has_terms"
            ),
        ]
        indexes = [models.Index(fields=["state", "ends_at"], name="promotions_by_state")]
        permissions = [("direct_promotions", "May set promotions")]

    def __str__(self) -> str:
        return self.name


class PromotionVersion(models.Model):
    """The price terms of a promotion from one moment on. Never edited: an order line names the version it used."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    mechanic = models.CharField(max_length=24, choices=Mechanic)
    terms = models.JSONField(help_text="What the mechanic needs, as promotions.rules.parse_terms reads it.")
    products = models.ManyToManyField(Product, related_name="promotion_versions", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["promotion", "number"]
        constraints = [
            models.UniqueConstraint(fields=["promotion", "number"], name="promotions_version_numbered_once"),
            models.CheckConstraint(condition=Q(mechanic__in=Mechanic.values), name="promotions_mechanic_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.promotion_id} version {self.number}"
