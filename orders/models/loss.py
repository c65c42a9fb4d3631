"""Why something was lost, to whom, and at what price."""

from django.db import models

from orders.rules.vocabulary import LostReason


class Loss(models.Model):
    """What is asked when an enquiry or a quote is lost; empty until then."""

    lost_reason = models.CharField(max_length=16, choices=LostReason, blank=True)
    competitor = models.CharField(max_length=80, blank=True, help_text="Who has it instead, if they say.")
    competitor_price = models.DecimalField(
        max_digits=12, decimal_places=2, null=True, blank=True, help_text="What they pay there, in pounds without VAT."
    )

    class Meta:
        abstract = True
