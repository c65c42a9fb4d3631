"""When a customer expects our call: the rhythm, the contact window, the cut-off and the delivery it is for."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from calls.rules.occurrences import HolidayRule
from calls.rules.plan import LONGEST_LEAD, Plan, plan_in_words
from calls.rules.rhythm import MonthWeek, Repeats, Rhythm
from customers.models import Address, Contact, Customer, PhoneLine
from customers.rules.vocabulary import Weekday
from orders.models import DeliveryRound


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def valid_on(self, day: dt.date) -> ScheduleQuerySet:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def not_over(self, day: dt.date) -> ScheduleQuerySet:
        """Those that are valid on `day` or will be."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))

    def short_of(self, day: dt.date) -> ScheduleQuerySet:
        """Those whose calls are not written down as far as `day`."""
        return self.filter(Q(laid_until=None) | Q(laid_until__lt=day))

    def to_lay_out(self) -> ScheduleQuerySet:
        """Locked in the order of their ids, with the customer and what is noted of their round."""
        known = self.select_for_update(no_key=True, of=("self",)).select_related("customer", "contradiction")
        return known.order_by("pk")


class Schedule(models.Model):
    """A standing arrangement to ring a customer. All times are the customer's wall clock (Europe/London)."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="schedules")
    address = models.ForeignKey(
        Address,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        help_text="Where the delivery goes, if they have several.",
    )
    contact = models.ForeignKey(Contact, on_delete=models.SET_NULL, null=True, blank=True)
    line = models.ForeignKey(PhoneLine, on_delete=models.SET_NULL, null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, help_text="Empty for the pool."
    )
    repeats = models.CharField(max_length=16, choices=Repeats, default=Repeats.WEEKLY)
    weekdays = ArrayField(
        models.PositiveSmallIntegerField(choices=Weekday), default=list, blank=True, help_text="0 is Monday."
    )
    month_week = models.SmallIntegerField(
        choices=MonthWeek, null=True, blank=True, help_text="Which of the month's weekdays."
    )
    month_day = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="A shorter month takes its last day.",
    )
    window_from = models.TimeField(default=dt.time(9), help_text="Not before.")
    agreed_for = models.TimeField(null=True, blank=True, help_text="The time agreed with them; empty for any.")
    window_until = models.TimeField(default=dt.time(17), help_text="Not after.")
    cut_off = models.TimeField(help_text="Orders after this miss the delivery.")
    cut_off_after_days = models.PositiveSmallIntegerField(default=0, help_text="Cut-off so many days after the call.")
    delivery_after_days = models.PositiveSmallIntegerField(
        default=1,
        validators=[MaxValueValidator(LONGEST_LEAD)],
        help_text="Delivery at the earliest so many days after the call.",
    )
    delivery_weekday = models.PositiveSmallIntegerField(
        choices=Weekday, null=True, blank=True, help_text="Empty: the first of their delivery days."
    )
    on_holiday = models.CharField(
        max_length=8,
        choices=HolidayRule,
        default=HolidayRule.MOVE_BEFORE,
        help_text="When the day is a public holiday where they are.",
    )
    valid_from = models.DateField(help_text="Second and fourth weeks count from here.")
    valid_until = models.DateField(null=True, blank=True, help_text="The last day; empty for no end.")
    version = models.PositiveIntegerField(default=0, editable=False, help_text="How often it was changed on the desk.")
    laid_until = models.DateField(
        null=True, blank=True, editable=False, help_text="As far as its calls are written down as occurrences."
    )

    objects = ScheduleQuerySet.as_manager()

    class Meta:
        ordering = ["customer", "cut_off", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_until__gt=F("window_from")),
                name="calls_window_ends_after_it_starts",
                violation_error_message="The window ends before it starts. Set a later end.",
            ),
            models.CheckConstraint(
                condition=Q(agreed_for=None) | Q(agreed_for__gte=F("window_from"), agreed_for__lte=F("window_until")),
                name="calls_agreed_time_is_in_the_window",
                violation_error_message="The agreed time is outside the window. Set one inside it.",
            ),
            models.CheckConstraint(
                condition=Q(cut_off__gt=F("window_from")) | Q(cut_off_after_days__gt=0),
                name="calls_cut_off_is_after_the_window_opens",
                violation_error_message="The cut-off is before the window opens. Set a later cut-off.",
            ),
            models.CheckConstraint(
                condition=Q(cut_off_after_days__lte=F("delivery_after_days")),
                name="calls_cut_off_is_not_after_the_delivery",
                violation_error_message="The cut-off is after the delivery. Set it earlier.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="calls_schedule_ends_after_it_starts",
                violation_error_message="It ends before it starts. Set a later end.",
            ),
            models.CheckConstraint(
                condition=Q(repeats=Repeats.MONTH_DAY, month_day__isnull=False)
                | Q(repeats=Repeats.MONTH_WEEKDAY, weekdays__len__gte=1, month_week__isnull=False)
                | Q(~Q(repeats__in=[Repeats.MONTH_DAY, Repeats.MONTH_WEEKDAY]), weekdays__len__gte=1),
                name="calls_schedule_has_a_day",
                violation_error_message="Say on which weekday of which week, or which day of the month, they are rung.",
            ),
        ]
        permissions = [("keep_schedules", "May set when customers are rung")]
        indexes = [models.Index(F("laid_until").asc(nulls_first=True), name="calls_schedules_by_reach")]

    def __str__(self) -> str:
        return plan_in_words(self.plan)

    @property
    def plan(self) -> Plan:
        return Plan(
            rhythm=Rhythm(
                repeats=Repeats(self.repeats),
                weekdays=frozenset(self.weekdays),
                starts_on=self.valid_from,
                ends_on=self.valid_until,
                month_day=self.month_day,
                month_week=None if self.month_week is None else MonthWeek(self.month_week),
            ),
            window_from=self.window_from,
            agreed=self.agreed_for,
            window_until=self.window_until,
            cut_off=self.cut_off,
            cut_off_after_days=self.cut_off_after_days,
            delivery_after_days=self.delivery_after_days,
            delivery_weekday=self.delivery_weekday,
            on_holiday=HolidayRule(self.on_holiday),
        )


class Contradiction(models.Model):
    """That the next call of a schedule asks for what the customer's delivery does not give, and in which words.

    Derived: `calls.actions.contradictions` writes it anew; a schedule that fits has none.
    """

    schedule = models.OneToOneField(Schedule, on_delete=models.CASCADE, primary_key=True, related_name="contradiction")
    round = models.ForeignKey(
        DeliveryRound, on_delete=models.CASCADE, null=True, related_name="+", help_text="Empty: on no round."
    )
    cut_off_at = models.DateTimeField(help_text="Until when orders of that call are taken, by the schedule.")
    is_broken = models.BooleanField(
        default=False, help_text="It promises what no van makes; otherwise it ends sooner than the round."
    )
    words = models.CharField(max_length=300)
    found_at = models.DateTimeField(help_text="When it was found so.")

    class Meta:
        ordering = ["cut_off_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="calls_contradiction_says_what")]
        indexes = [
            models.Index(fields=["is_broken", "cut_off_at", "schedule"], name="calls_contradictions_soonest"),
            models.Index(fields=["round", "is_broken", "cut_off_at", "schedule"], name="calls_contradictions_of_round"),
        ]

    def __str__(self) -> str:
        return self.words
