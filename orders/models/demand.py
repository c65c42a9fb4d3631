"""What could not be sold, what customers gave up, and what may be sold instead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models import Customer
from orders.rules.vocabulary import GivenUpReason, UnsoldReason
from promotions.models import Product


class Substitute(models.Model):
    """A product that may be offered where another is short or has left the range; the best first."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="substitutes")
    substitute = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(default=1, help_text="1 is offered first to who took none before.")

    class Meta:
        ordering = ["product", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "substitute"], name="orders_substitute_once"),
            models.CheckConstraint(
                condition=~Q(product=F("substitute")),
                name="orders_nothing_is_its_own_substitute",
                violation_error_message="A product is no substitute for itself. Choose another one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute_id} for {self.product_id}"


class LostDemand(models.Model):
    """What a customer asked for and we could not sell them; `words` where we do not know the product."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="lost_demand")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="lost_demand")
    words = models.CharField(max_length=200, blank=True)
    quantity = models.PositiveIntegerField(null=True, blank=True, help_text="Packs; empty: they did not say.")
    reason = models.CharField(max_length=12, choices=UnsoldReason)
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(unique=True, help_text="Made with the form, so that one form records once.")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name_plural = "lost demand"
        constraints = [
            models.CheckConstraint(
                condition=Q(product__isnull=False) | ~Q(words=""), name="orders_lost_demand_is_of_something"
            ),
        ]
        indexes = [models.Index(fields=["product", "-asked_at"], name="orders_lost_by_product")]

    def __str__(self) -> str:
        return f"{self.quantity or 'some'} of {self.product_id or self.words}"


class GivenUp(models.Model):
    """A usual item that the customer says they no longer buy, and why. Bought again, it is usual again."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="given_up")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=16, choices=GivenUpReason)
    words = models.CharField(max_length=200, blank=True)
    told_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    shown_again_at = models.DateTimeField(help_text="Until then the pad does not show it.")

    class Meta:
        ordering = ["-told_at", "-pk"]
        verbose_name_plural = "items given up"
        constraints = [models.UniqueConstraint(fields=["customer", "product"], name="orders_given_up_once")]

    def __str__(self) -> str:
        return f"{self.product_id} by {self.customer_id}"
