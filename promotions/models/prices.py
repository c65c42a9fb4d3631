"""Prices that depend on the quantity or on the customer: breaks of the list price, and contracts."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from customers.models import Customer
from promotions.models.product import Product


class ListBreak(models.Model):
    """The list price of a product from a quantity of packs up; below the first break its list price stands."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="list_breaks")
    from_quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=10, decimal_places=4)

    class Meta:
        ordering = ["product", "from_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["product", "from_quantity"], name="promotions_one_list_price_per_break"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0),
                name="promotions_list_break_is_not_negative",
                violation_error_message="A price is zero or more.",
            ),
            models.CheckConstraint(
                condition=Q(from_quantity__gte=2),
                name="promotions_list_break_starts_at_two",
                violation_error_message="A break starts at two packs or more; below it the list price stands.",
            ),
        ]

    def __str__(self) -> str:
        return f"from {self.from_quantity}"


class ContractPrice(models.Model):
    """What one customer pays for a product by contract, from a quantity of packs up, within its days (London)."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="contract_prices")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="contract_prices")
    from_quantity = models.PositiveIntegerField(default=1)
    unit_price = models.DecimalField(max_digits=10, decimal_places=4)
    starts_on = models.DateField(null=True, blank=True, help_text="The first day; empty: always before.")
    ends_on = models.DateField(null=True, blank=True, help_text="The last day; empty: until further notice.")
    reference = models.CharField(max_length=60, blank=True, help_text="The contract's own name or number.")

    class Meta:
        ordering = ["customer", "product", "from_quantity", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "product", "from_quantity", "starts_on"],
                nulls_distinct=False,
                name="promotions_one_contract_price_at_a_time",
                violation_error_message="They have a contract price for it from this quantity and day already.",
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0),
                name="promotions_contract_price_is_not_negative",
                violation_error_message="A price is zero or more.",
            ),
            models.CheckConstraint(
                condition=Q(from_quantity__gte=1),
                name="promotions_contract_break_starts_at_one",
                violation_error_message="A break starts at one pack or more.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="promotions_contract_ends_after_it_starts",
                violation_error_message="It ends before it starts. Set a later end.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product} for {self.customer} from {self.from_quantity}"
