"""How many customers buy a product at present."""

from __future__ import annotations

from django.db import models

from promotions.models import Product


class Popularity(models.Model):
    """Customers who bought the product in the last four weeks; counted anew by the hour, no row for none."""

    product = models.OneToOneField(Product, on_delete=models.CASCADE, primary_key=True, related_name="popularity")
    customers = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "popularity"

    def __str__(self) -> str:
        return f"{self.product_id}: {self.customers}"
