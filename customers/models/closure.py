"""When a customer is closed: holidays of the business, stock-taking, a refit."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models.customer import Customer


class ClosureQuerySet(models.QuerySet["Closure"]):
    def standing(self) -> ClosureQuerySet:
        return self.filter(withdrawn_at=None)

    def not_over(self, day: dt.date) -> ClosureQuerySet:
        """Those in force on `day` or later."""
        return self.standing().filter(until_on__gte=day)


class Closure(models.Model):
    """Nobody is there from the first to the last day, both included: we neither ring nor deliver."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="closures")
    from_on = models.DateField()
    until_on = models.DateField(help_text="The last day on which they are closed.")
    words = models.CharField(max_length=120, blank=True, help_text="For example “Summer holiday”.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="customers_closure_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["customer", "from_on", "until_on"],
                condition=Q(withdrawn_at=None),
                name="customers_closure_is_recorded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Closed {self.from_on:%d %b %Y} to {self.until_on:%d %b %Y}"
