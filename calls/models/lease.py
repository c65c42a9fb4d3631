"""Who is at the desk, and which customer is with whom."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models import Customer


class Operator(models.Model):
    """A coordinator's place at the desk; its row is locked by whoever presses Next, so that two presses queue up."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="operator")
    last_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.user)


class LeaseQuerySet(models.QuerySet["Lease"]):
    def held(self, at: datetime) -> LeaseQuerySet:
        """Those in force at `at`."""
        return self.filter(released_at=None, until_at__gt=at)


class Lease(models.Model):
    """A customer is with one coordinator until `until_at`; it lapses by itself, no job frees it.

    One row a customer, taken over and over. `token` grows with each taking: whoever dials or saves must carry the
    token they were given, so that a late hand is noticed (a fencing token).
    """

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="lease")
    # Nothing looks for a holder's leases but the constraint below: each index more is work at every press of Next.
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leases", db_index=False
    )
    token = models.PositiveBigIntegerField(default=1)
    taken_at = models.DateTimeField()
    until_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)
    stashed_at = models.DateTimeField(
        null=True, blank=True, help_text="When the card was laid aside for a caller; empty while it is worked."
    )

    objects = LeaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder"],
                condition=Q(released_at=None, stashed_at=None),
                name="calls_one_open_lease_per_operator",
            ),
            models.CheckConstraint(condition=Q(until_at__gt=F("taken_at")), name="calls_lease_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} with {self.holder_id} until {self.until_at:%H:%M:%S}"


class LeasedNumber(models.Model):
    """A telephone number is with one coordinator until `until_at`, whichever customers share it.

    One row a number, taken over and over with the lease of the customer for whom it is rung; it lapses by itself.
    """

    number = models.CharField(max_length=16, primary_key=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="leased_numbers")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    until_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} with {self.holder_id} until {self.until_at:%H:%M:%S}"
