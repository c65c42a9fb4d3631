"""What the forecast starts from: who is in, how long calls take them, what waits, how often nobody is reached."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.db.models import (
    Avg,
    BooleanField,
    Case,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from calls.actions.at_desk import with_customers
from calls.models import Call, DeskSettings, QueueEntry, QueueReason
from calls.rules.forecast import UNSEEN_AFTER, Due, Hand, expected_handling, misses_ahead
from calls.rules.retry import Retry
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import GROUPS, Direction, Level, Outcome, OutcomeGroup
from staff.models import User
from staff.reports import Attendance
from staff.rules.attendance import Span, less

# The first by the published order are played through; whoever stands behind them is counted as missed.
MOST_LOOKED_AT = 3000
A_DAY, MIDNIGHT = dt.timedelta(days=1), dt.time(0)
SHARE_OF = dt.timedelta(days=28)
# A card left open over lunch says nothing about how long a call takes.
LONGEST_CALL = dt.timedelta(hours=1)
NOT_REACHED = tuple(outcome.value for outcome in GROUPS[OutcomeGroup.NOT_REACHED])


class _Live(NamedTuple):
    """What one coordinator's day says so far."""

    calls: int
    took: dt.timedelta
    card_since: dt.datetime | None
    seen_at: dt.datetime | None


def hands_of(
    team: Sequence[Attendance], settings: DeskSettings, at: dt.datetime
) -> tuple[list[Hand], list[Attendance]]:
    """Who has time left at the desk today, and who of them has not turned up; two statements."""
    live, hands, unseen = _live(at), [], []
    out = with_customers(moment(london_day(at), MIDNIGHT), moment(london_day(at) + A_DAY, MIDNIGHT))
    for person in team:
        here = less(person.today, out.get(person.user.pk, []))
        spans = tuple(span for span in here if span.end > at)
        if not spans:
            continue
        day = live.get(person.user.pk, _Live(0, dt.timedelta(0), None, None))
        if _has_not_come(here, day.seen_at, at):
            unseen.append(person)
            continue
        handling = expected_handling(settings.handling, day.calls, day.took)
        free_at = max(at, day.card_since + handling) if day.card_since else at
        hands.append(Hand(person.user.pk, spans, handling, free_at))
    return hands, unseen


def _has_not_come(here: Sequence[Span], seen_at: dt.datetime | None, at: dt.datetime) -> bool:
    begun = min(span.start for span in here)
    is_seen = seen_at is not None and seen_at >= moment(london_day(at), MIDNIGHT)
    return not is_seen and begun + UNSEEN_AFTER <= at


def _live(at: dt.datetime) -> dict[int, _Live]:
    starts = moment(london_day(at), MIDNIGHT)
    calls = Call.objects.finished().filter(coordinator=OuterRef("pk"), saved_at__gte=starts, saved_at__lte=at)
    # What a caller was told while it lay aside is another call's time.
    turned_to_at = Coalesce("resumed_at", "opened_at")
    took = ExpressionWrapper(F("saved_at") - turned_to_at, output_field=DurationField())
    timed = calls.annotate(took=took).filter(took__lte=LONGEST_CALL).order_by().values("coordinator")
    card = Call.objects.open().filter(coordinator=OuterRef("pk"), stashed_at=None).values_list(turned_to_at)[:1]
    rows = User.objects.coordinators().values_list(
        "pk",
        Coalesce(Subquery(timed.annotate(n=Count("pk")).values("n")), 0),
        Coalesce(Subquery(timed.annotate(total=Sum("took")).values("total")), Value(dt.timedelta(0))),
        Subquery(card),
        "operator__last_seen_at",
    )
    return {pk: _Live(*day) for pk, *day in rows}


class Beyond(NamedTuple):
    """How many scheduled customers with their cut-off ahead are not played through, and what they usually order."""

    n: int
    value: Decimal


def work_of(settings: DeskSettings, at: dt.datetime) -> tuple[list[Due], Beyond]:
    """What is due by tonight down to the scheduled calls, less what is on somebody's screen; one statement, or two.

    Whoever waits beyond their cut-off of today is in it too: they will be missed.
    """
    tonight = moment(london_day(at) + A_DAY, MIDNIGHT)
    on_screen = Exists(Call.objects.open().filter(entry=OuterRef("pk")))
    has_passed = ExpressionWrapper(Q(due_at__lte=at), output_field=BooleanField())
    scheduled = QueueReason.objects.filter(entry=OuterRef("pk"), schedule__isnull=False)
    scheduled = scheduled.order_by(has_passed, "-due_on", "due_at")
    tries = Call.objects.finished().filter(entry=OuterRef("pk")).order_by().values("entry").annotate(n=Count("pk"))
    entries = (
        QueueEntry.objects.open()
        .filter(~on_screen, level__lte=Level.SCHEDULED)
        .annotate(cut_off=Subquery(scheduled.values("due_at")[:1]), usual=Subquery(scheduled.values("usual_total")[:1]))
        .filter(Q(ready_at__lt=tonight) | Q(cut_off__gt=at, cut_off__lt=tonight))
        .in_order()
    )
    tried = Coalesce(Subquery(tries.values("n")), 0)
    retry = settings.retry(Outcome.NO_ANSWER) or Retry(dt.timedelta(0), 0)
    columns = ("pk", "level", "rank", "owner_id", "pool_at", "ready_at", "cut_off", "usual")
    rows = entries.values_list(*columns, tried, _share_not_reached(at))[: MOST_LOOKED_AT + 1]
    found = [_due(*row, retry=retry) for row in rows]
    if len(found) <= MOST_LOOKED_AT:
        return found, Beyond(0, Decimal(0))
    shown = found[:MOST_LOOKED_AT]
    is_ahead = Q(cut_off__gt=at)
    every = entries.order_by().aggregate(
        n=Count("pk", filter=is_ahead), value=Sum("usual", filter=is_ahead, default=Decimal(0))
    )
    ahead = [due for due in shown if due.cut_off is not None and due.cut_off > at]
    value = sum((due.usual or Decimal(0) for due in ahead), Decimal(0))
    return shown, Beyond(every["n"] - len(ahead), every["value"] - value)


def _due(
    pk: int,
    level: int,
    rank: float,
    owner_id: int | None,
    pool_at: dt.datetime,
    ready_at: dt.datetime,
    cut_off: dt.datetime | None,
    usual: Decimal | None,
    tried: int,
    share: float,
    *,
    retry: Retry,
) -> Due:
    misses = misses_ahead(pk, share=share, tried=tried, most=retry.most)
    place = (Level(level), rank, pk)
    return Due(pk, place, owner_id, pool_at, ready_at, cut_off, usual, misses=misses, wait=retry.wait)


def _share_not_reached(at: dt.datetime) -> Coalesce:
    """Of the desk's calls of the last 28 days, how many reached nobody; a column, so that it is no statement more."""
    calls = Call.objects.finished().filter(saved_at__gt=at - SHARE_OF, saved_at__lte=at, direction=Direction.OUTBOUND)
    is_not_reached = Case(When(outcome__in=NOT_REACHED, then=Value(1.0)), default=Value(0.0))
    counted = calls.order_by().annotate(together=Value(1)).values("together").annotate(share=Avg(is_not_reached))
    return Coalesce(Subquery(counted.values("share")), 0.0)
