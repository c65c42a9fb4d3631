"""Whom to ring, in which order, and for which reasons."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q

from calls.models.schedule import Schedule
from calls.rules.ranking.vocabulary import CandidateKind
from calls.rules.vocabulary import EntryEnd, Level
from customers.models import Customer, ServiceTask
from orders.models import Enquiry, Quote
from promotions.models import Product, Promotion


def exactly_one(*columns: str) -> Q:
    """Of these columns one holds something and the others nothing."""
    one_of = (Q(**{f"{other}__isnull": other != column for other in columns}) for column in columns)
    return reduce(or_, one_of)


# What may be the cause of a reason: each a column of QueueReason.
CAUSES = (
    "schedule",
    "callback",
    "enquiry",
    "service_task",
    "quote",
    "proposed",
    "missed",
    "stashed",
    "override",
)


def once_a_day(cause: str, *more: str, name: str) -> models.UniqueConstraint:
    """Among the reasons of that cause; those of another cost it nothing."""
    return models.UniqueConstraint(
        fields=[cause, *more, "due_on"], condition=Q(**{f"{cause}__isnull": False}), name=name
    )


class QueueEntryQuerySet(models.QuerySet["QueueEntry"]):
    def open(self) -> QueueEntryQuerySet:
        return self.filter(closed_at=None)

    def ready(self, at: datetime) -> QueueEntryQuerySet:
        """Open, and not waiting for a window, a retry or a lease to pass."""
        return self.open().filter(ready_at__lte=at)

    def for_operator(self, user_id: int, at: datetime) -> QueueEntryQuerySet:
        """Theirs, or anybody's by now."""
        return self.filter(Q(owner_id=user_id) | Q(pool_at__lte=at))

    def in_order(self) -> QueueEntryQuerySet:
        """The published order: level, then rank within the level, then the older entry."""
        return self.order_by("level", "rank", "pk")


class QueueEntry(models.Model):
    """A customer's one place in the queue. Its reasons say why; the one that ranks first decides the place.

    While a coordinator holds the customer, `ready_at` is the end of their lease: nobody else is given the entry, and
    when the lease lapses it is ready again without anything having to run.
    `rank` is smaller for sooner. It is a moment in epoch seconds where the level goes by time, and minus pounds
    where it goes by value; `calls.rules.rank` computes it.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="queue_entries")
    level = models.PositiveSmallIntegerField(choices=Level)
    rank = models.FloatField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="queue_entries",
        db_index=False,
    )
    pool_at = models.DateTimeField(help_text="From then on anybody may take it; before, only the owner.")
    ready_at = models.DateTimeField(help_text="Not before: a window, a retry, a lease.")
    due_at = models.DateTimeField(null=True, blank=True, help_text="Cut-off, end of the promise, or answer due.")
    held_back_code = models.CharField(max_length=32, blank=True, help_text="Why the permission gate deferred it.")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_as = models.CharField(max_length=20, choices=EntryEnd, blank=True)
    closed_code = models.CharField(max_length=32, blank=True, help_text="The permission gate's code, if it closed it.")

    objects = QueueEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "queue entries"
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(closed_at=None), name="calls_one_open_entry_per_customer"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_as="") | Q(closed_at__isnull=False) & ~Q(closed_as=""),
                name="calls_closed_entry_says_why",
            ),
        ]
        indexes = [
            # What is everybody's, and what is somebody's own. The two moments stand last so that who waits, and who is
            # still an owner's, is passed over inside the index.
            models.Index(
                fields=["level", "rank", "id", "ready_at", "pool_at"],
                condition=Q(closed_at=None),
                name="calls_queue_order",
            ),
            models.Index(
                fields=["owner", "level", "rank", "id", "ready_at", "pool_at"],
                condition=Q(closed_at=None, owner__isnull=False),
                name="calls_queue_of_owner",
            ),
            models.Index(fields=["-closed_at"], condition=Q(closed_at__isnull=False), name="calls_queue_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.customer_id}"


class QueueReason(models.Model):
    """One cause for an entry, and the place it asks for; exactly one cause column is set.

    Its unique constraints make filling twice harmless, and find the reasons of a cause. Each index holds only the rows
    that have something there: a filling writes one for every customer.
    """

    entry = models.ForeignKey(QueueEntry, on_delete=models.CASCADE, related_name="reasons")
    level = models.PositiveSmallIntegerField(choices=Level)
    rank = models.FloatField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    pool_at = models.DateTimeField()
    ready_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True, help_text="Cut-off, end of the promise, or answer due.")
    due_on = models.DateField(help_text="The day this cause falls on.")
    usual_total = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Their usual order in pounds; for a schedule, on this weekday.",
    )
    expected_on = models.DateField(null=True, blank=True, help_text="When their rhythm of ordering expected an order.")
    schedule = models.ForeignKey(
        Schedule, on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    callback = models.ForeignKey(
        "Callback", on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    enquiry = models.ForeignKey(
        Enquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    service_task = models.ForeignKey(
        ServiceTask, on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    quote = models.ForeignKey(
        Quote, on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    missed = models.ForeignKey(
        "MissedContact", on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    stashed = models.ForeignKey(
        "Call",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="Their card was laid aside for a caller.",
    )
    override = models.ForeignKey(
        "Override", on_delete=models.CASCADE, null=True, blank=True, related_name="reasons", db_index=False
    )
    proposed = models.ForeignKey(
        Customer,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        help_text="A candidate of the ranking; nothing was promised.",
    )
    proposed_as = models.CharField(max_length=12, choices=CandidateKind, blank=True)
    promotion = models.ForeignKey(
        Promotion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    product = models.ForeignKey(
        Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["level", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=exactly_one(*CAUSES),
                name="calls_reason_has_exactly_one_cause",
            ),
            once_a_day("schedule", name="calls_occurrence_is_queued_once"),
            once_a_day("callback", name="calls_callback_is_queued_once_a_day"),
            once_a_day("enquiry", name="calls_enquiry_is_queued_once_a_day"),
            once_a_day("service_task", name="calls_service_task_is_queued_once_a_day"),
            once_a_day("quote", name="calls_quote_is_chased_once_a_day"),
            once_a_day("missed", name="calls_missed_is_queued_once_a_day"),
            once_a_day("stashed", name="calls_stash_is_queued_once"),
            once_a_day("override", name="calls_override_is_queued_once"),
            once_a_day("proposed", "proposed_as", name="calls_candidate_is_queued_once_a_day"),
            models.CheckConstraint(
                condition=Q(proposed=None, proposed_as="") | Q(proposed__isnull=False) & ~Q(proposed_as=""),
                name="calls_proposal_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "schedule"], condition=Q(schedule__isnull=False), name="calls_scheduled_by_day"
            ),
            *(
                models.Index(
                    fields=[named], condition=Q(**{f"{named}__isnull": False}), name=f"calls_reason_by_{named}"
                )
                for named in ("owner", "promotion", "product")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} on {self.due_on}"
