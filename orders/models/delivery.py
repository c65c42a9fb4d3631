"""The rounds on which we deliver: which days, how soon, until when it may be ordered, and what it costs."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q

from customers.models import Customer
from customers.rules.vocabulary import Weekday

AREA = RegexValidator(r"^[A-Z]{1,2}([0-9][A-Z0-9]?)?$", "A postcode area or district in capitals: LS or LS11.")


class DeliveryRound(models.Model):
    """A round drives to postcode areas, and to the customers put on it by name. Money is pounds without VAT."""

    name = models.CharField(max_length=60, unique=True)
    postcode_areas = ArrayField(
        models.CharField(max_length=4, validators=[AREA]),
        default=list,
        blank=True,
        help_text="Areas or districts: LS, WF10. A district goes before its area.",
    )
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday),
        default=list,
        blank=True,
        help_text="The weekdays it drives, 0 for Monday; empty for Monday to Friday. A customer's own days go before.",
    )
    lead_days = models.PositiveSmallIntegerField(
        default=1, validators=[MaxValueValidator(30)], help_text="Working days from the order to the delivery."
    )
    is_strict = models.BooleanField(
        default=True, help_text="After the cut-off there is no delivery; otherwise only a warning."
    )
    least_total = models.DecimalField(
        max_digits=8, decimal_places=2, default=Decimal(0), help_text="The least goods we deliver."
    )
    charge = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(0))
    free_from_total = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, help_text="Goods from which delivery is free."
    )
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When it last drove; empty while it does.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lead_days__gte=1, lead_days__lte=30),
                name="orders_round_takes_a_day_at_least",
                violation_error_message="The round takes 1 to 30 days.",
            ),
            models.CheckConstraint(
                condition=Q(least_total__gte=0, charge__gte=0),
                name="orders_round_charges_are_not_negative",
                violation_error_message="The charge and the least order are zero or more.",
            ),
            models.CheckConstraint(
                condition=Q(free_from_total=None) | Q(free_from_total__gt=0) & Q(free_from_total__gte=F("least_total")),
                name="orders_free_delivery_starts_above_the_least",
                violation_error_message="Free delivery starts above zero, and not below the least order.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundCutOff(models.Model):
    """Until when orders of one weekday are taken for a round."""

    round = models.ForeignKey(DeliveryRound, on_delete=models.CASCADE, related_name="cut_offs")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    clock = models.TimeField(help_text="By London's clocks.")

    class Meta:
        ordering = ["round", "weekday"]
        constraints = [
            models.UniqueConstraint(fields=["round", "weekday"], name="orders_one_cut_off_per_weekday"),
            models.CheckConstraint(
                condition=Q(weekday__lte=4),
                name="orders_cut_off_is_on_a_working_day",
                violation_error_message="A cut-off is on a day from Monday to Friday.",
            ),
        ]

    def __str__(self) -> str:
        return f"{Weekday(self.weekday).label} {self.clock:%H:%M}"


class RoundClosure(models.Model):
    """A day on which a round, or every round, does not drive."""

    round = models.ForeignKey(
        DeliveryRound,
        on_delete=models.CASCADE,
        related_name="closures",
        null=True,
        blank=True,
        help_text="Empty: every round.",
    )
    on = models.DateField()
    words = models.CharField(max_length=80, help_text="For example “Stock-taking”.")

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["round", "on"], name="orders_round_closes_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.on:%d %b %Y}: {self.words}"


class RoundCustomer(models.Model):
    """A customer who is on a round whatever their postcode."""

    round = models.ForeignKey(DeliveryRound, on_delete=models.CASCADE, related_name="customers")
    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="delivery_round")

    class Meta:
        ordering = ["round", "customer"]

    def __str__(self) -> str:
        return f"{self.customer_id} on {self.round_id}"
