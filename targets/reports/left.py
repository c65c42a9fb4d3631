"""What is left to ring before cut-off, what has been missed, and why customers said no."""

from dataclasses import dataclass

from django.db.models import Count

from calls.models import Call
from calls.reports.blocked import left_out_of
from calls.reports.scheduled import LeftCustomer, Tally, left_customers
from calls.rules.vocabulary import GROUPS, Outcome, OutcomeGroup
from targets.reports.today import Today

NAMED = 12
REASONS = 5


@dataclass(frozen=True, slots=True)
class Left:
    """Who is left, counted, and the next of them by name whose cut-off is ahead; `left_out` did not come up today."""

    tally: Tally
    next_ones: tuple[LeftCustomer, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    calls: int


def left(now: Today, scheduled: Tally) -> Left:
    """Two statements."""
    next_ones = left_customers(now.day, now.at, most=NAMED, is_ahead=True).rows
    return Left(scheduled, next_ones, left_out_of(now.day))


def reasons_for_no(now: Today) -> list[Reason]:
    """The commonest of today. One statement."""
    said = Call.objects.filter(
        saved_at__gte=now.begins, saved_at__lt=now.ends, outcome__in=GROUPS[OutcomeGroup.NO_ORDER]
    )
    counted = said.values_list("outcome").annotate(n=Count("pk")).order_by("-n", "outcome")[:REASONS]
    return [Reason(Outcome(outcome).label, calls) for outcome, calls in counted]
