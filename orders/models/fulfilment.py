"""What became of an order after it was confirmed: its steps, its revisions, its lines in the warehouse, its credits."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from customers.models import Message
from customers.rules.vocabulary import Answer
from orders.models.order import Order, OrderLine
from orders.rules.life import OPEN_TO_CHANGE
from orders.rules.vocabulary import OrderState


class OrderStep(models.Model):
    """One step of an order's life. Written with the step, never changed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=16, choices=OrderState)
    revision = models.PositiveSmallIntegerField(default=1)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the system.",
    )
    at = models.DateTimeField()
    words = models.TextField(blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["order", "at", "id"], name="orders_steps")]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.at:%d %b %Y %H:%M}"


class OrderRevisionQuerySet(models.QuerySet["OrderRevision"]):
    def queried(self) -> OrderRevisionQuerySet:
        """Those whose letter the customer queries, of orders that can still be kept back for it, and are not yet."""
        unseen = self.filter(message__answer=Answer.QUERIED, message__hold=None)
        return unseen.filter(order__state__in=OPEN_TO_CHANGE)


class OrderRevision(models.Model):
    """An order as it was confirmed, or confirmed again after a change. Never changed."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(help_text="The version that was read back.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    lines = models.JSONField(default=list, help_text="Product, code, name, packs, each, total of every line.")
    delivery_on = models.DateField(null=True, blank=True)
    deliver_to = models.TextField(blank=True, default="", db_default="", help_text="The address as they were told it.")
    purchase_order_number = models.CharField(max_length=40, blank=True, default="", db_default="")
    note = models.TextField(blank=True, default="", db_default="")
    gross_total = models.DecimalField(max_digits=12, decimal_places=2)
    changes = models.JSONField(default=list, help_text="What is different from the revision before, in sentences.")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OrderRevisionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "number"]
        constraints = [models.UniqueConstraint(fields=["order", "number"], name="orders_revision_once")]

    def __str__(self) -> str:
        return f"{self.order_id}, revision {self.number}"


class LineFulfilment(models.Model):
    """How far a line is in the warehouse; each count is of packs, all in all. No row: nothing has happened yet."""

    line = models.OneToOneField(OrderLine, on_delete=models.CASCADE, related_name="fulfilment", primary_key=True)
    allocated = models.PositiveIntegerField(default=0)
    picked = models.PositiveIntegerField(default=0)
    despatched = models.PositiveIntegerField(default=0)
    given_up = models.PositiveIntegerField(default=0, help_text="Packs that will not follow.")
    due_on = models.DateField(null=True, blank=True, help_text="When what is missing is expected.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(despatched__lte=F("picked"), picked__lte=F("allocated")),
                name="orders_despatched_was_picked_and_allocated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.despatched} despatched"


class Credit(models.Model):
    """Packs of a line that the customer does not pay for after all; taken off every figure."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="credits")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="credits")
    quantity = models.PositiveIntegerField()
    net_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    reason = models.CharField(max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    key = models.UUIDField(help_text="Made with the form, so that one form credits once.")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "line"], name="orders_one_form_credits_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_credit_is_of_something"),
            models.CheckConstraint(condition=Q(net_total__gte=0), name="orders_credit_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of line {self.line_id}"
