"""Customers who are left in peace for a while, because nobody was reached too often."""

from __future__ import annotations

import datetime as dt

from django.db import models

from customers.models import Customer


class RestQuerySet(models.QuerySet["Rest"]):
    def at(self, at: dt.datetime) -> RestQuerySet:
        """Those in force at `at`."""
        return self.filter(until_at__gt=at)


class Rest(models.Model):
    """Until then the customer comes up for nothing that they did not ask for: promises and schedules go on.

    One row a customer, written again with each rest; a conversation ends it.
    """

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="rest")
    begun_at = models.DateTimeField()
    until_at = models.DateTimeField()
    calls = models.PositiveSmallIntegerField(help_text="So many calls in a row reached nobody.")

    objects = RestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["until_at"], name="calls_rests_by_end")]

    def __str__(self) -> str:
        return f"{self.customer_id} rests until {self.until_at:%d %b}"
