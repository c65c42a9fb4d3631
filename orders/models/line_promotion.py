"""What promotions did for the lines of orders; packs, savings and takings of a promotion are counted from it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast, Round

from orders.models.order import OrderLine
from promotions.models import PromotionVersion

WHOLE = models.BigIntegerField()
POUNDS = models.DecimalField(max_digits=12, decimal_places=2)


class LinePromotionQuerySet(models.QuerySet["LinePromotion"]):
    def less_credits(self) -> LinePromotionQuerySet:
        """`kept`, `kept_saving` and `kept_net` are its packs and pounds without those of the line that are credited.

        They go in proportion: of the packs whole ones only, pounds to the penny, as a credit has them.
        """
        credited, packs = F("line__credited_quantity"), F("line__quantity")
        return self.annotate(
            kept=F("quantity") - Cast("quantity", WHOLE) * credited / packs,
            kept_saving=F("saving_total") - Round(F("saving_total") * credited / packs, 2, output_field=POUNDS),
            kept_net=F("net_total") - Round(F("net_total") * credited / packs, 2, output_field=POUNDS),
        )

    def counted(self) -> LinePromotionQuerySet:
        """Those on orders that count, less what is credited."""
        return self.filter(line__order__confirmed_at__isnull=False, line__order__cancelled_at=None).less_credits()

    def sold(self) -> LinePromotionQuerySet:
        """The same without gifts, which are not sold."""
        return self.filter(line__is_gift=False).counted()


class LinePromotion(models.Model):
    """What one version of a promotion did for a line. In a reward from a spend all packs of the line take part."""

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="promotions")
    version = models.ForeignKey(PromotionVersion, on_delete=models.PROTECT, related_name="lines")
    quantity = models.PositiveIntegerField(help_text="The packs that took part.")
    saving_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), help_text="On them.")
    net_total = models.DecimalField(max_digits=12, decimal_places=2, help_text="What is left to pay for them.")

    objects = LinePromotionQuerySet.as_manager()

    class Meta:
        ordering = ["line", "-saving_total", "version"]
        constraints = [
            models.UniqueConstraint(fields=["line", "version"], name="orders_version_once_a_line"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_part_is_of_a_pack"),
            models.CheckConstraint(
                condition=Q(saving_total__gte=0, net_total__gte=0), name="orders_part_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} on {self.line_id}"
