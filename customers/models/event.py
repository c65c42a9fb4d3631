"""A customer's history: one line for each thing that happened, in the order it happened."""

from django.conf import settings
from django.db import models

from customers.models.customer import Customer
from customers.rules.vocabulary import EventKind


class Event(models.Model):
    """One line of history. Written with its cause, never changed."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=16, choices=EventKind)
    happened_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty: the system.",
    )
    sentence = models.TextField()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["customer", "-happened_at", "-id"], name="customers_history")]

    def __str__(self) -> str:
        return self.sentence
