"""A call from the card to its outcome, each dialling, what was promised and what was offered."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import ExpressionWrapper, F, Q, Subquery, Value
from django.db.models.functions import Coalesce

from calls.models.queue import QueueEntry
from calls.models.settings import DeskSettings
from calls.rules.settings import SETTINGS
from calls.rules.vocabulary import REFUSED, Direction, OfferState, Outcome
from customers.models import Contact, Customer, PhoneLine
from customers.rules.vocabulary import Purpose
from orders.models import Order
from promotions.models import PromotionVersion


class CallQuerySet(models.QuerySet["Call"]):
    def open(self) -> CallQuerySet:
        """Cards on somebody's screen or laid aside by them: no outcome yet, and not taken away."""
        return self.filter(saved_at=None, ended_at=None)

    def finished(self) -> CallQuerySet:
        return self.filter(saved_at__isnull=False)


class Call(models.Model):
    """A customer's card on one coordinator's screen, until its outcome is saved."""

    # Found by the indexes below, of which three leave out what most calls have not: each index more is work at every
    # press of Next.
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="calls", db_index=False)
    entry = models.ForeignKey(QueueEntry, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls")
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calls", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="calls", db_index=False
    )
    line = models.ForeignKey(
        PhoneLine,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="calls",
        help_text="The number on the card.",
    )
    direction = models.CharField(max_length=10, choices=Direction, default=Direction.OUTBOUND)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.MARKETING)
    why_now = models.TextField(blank=True, help_text="The sentence shown on the card, as it stood then.")
    lease_token = models.PositiveBigIntegerField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True, help_text="When the card was taken away without an outcome.")
    saved_at = models.DateTimeField(null=True, blank=True, help_text="When the outcome was saved.")
    stashed_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was laid aside for a caller; empty while it is worked."
    )
    resumed_at = models.DateTimeField(null=True, blank=True, help_text="When it came back after it was laid aside.")
    handed_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="The colleague's call that got what was written here too late.",
    )
    outcome = models.CharField(max_length=24, choices=Outcome, blank=True)
    outcome_words = models.TextField(blank=True, help_text="What was said, or why the card was put back.")
    notes = models.TextField(blank=True)
    notes_version = models.PositiveIntegerField(default=0)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="calls", db_index=False
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coordinator"],
                condition=Q(saved_at=None, ended_at=None, stashed_at=None),
                name="calls_one_open_call_per_coordinator",
            ),
            models.UniqueConstraint(
                fields=["customer"],
                condition=Q(saved_at=None, ended_at=None),
                name="calls_one_open_call_per_customer",
            ),
            models.CheckConstraint(
                condition=Q(saved_at=None, outcome="") | Q(saved_at__isnull=False) & ~Q(outcome=""),
                name="calls_saved_call_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-opened_at"], name="calls_by_customer"),
            models.Index(fields=["coordinator", "-saved_at"], name="calls_by_coordinator"),
            models.Index(fields=["-saved_at"], condition=Q(saved_at__isnull=False), name="calls_by_time"),
            models.Index(fields=["contact"], condition=Q(contact__isnull=False), name="calls_by_contact"),
            models.Index(fields=["handed_to"], condition=Q(handed_to__isnull=False), name="calls_by_handed_to"),
            models.Index(fields=["order"], condition=Q(order__isnull=False), name="calls_by_order"),
        ]
        permissions = [("work_queue", "May work the call queue"), ("override_queue", "May override the queue")]

    def __str__(self) -> str:
        return f"Call to {self.customer_id} by {self.coordinator_id}"

    @property
    def is_open(self) -> bool:
        return self.saved_at is None and self.ended_at is None

    @property
    def turned_to_at(self) -> datetime:
        """When its coordinator turned to the customer: whoever rings by a telephone of their own presses no Dial."""
        return self.resumed_at or self.opened_at


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def made(self) -> AttemptQuerySet:
        """Those that rang somewhere: what the telephone system refused rang nobody."""
        return self.filter(failed_because="")


class Attempt(models.Model):
    """One dialling of one number; since 5 February 2026 the attempt is a call in law, answered or not."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="attempts")
    line = models.ForeignKey(PhoneLine, on_delete=models.SET_NULL, null=True, related_name="attempts")
    number = models.CharField(max_length=16)
    dialled_at = models.DateTimeField()
    ruleset = models.CharField(max_length=20, help_text="The version of the permission rules that allowed it.")
    reference = models.CharField(max_length=80, blank=True, help_text="The telephone system's own name for it.")
    failed_because = models.CharField(max_length=200, blank=True, help_text="Why the telephone system refused it.")

    objects = AttemptQuerySet.as_manager()

    class Meta:
        ordering = ["dialled_at", "pk"]
        indexes = [models.Index(fields=["number", "-dialled_at"], name="calls_attempts_by_number")]

    def __str__(self) -> str:
        return f"{self.number} at {self.dialled_at:%H:%M}"


class CallbackQuerySet(models.QuerySet["Callback"]):
    def open(self) -> CallbackQuerySet:
        return self.filter(closed_at=None)


class Callback(models.Model):
    """A promise of the company to ring at a time. Exact: a moment with a short window; loose: a stretch of the day."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="callbacks")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="callbacks")
    promised_in = models.ForeignKey(
        Call,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="promises",
        help_text="The call it was made in.",
    )
    promised_at = models.DateTimeField(help_text="When the promise was made.")
    window_from = models.DateTimeField()
    window_until = models.DateTimeField()
    is_exact = models.BooleanField()
    words = models.CharField(max_length=200, blank=True, help_text="What it is about.")
    first_attempt_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=120, blank=True)
    moved_from = models.OneToOneField(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="moved_to",
        help_text="The promise that stood before, when they asked for another time.",
    )

    objects = CallbackQuerySet.as_manager()

    class Meta:
        ordering = ["window_until", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(window_until__gt=F("window_from")), name="calls_promise_has_a_window"),
        ]
        indexes = [
            models.Index(fields=["window_until", "id"], condition=Q(closed_at=None), name="calls_open_promises"),
        ]

    def __str__(self) -> str:
        return f"Promise to {self.customer_id} by {self.window_until:%d %b %H:%M}"


class OfferQuerySet(models.QuerySet["Offer"]):
    def refused_by(self, customer_id: int, at: datetime) -> OfferQuerySet:
        """What the customer said no to so lately that it is not offered again yet."""
        newest = DeskSettings.objects.order_by("-version").values("refused_rest_days")[:1]
        days = Coalesce(Subquery(newest), Value(SETTINGS["refused_rest_days"].usual))
        since = ExpressionWrapper(Value(at) - days * Value(timedelta(days=1)), models.DateTimeField())
        refused = self.filter(call__customer=customer_id, state__in=REFUSED)
        return refused.filter(answered_at__gt=since, answered_at__lte=at)


class Offer(models.Model):
    """What became of one promotion in one call."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="offers")
    promotion_version = models.ForeignKey(PromotionVersion, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(max_length=20, choices=OfferState)
    reason = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField()

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "promotion_version"], name="calls_one_answer_per_offer_and_call"),
        ]
        indexes = [models.Index(fields=["promotion_version", "state"], name="calls_offers_by_state")]

    def __str__(self) -> str:
        return f"{self.promotion_version_id}: {self.get_state_display()}"
