"""What the Director has asked the desk to push, and on which terms, version by version."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from customers.models import Customer, Segment
from customers.rules.vocabulary import Weekday
from promotions.models.product import Product
from promotions.rules.vocabulary import Combinability, Funding, LastBought, Mechanic, PromotionState


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
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=list,
        blank=True,
        help_text="The days on which it runs, 0 for Monday; none: every day.",
    )
    segments = models.ManyToManyField(
        Segment, blank=True, related_name="promotions", help_text="Whom it is for; none chosen: everybody."
    )
    excluded_segments = models.ManyToManyField(Segment, blank=True, related_name="promotions_without_them")
    last_bought = models.CharField(max_length=8, choices=LastBought, blank=True)
    last_bought_days = models.PositiveSmallIntegerField(null=True, blank=True)
    priority = models.PositiveSmallIntegerField(
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text="1 is offered first, 9 last.",
    )
    script = models.TextField(help_text="The sentence to say.")
    objection_answer = models.TextField(blank=True, help_text="What to say to the usual “no”.")
    goal_quantity = models.PositiveIntegerField(null=True, blank=True, help_text="Packs we want to sell with it.")
    cap_per_order = models.PositiveIntegerField(null=True, blank=True, help_text="Uses on one order; empty: no limit.")
    cap_per_customer = models.PositiveIntegerField(
        null=True, blank=True, help_text="Uses by one customer over its whole life; empty: no limit."
    )
    allocation = models.PositiveIntegerField(null=True, blank=True, help_text="Uses in all; empty: no limit.")
    taken = models.PositiveIntegerField(default=0, editable=False, help_text="Uses on orders that stand.")
    funding = models.CharField(max_length=12, choices=Funding, default=Funding.OURS, help_text="Who pays for it.")
    funder = models.CharField(max_length=80, blank=True, help_text="The supplier who pays for it, or for a part.")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edition = models.PositiveIntegerField(
        default=1, db_default=1, editable=False, help_text="Counts the changes, so that nobody writes over one unseen."
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
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
            models.CheckConstraint(
                condition=Q(allocation=None) | Q(taken__lte=F("allocation")), name="promotions_allocation_holds"
            ),
            models.CheckConstraint(
                condition=Q(last_bought="", last_bought_days=None) | ~Q(last_bought="") & Q(last_bought_days__gte=1),
                name="promotions_last_bought_says_how_long",
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
    combinability = models.CharField(max_length=12, choices=Combinability, default=Combinability.COMBINES)
    includes_contracts = models.BooleanField(default=False, help_text="It also lowers contract prices.")
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


class NamedCustomer(models.Model):
    """A customer whom a promotion names: it is for them besides its segments, or not for them though all others."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="named_customers")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="named_in_promotions")
    is_left_out = models.BooleanField(default=False)

    class Meta:
        ordering = ["promotion", "customer"]
        constraints = [
            models.UniqueConstraint(fields=["promotion", "customer"], name="promotions_customer_named_once"),
        ]
        indexes = [models.Index(fields=["promotion", "is_left_out"], name="promotions_named_by_list")]

    def __str__(self) -> str:
        return f"{self.customer_id} in {self.promotion_id}"


class CustomerUses(models.Model):
    """How much of a promotion one customer has taken on orders that stand."""

    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, related_name="customer_uses")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="promotion_uses")
    uses = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "customer uses"
        constraints = [
            models.UniqueConstraint(fields=["promotion", "customer"], name="promotions_uses_counted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.uses} of {self.promotion_id} by {self.customer_id}"
