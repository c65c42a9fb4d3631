"""The outbox: what we promised to send, whether it went, and what went wrong."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from customers.models.customer import Contact, Customer
from customers.rules.letters import OVERTAKEN_BY, THING, thing_of
from customers.rules.vocabulary import Answer, MessageKind

# What the letter is about, by its key, as `thing_of` has it: order-17- of order-17-confirmed-1.
THING_OF_KEY = Func(F("key"), Value(THING), function="substring", output_field=models.CharField())


class MessageQuerySet(models.QuerySet["Message"]):
    def waiting(self) -> MessageQuerySet:
        """Neither sent, nor given up, nor withdrawn."""
        return self.filter(sent_at=None, failed_at=None, withdrawn_at=None)

    def unleased(self, at: datetime) -> MessageQuerySet:
        """Those that no worker is sending at `at`; a lease that has lapsed is none."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lte=at))

    def ready(self, at: datetime) -> MessageQuerySet:
        """Those that a worker may take at `at`: due, leased by nobody, and next in turn.

        Letters about one thing of a customer's go in the order of their facts: one that waits keeps the younger back.
        """
        return self.waiting().unleased(at).alias(thing=THING_OF_KEY).filter(~Exists(self._before()), due_at__lte=at)

    def _before(self) -> MessageQuerySet:
        same = {name: OuterRef(name) for name in ("customer", "thing", "is_internal")}
        return Message.objects.waiting().alias(thing=THING_OF_KEY).filter(**same, pk__lt=OuterRef("pk"))

    def overtaking(self, letter: Message) -> MessageQuerySet:
        """Later letters about the same thing, after which `letter` no longer says what stands; the last one first."""
        kinds = OVERTAKEN_BY.get(MessageKind(letter.kind), frozenset())
        same = self.filter(customer=letter.customer_id, key__startswith=thing_of(letter.key), is_internal=False)
        return same.filter(kind__in=kinds, withdrawn_at=None, pk__gt=letter.pk).order_by("-pk")

    def failed(self) -> MessageQuerySet:
        return self.filter(failed_at__isnull=False)

    def lost(self) -> MessageQuerySet:
        """Given up, or sent back by their mail server, and not answered since."""
        never_arrived = Q(failed_at__isnull=False) | Q(bounced_at__isnull=False)
        return self.filter(never_arrived, withdrawn_at=None, answered_at=None)


class Message(models.Model):
    """One letter to one customer. `key` names the fact it tells, so that a fact is told once."""

    key = models.CharField(max_length=120, unique=True, help_text="For example order-17-confirmed-1.")
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=24, choices=MessageKind)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    promised_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not before this; moved on after each failure.")
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True, help_text="When we stopped trying.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_internal = models.BooleanField(default=False, help_text="Goes to one of us, about this customer.")
    about = models.CharField(
        max_length=80, blank=True, help_text="What of theirs it tells, as a service call names it."
    )
    tells = models.TextField(blank=True, help_text="The news in a sentence, to be told by telephone if it comes back.")
    calendar = models.TextField(blank=True, help_text="The calendar file (RFC 5545) that goes with it.")
    sent_as = models.CharField(max_length=40, blank=True, help_text="The local part of its Message-ID, once tried.")
    bounced_at = models.DateTimeField(null=True, blank=True, help_text="When their mail server sent it back.")
    bounce_words = models.TextField(blank=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True, help_text="What they said by the link.")
    answer_words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-promised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="customers_message_not_both_sent_and_failed"
            ),
            models.CheckConstraint(
                condition=Q(lease=None, leased_until=None) | Q(lease__isnull=False, leased_until__isnull=False),
                name="customers_message_lease_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="customers_answered_message_says_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(sent_at=None, failed_at=None, withdrawn_at=None),
                name="customers_outbox",
            ),
            models.Index(
                "customer",
                THING_OF_KEY,
                "is_internal",
                "id",
                condition=Q(sent_at=None, failed_at=None, withdrawn_at=None),
                name="customers_outbox_in_turn",
            ),
            models.Index(fields=["customer", "-promised_at"], name="customers_messages"),
            models.Index(
                Coalesce("bounced_at", "failed_at").desc(),
                F("id").desc(),
                condition=(Q(failed_at__isnull=False) | Q(bounced_at__isnull=False))
                & Q(withdrawn_at=None, answered_at=None),
                name="customers_lost_letters",
            ),
            models.Index(fields=["sent_as"], condition=~Q(sent_as=""), name="customers_message_by_sent_as"),
        ]
        permissions = [("resend_message", "May send a failed message again")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} to {self.to}"
