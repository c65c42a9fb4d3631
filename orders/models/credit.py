"""What the ledger says of a customer, and what keeps an order from the warehouse until somebody decides."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Customer, Message
from orders.models.order import Order
from orders.rules.vocabulary import Decision, HoldKind


class LedgerImport(models.Model):
    """One ledger file that was taken in."""

    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField(help_text="The day at whose end the ledger was drawn up.")
    rows = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["-as_of", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["sha256", "as_of"], name="orders_ledger_is_imported_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.as_of}"


class LedgerBalance(models.Model):
    """What one customer owes by the last ledger that named them, in pounds with VAT."""

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, related_name="ledger", primary_key=True)
    balance = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    overdue = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    overdue_since = models.DateField(null=True, blank=True)
    taken_from = models.ForeignKey(LedgerImport, on_delete=models.PROTECT, related_name="balances")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(overdue__gte=0), name="orders_overdue_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.balance}"


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self) -> HoldQuerySet:
        """Those that still keep their order: open, or refused."""
        return self.filter(Q(decision="") | Q(decision=Decision.REFUSED))

    def open(self) -> HoldQuerySet:
        return self.filter(decision="")


class Hold(models.Model):
    """One reason for which an order waits, and what somebody decided about it."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="holds")
    kind = models.CharField(max_length=8, choices=HoldKind)
    words = models.TextField(help_text="Why, as it may be told to the customer.")
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the rules, or the customer.",
    )
    message = models.OneToOneField(
        Message,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="hold",
        help_text="The letter whose link they queried it by; each is looked at once.",
    )
    gross_total = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="What the order came to, with VAT."
    )
    placed_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was decided so.")

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ["placed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"],
                condition=(Q(decision="") | Q(decision=Decision.REFUSED))
                & (~Q(kind=HoldKind.QUERY) | Q(placed_by__isnull=False)),
                name="orders_one_standing_hold_of_ours_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="orders_decided_hold_says_when",
            ),
        ]
        indexes = [models.Index(fields=["placed_at", "id"], condition=Q(decision=""), name="orders_holds_to_decide")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words}"
