"""What the ranking knows: of each customer, of the desk's own past, whom it proposes, and what it decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from calls.models.call import Call
from calls.rules.ranking.vocabulary import CandidateKind, LearnedKind
from calls.rules.vocabulary import Level
from customers.models import Customer
from promotions.models import Product, Promotion


class Score(models.Model):
    """A customer's history of ordering in five figures, and where that puts them on a day.

    The history does not change with time: `decayed_count` is the count as it stood on `last_order_on`, and fades
    from there by exp(-days / 120). So a new day or a new alpha is one UPDATE, and only orders need counting again.
    """

    customer = models.OneToOneField(Customer, on_delete=models.CASCADE, primary_key=True, related_name="score")
    order_days = models.PositiveIntegerField(help_text="Days with an order; two orders on a day are one.")
    last_order_on = models.DateField()
    decayed_count = models.FloatField(help_text="Order days, each worth exp(-age / 120 days), on last_order_on.")
    recent_value = models.FloatField(help_text="Mean value of an order day in pounds, faded over 180 days.")
    median_gap = models.FloatField(null=True, help_text="Days; of the last six gaps between order days.")
    counted_at = models.DateTimeField()
    as_of = models.DateField(help_text="The day that chance and score are for.")
    chance = models.FloatField(help_text="Of an order within seven days.")
    score = models.FloatField(help_text="Larger is sooner.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(order_days__gte=1), name="calls_score_stands_on_an_order"),
            models.CheckConstraint(condition=Q(chance__gte=0, chance__lte=1), name="calls_score_chance_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.score:.3f}"


class Learned(models.Model):
    """A table learned from the desk's own past. The newest of a kind is in force; earlier ones say what was."""

    kind = models.CharField(max_length=8, choices=LearnedKind)
    learned_at = models.DateTimeField()
    from_on = models.DateField(help_text="The first day it looked at.")
    until_on = models.DateField(help_text="The last day it looked at.")
    n = models.PositiveIntegerField(help_text="How many cases it rests on.")
    base = models.FloatField(help_text="Due: orders a week for each faded order. Points: successes of all calls.")

    class Meta:
        verbose_name_plural = "learned"
        indexes = [models.Index(fields=["kind", "-learned_at"], name="calls_learned_newest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.learned_at:%d %b %Y}"


class LearnedRate(models.Model):
    """One row of a learned table: how many cases, what was seen, what was expected, and what follows."""

    learned = models.ForeignKey(Learned, on_delete=models.CASCADE, related_name="rates")
    factor = models.CharField(max_length=12)
    bucket = models.CharField(max_length=60)
    n = models.PositiveIntegerField()
    seen = models.FloatField()
    expected = models.FloatField()
    weight = models.FloatField(help_text="Due: multiplies the chance. Points: added to the log-odds.")

    class Meta:
        ordering = ["learned", "factor", "bucket"]
        constraints = [
            models.UniqueConstraint(fields=["learned", "factor", "bucket"], name="calls_learned_rate_stands_once")
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.bucket}: {self.weight:.2f}"


class Outlook(models.Model):
    """What one weight of order value would bring at the head of the list, worked out each night: a row a weight."""

    alpha = models.FloatField(unique=True)
    in_force = models.BooleanField(help_text="Was the weight of the settings when it was worked out.")
    n = models.PositiveIntegerField(help_text="Customers at the head of the list.")
    orders = models.FloatField(help_text="Orders expected of them in seven days.")
    value = models.DecimalField(max_digits=14, decimal_places=2, help_text="Pounds expected of them in seven days.")
    shared = models.PositiveIntegerField(help_text="How many of them the weight in force puts there too.")
    worked_out_at = models.DateTimeField()

    class Meta:
        ordering = ["alpha"]

    def __str__(self) -> str:
        return f"{self.alpha:.2f} on {self.worked_out_at:%d %b %Y}"


class CandidateTally(models.Model):
    """How many candidates of one kind there were when they were last found."""

    kind = models.CharField(max_length=12, choices=CandidateKind, unique=True)
    ranked = models.PositiveIntegerField()
    control = models.PositiveIntegerField(help_text="Standing in plain order.")
    counted_at = models.DateTimeField()

    class Meta:
        ordering = ["kind"]
        verbose_name_plural = "candidate tallies"

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.ranked + self.control}"


class Candidate(models.Model):
    """A customer worth ringing though nothing was promised: whom the queue may pull into levels 3 to 5, and where.

    Made anew each day, set-based; a row is there while its ground is. `rank` is the queue's: smaller for sooner.
    Of those under control the rank says nothing about their worth: they stand in plain order, spread evenly among the
    ranked, so that what the ranking is worth can be measured.
    """

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="candidatures")
    kind = models.CharField(max_length=12, choices=CandidateKind)
    level = models.PositiveSmallIntegerField(choices=Level)
    rank = models.FloatField()
    chance = models.FloatField(help_text="Promotion and prospect: that the call succeeds. Others: an order in 7 days.")
    value = models.FloatField(help_text="Expected of one order in pounds.")
    is_control = models.BooleanField(default=False, help_text="Stands in plain order, for comparison.")
    propensity = models.FloatField(help_text="How likely it was to be ordered the way it is when that was drawn.")
    promotion = models.ForeignKey(Promotion, on_delete=models.CASCADE, null=True, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.CASCADE, null=True, related_name="+")
    expected_on = models.DateField(null=True, help_text="When their rhythm expected the order or the item.")
    found_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "kind"], name="calls_candidate_once_of_a_kind"),
            models.CheckConstraint(
                condition=Q(level__in=[Level.PROMOTION, Level.LAPSED, Level.PROSPECT]),
                name="calls_candidate_is_below_the_promises",
            ),
            models.CheckConstraint(
                condition=Q(kind=CandidateKind.PROMOTION, promotion__isnull=False)
                | ~Q(kind=CandidateKind.PROMOTION) & Q(promotion=None),
                name="calls_candidate_names_its_promotion",
            ),
            models.CheckConstraint(
                condition=Q(propensity__gt=0, propensity__lte=1), name="calls_candidate_was_drawn_by_a_chance"
            ),
        ]
        indexes = [
            models.Index(fields=["level", "rank"], name="calls_candidates_in_order"),
            models.Index(fields=["kind", "rank", "id"], name="calls_candidates_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.customer_id}"


class Decision(models.Model):
    """What Next decided, as it stood at that moment: who came next, and what it foresaw."""

    call = models.OneToOneField(Call, on_delete=models.CASCADE, primary_key=True, related_name="decision")
    decided_at = models.DateTimeField()
    level = models.PositiveSmallIntegerField(choices=Level)
    rank = models.FloatField()
    considered = models.JSONField(
        help_text="Of those who came after them, in order: entry, level, rank, chance foreseen, is_control."
    )
    is_control = models.BooleanField(help_text="Came up in plain order.")
    propensity = models.FloatField(help_text="How likely it was to be ordered the way it was: by rank, or plainly.")
    foreseen = models.FloatField(null=True, help_text="The chance foreseen; empty where none is.")
    value = models.FloatField(null=True, help_text="Expected of one order in pounds.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_control=False) | Q(level__gte=Level.PROMOTION), name="calls_promises_are_never_shuffled"
            ),
            models.CheckConstraint(
                condition=Q(propensity__gt=0, propensity__lte=1), name="calls_propensity_is_a_chance"
            ),
        ]
        indexes = [models.Index(fields=["decided_at"], name="calls_decisions_by_time")]

    def __str__(self) -> str:
        return f"Decision on call {self.call_id}"
