"""The desk's settings, a row a version: the newest is in force, the others tell who changed what."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from calls.rules.retry import Hours, Retry
from calls.rules.settings import ALL, CLOCKS, SETTINGS, Value
from calls.rules.vocabulary import Outcome


def whole(name: str) -> models.PositiveIntegerField[int, int]:
    setting = SETTINGS[name]
    return models.PositiveIntegerField(
        setting.label,
        default=int(setting.usual),
        validators=[MinValueValidator(setting.least), MaxValueValidator(setting.most)],
        help_text=setting.why,
    )


def fraction(name: str) -> models.DecimalField[Decimal, Decimal]:
    setting = SETTINGS[name]
    return models.DecimalField(
        setting.label,
        max_digits=3,
        decimal_places=2,
        default=Decimal(setting.usual),
        validators=[MinValueValidator(setting.least), MaxValueValidator(setting.most)],
        help_text=setting.why,
    )


def clock(name: str) -> models.TimeField[dt.time, dt.time]:
    setting = CLOCKS[name]
    return models.TimeField(
        setting.label,
        default=setting.usual,
        validators=[MinValueValidator(setting.least), MaxValueValidator(setting.most)],
        help_text=setting.why,
    )


class DeskSettingsQuerySet(models.QuerySet["DeskSettings"]):
    def in_force(self) -> DeskSettings:
        """The newest; the usual values, unsaved, as long as nobody has set any. One statement.

        Where a statement more is one too many, join the values into another: see LEASE_END in calls.actions.lease.
        """
        return self.order_by("-version").first() or DeskSettings(version=0)


class DeskSettings(models.Model):
    """One version of what the Director has set; bounds and words are in calls.rules.settings."""

    version = models.PositiveIntegerField(unique=True)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    lease_seconds = whole("lease_seconds")
    handling_minutes = whole("handling_minutes")
    shared_before_cut_off_minutes = whole("shared_before_cut_off_minutes")
    prospect_rest_days = whole("prospect_rest_days")

    grace_minutes = whole("grace_minutes")
    exact_minutes = whole("exact_minutes")
    promised_percent = whole("promised_percent")

    missed_call_minutes = whole("missed_call_minutes")
    enquiry_minutes = whole("enquiry_minutes")
    breach_minutes = whole("breach_minutes")
    answers_from = clock("answers_from")
    answers_until = clock("answers_until")

    no_answer_wait = whole("no_answer_wait")
    no_answer_most = whole("no_answer_most")
    busy_wait = whole("busy_wait")
    busy_most = whole("busy_most")
    voicemail_wait = whole("voicemail_wait")
    voicemail_most = whole("voicemail_most")
    gatekeeper_wait = whole("gatekeeper_wait")
    gatekeeper_most = whole("gatekeeper_most")
    line_failed_wait = whole("line_failed_wait")
    line_failed_most = whole("line_failed_most")
    buyer_absent_wait = whole("buyer_absent_wait")
    buyer_absent_most = whole("buyer_absent_most")
    wrong_number_most = whole("wrong_number_most")
    closed_today_most = whole("closed_today_most")
    tries_from = whole("tries_from")
    tries_until = whole("tries_until")
    tries_apart_minutes = whole("tries_apart_minutes")
    rest_after = whole("rest_after")
    tries_counted_days = whole("tries_counted_days")
    rest_days = whole("rest_days")

    refused_rest_days = whole("refused_rest_days")
    dropped_rest_days = whole("dropped_rest_days")

    overdue_gaps = whole("overdue_gaps")
    overdue_from = fraction("overdue_from")
    lapsed_from = fraction("lapsed_from")
    lapsed_days = whole("lapsed_days")
    given_up_days = whole("given_up_days")
    lost_item_days = whole("lost_item_days")
    conversation_rest_days = whole("conversation_rest_days")
    promotion_days = whole("promotion_days")

    control_percent = whole("control_percent")
    alpha = fraction("alpha")

    objects = DeskSettingsQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "desk settings"
        constraints = [
            models.CheckConstraint(
                condition=Q((f"{setting.name}__gte", setting.least), (f"{setting.name}__lte", setting.most)),
                name=f"calls_{setting.name}_is_safe",
            )
            for setting in ALL
        ]
        permissions = [("direct_desk", "May set how the desk works")]

    def __str__(self) -> str:
        return f"Version {self.version}"

    def values(self) -> dict[str, Value]:
        """By name, in the order of the page."""
        return {setting.name: getattr(self, setting.name) for setting in ALL}

    @property
    def lease(self) -> dt.timedelta:
        return dt.timedelta(seconds=self.lease_seconds)

    @property
    def handling(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.handling_minutes)

    @property
    def shared_before_cut_off(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.shared_before_cut_off_minutes)

    @property
    def grace(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.grace_minutes)

    @property
    def exact_window(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.exact_minutes)

    @property
    def breach_within(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.breach_minutes)

    @property
    def answers_in(self) -> Hours:
        """The hours in which the response standards run."""
        return Hours(self.answers_from, self.answers_until)

    @property
    def rest(self) -> dt.timedelta:
        return dt.timedelta(days=self.rest_days)

    @property
    def dropped_rest(self) -> dt.timedelta:
        return dt.timedelta(days=self.dropped_rest_days)

    @property
    def tries_in(self) -> Hours:
        return Hours(dt.time(self.tries_from), dt.time(self.tries_until))

    @property
    def tries_apart(self) -> dt.timedelta:
        return dt.timedelta(minutes=self.tries_apart_minutes)

    @property
    def tries_counted(self) -> dt.timedelta:
        return dt.timedelta(days=self.tries_counted_days)

    def retry(self, outcome: Outcome) -> Retry | None:
        """How an outcome is tried again; None for one that ends the entry."""
        most = getattr(self, f"{outcome}_most", None)
        if most is None:
            return None
        return Retry(wait=dt.timedelta(minutes=getattr(self, f"{outcome}_wait", 0)), most=most)
