"""What is kept of an order besides its lines: prices chosen at the desk, and what promotions have given it."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orders.models.order import Order
from promotions.models import Product, PromotionVersion


class DeskPrice(models.Model):
    """The price of one product on one order, chosen at the desk: set by hand, or today's in place of an agreed one."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="desk_prices")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    unit_price = models.DecimalField(
        max_digits=10, decimal_places=4, null=True, blank=True, help_text="Empty: today's, whatever was agreed."
    )
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was set by hand.")
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["order", "product"]
        constraints = [
            models.UniqueConstraint(fields=["order", "product"], name="orders_one_desk_price_a_product"),
            models.CheckConstraint(
                condition=Q(unit_price=None) | Q(unit_price__gte=0), name="orders_hand_price_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} on {self.order_id}"


class OrderPromotion(models.Model):
    """What one version of a promotion gives a confirmed order; its uses are taken off the promotion's allocation."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="promotions")
    version = models.ForeignKey(PromotionVersion, on_delete=models.PROTECT, related_name="orders")
    uses = models.PositiveIntegerField(help_text="None once the order is cancelled.")
    saving_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    delivery_saving = models.DecimalField(max_digits=8, decimal_places=2, default=Decimal(0))
    uses_given_back = models.PositiveIntegerField(
        default=0, db_default=0, help_text="Of the uses, those of packs that are credited or will not follow."
    )

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["order", "version"], name="orders_version_once_an_order"),
            models.CheckConstraint(
                condition=Q(saving_total__gte=0, delivery_saving__gte=0), name="orders_promotion_never_costs"
            ),
            models.CheckConstraint(
                condition=Q(uses_given_back__lte=F("uses")), name="orders_promotion_gives_back_what_it_gave"
            ),
        ]
        indexes = [models.Index(fields=["version", "order"], name="orders_by_promotion_version")]

    def __str__(self) -> str:
        return f"{self.version_id} on {self.order_id}"
