"""What is left to ring before cut-off, what has been missed, and why customers said no."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from calls.models import Call, QueueReason
from calls.rules.vocabulary import GROUPS, Outcome, OutcomeGroup
from targets.reports.today import Today

NAMED = 12
REASONS = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scheduled customer who has no outcome yet; `usual` is their mean order on this weekday."""

    customer: str
    account_number: str
    owner: str
    cut_off: dt.datetime
    usual: Decimal | None


@dataclass(frozen=True, slots=True)
class Left:
    """`waiting` before their cut-off and `missed` after it, with what they usually order; the next ones by name."""

    waiting: int
    waiting_value: Decimal
    missed: int
    missed_value: Decimal
    next_ones: list[Waiting]


@dataclass(frozen=True, slots=True)
class Reason:
    words: str
    calls: int


def left(now: Today) -> Left:
    """Two statements."""
    still = now.scheduled().filter(entry__closed_at=None, due_at__isnull=False)
    before = Q(due_at__gt=now.at)
    sums = still.aggregate(
        waiting=Count("pk", filter=before),
        waiting_value=Sum("usual_total", filter=before, default=Decimal(0)),
        missed=Count("pk", filter=~before),
        missed_value=Sum("usual_total", filter=~before, default=Decimal(0)),
    )
    named = still.filter(before).select_related("entry__customer", "entry__owner").order_by("due_at", "pk")[:NAMED]
    return Left(**sums, next_ones=[_waiting(reason) for reason in named])


def _waiting(reason: QueueReason) -> Waiting:
    customer, owner = reason.entry.customer, reason.entry.owner
    assert reason.due_at is not None, "the reasons without a cut-off were left out"  # noqa: S101  for the type checker
    return Waiting(customer.name, customer.account_number, str(owner or "Anybody"), reason.due_at, reason.usual_total)


def reasons_for_no(now: Today) -> list[Reason]:
    """The commonest of today. One statement."""
    said = Call.objects.filter(
        saved_at__gte=now.begins, saved_at__lt=now.ends, outcome__in=GROUPS[OutcomeGroup.NO_ORDER]
    )
    counted = said.values_list("outcome").annotate(n=Count("pk")).order_by("-n", "outcome")[:REASONS]
    return [Reason(Outcome(outcome).label, calls) for outcome, calls in counted]
