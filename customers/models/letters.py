"""How letters are worded, and the news that a customer is still to be told by telephone."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from customers.models.customer import Contact, Customer
from customers.models.message import Message
from customers.rules.vocabulary import MessageKind


class LetterWording(models.Model):
    """The Director's own words for a kind of letter; without a row ours stand (`customers.rules.letters`)."""

    kind = models.CharField(max_length=24, choices=MessageKind, unique=True)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    worded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    worded_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]
        permissions = [("word_letters", "May word the letters that customers get")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject}"


class ServiceTaskQuerySet(models.QuerySet["ServiceTask"]):
    def open(self) -> ServiceTaskQuerySet:
        return self.filter(closed_at=None)


class ServiceTask(models.Model):
    """Somebody is to be told something by telephone, or rung because they asked: a promise for the same day.

    `key` names the fact, so that it is told once. The queue pulls what is open.
    """

    key = models.CharField(max_length=120, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="service_tasks")
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    message = models.ForeignKey(
        Message,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="service_tasks",
        help_text="The letter that tells the same.",
    )
    about = models.CharField(max_length=80, help_text="What of theirs it is about, for example order SO-2026-000017.")
    words = models.TextField(help_text="What to tell them, or what they asked.")
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="By when they are rung.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_because = models.CharField(max_length=120, blank=True)

    objects = ServiceTaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(about=""), name="customers_service_task_is_about_something"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_because="") | Q(closed_at__isnull=False) & ~Q(closed_because=""),
                name="customers_closed_service_task_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(closed_at=None), name="customers_open_service_tasks"),
        ]

    def __str__(self) -> str:
        return f"{self.about}: {self.words[:60]}"
