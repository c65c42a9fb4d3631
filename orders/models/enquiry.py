"""What a customer asked us, who answers it, and by when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models import Contact, Customer
from orders.models.loss import Loss
from orders.rules import EnquiryKind, EnquiryState

ENDED = (EnquiryState.WON, EnquiryState.LOST, EnquiryState.EXPIRED)


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    def open(self) -> EnquiryQuerySet:
        return self.filter(closed_at=None)


class Enquiry(Loss):
    """A question with an owner and a time by which the customer hears from us."""

    key = models.UUIDField(unique=True, help_text="Made with the form, so that one form makes one enquiry.")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="enquiries")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="enquiries")
    kind = models.CharField(max_length=16, choices=EnquiryKind)
    words = models.TextField(help_text="What they asked, in their words.")
    state = models.CharField(max_length=16, choices=EnquiryState, default=EnquiryState.NEW)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="enquiries")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="By when they hear from us.")
    closed_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="What we told them.")

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        verbose_name_plural = "enquiries"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | ~Q(state__in=ENDED) & Q(closed_at=None),
                name="orders_enquiry_closed_when_ended",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="orders_open_enquiries"),
            models.Index(fields=["customer", "-received_at"], name="orders_enquiries"),
        ]
        permissions = [("record_enquiries", "May record enquiries")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.words[:60]}"
