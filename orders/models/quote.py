"""Quotes: prices that we promise to hold, revision by revision, and what came of them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery

from customers.models import Address, Contact, Customer, Message
from orders.models.enquiry import Enquiry
from orders.models.loss import Loss
from orders.rules.quote import ENDED, OUT
from orders.rules.vocabulary import Decision, QuoteState
from promotions.models import Product
from promotions.rules.vocabulary import VatRate


class QuoteSequence(models.Model):
    """The last quote number given in a year."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class QuoteQuerySet(models.QuerySet["Quote"]):
    def open(self) -> QuoteQuerySet:
        """Being priced, or with the customer."""
        return self.filter(closed_at=None)

    def out(self) -> QuoteQuerySet:
        """With the customer, who has not decided."""
        return self.filter(state__in=OUT)

    def lapsed(self, day: dt.date) -> QuoteQuerySet:
        """With the customer, whose prices no longer hold on `day`."""
        sent = QuoteRevision.objects.filter(quote=OuterRef("pk"), sent_at__isnull=False).order_by("-number")
        return self.out().annotate(held_until=Subquery(sent.values("valid_until")[:1])).filter(held_until__lt=day)

    def to_chase(self, day: dt.date) -> QuoteQuerySet:
        return self.out().filter(follow_up_on__lte=day)


class Quote(Loss):
    """What we offer one customer, from the first price on. Its last revision is the one that stands."""

    key = models.UUIDField(unique=True, help_text="Made with the form, so that one form makes one quote.")
    number = models.CharField(max_length=20, unique=True, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="quotes")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="quotes")
    address = models.ForeignKey(
        Address,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="quotes",
        help_text="Where the goods would go; empty for the usual address.",
    )
    enquiry = models.ForeignKey(Enquiry, on_delete=models.SET_NULL, null=True, blank=True, related_name="quotes")
    state = models.CharField(max_length=16, choices=QuoteState, default=QuoteState.BEING_PRICED)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="quotes")
    opened_at = models.DateTimeField()
    follow_up_on = models.DateField(null=True, blank=True, help_text="The day on which we ring them about it.")
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome_words = models.TextField(blank=True, help_text="What they said when it was won or lost.")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, closed_at__isnull=False) | ~Q(state__in=ENDED) & Q(closed_at=None),
                name="orders_quote_closed_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuoteState.LOST) | ~Q(lost_reason=""), name="orders_lost_quote_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OUT) | Q(follow_up_on__isnull=False), name="orders_quote_out_is_followed_up"
            ),
        ]
        indexes = [
            models.Index(fields=["follow_up_on", "id"], condition=Q(state__in=OUT), name="orders_quotes_to_chase"),
            models.Index(fields=["customer", "-opened_at"], name="orders_quotes"),
            models.Index(fields=["-opened_at", "-id"], name="orders_quotes_by_time"),
        ]
        permissions = [("make_quotes", "May quote prices")]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class QuoteRevision(models.Model):
    """One version of a quote. Once sent it is never changed: another revision follows it."""

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=0, help_text="Counts the changes while it is being priced.")
    valid_until = models.DateField(help_text="The last day on which the prices hold.")
    lead_time_days = models.PositiveSmallIntegerField(help_text="Working days from the order to the delivery.")
    note = models.TextField(blank=True, help_text="Printed on the quote.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    priced_again_at = models.DateTimeField(
        null=True, blank=True, help_text="When the earlier revision's prices were given up; empty while they hold."
    )
    decision = models.CharField(
        max_length=10, choices=Decision, blank=True, help_text="About its prices below the floor; empty while open."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, help_text="Why it was decided so.")
    sent_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    net_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0), help_text="Of the goods.")
    delivery_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    vat_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    gross_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    remarks = models.JSONField(default=list, help_text="What the desk is to know of its prices, sentence by sentence.")

    class Meta:
        ordering = ["quote", "number"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "number"], name="orders_quote_revision_once"),
            models.UniqueConstraint(
                fields=["quote"], condition=Q(sent_at=None), name="orders_one_revision_being_priced"
            ),
            models.CheckConstraint(
                condition=Q(gross_total=F("net_total") + F("delivery_total") + F("vat_total")),
                name="orders_quote_totals_add_up",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="orders_decided_quote_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"quote {self.quote.number}, revision {self.number}"

    @property
    def is_approved(self) -> bool:
        """Whether somebody has allowed its prices below the floor."""
        return self.decision == Decision.RELEASED

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class QuoteLine(models.Model):
    """One product of a revision at the price we hold. `unit_price` is what one pack costs, promotions taken off."""

    revision = models.ForeignKey(QuoteRevision, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    quantity = models.PositiveIntegerField()
    unit_price = models.DecimalField(max_digits=10, decimal_places=4)
    net_total = models.DecimalField(max_digits=12, decimal_places=2)
    vat_rate = models.CharField(max_length=12, choices=VatRate)
    hand_reason = models.CharField(max_length=200, blank=True, help_text="Why the price was set by hand; else empty.")
    is_below_floor = models.BooleanField(default=False)
    trace = models.JSONField(default=list, help_text="How the price came about, sentence by sentence.")

    class Meta:
        ordering = ["revision", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "product"], name="orders_quote_product_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="orders_quote_quantity_is_positive"),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0, net_total__gte=0), name="orders_quote_line_is_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} of {self.product_id}"
