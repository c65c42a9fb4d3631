"""My day: what waits for one coordinator, and what they have done so far."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncHour

from calls.actions.claim import open_card
from calls.models import Attempt, Call, HandOver, LeftOut, MissedContact, QueueEntry
from calls.reports.callbacks import CallbackRow, callback_rows
from calls.rules.schedule import london_day, moment
from calls.rules.vocabulary import Direction, Level
from customers.rules.calendar import LONDON
from customers.rules.vocabulary import Answer
from orders.models import Enquiry, Hold, Order
from orders.reports.queried import query_stands
from promotions.reports import BriefNote, unread_brief
from staff.models import User

# A panel shows so many and says when there are more; so one more is read.
MOST_SHOWN = 12
MOST_ROWS = MOST_SHOWN + 1
A_DAY = dt.timedelta(days=1)
LOOK_BACK = dt.timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Band:
    """Scheduled calls whose cut-off lies in one hour of today; `is_past` when that hour has begun to pass."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    mine: int
    shared: int
    is_past: bool


@dataclass(frozen=True, slots=True)
class TroubledOrder:
    """An order of theirs that does not go its way; `words` say why."""

    number: str
    customer: str
    account_number: str
    words: str


@dataclass(frozen=True, slots=True)
class MissedLine:
    """Somebody who rang or left word and waits for our call; nobody's account for a caller nobody knows."""

    caller: str
    customer: str
    account_number: str
    words: str
    due_at: dt.datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class OfferedWork:
    """A call that a colleague offers to them."""

    id: int
    customer: str
    giver: str
    reason: str
    due_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    id: int
    customer: str
    account_number: str
    words: str
    due_at: dt.datetime
    is_late: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """`ready` may be taken now by this person; `later` opens today; `attempts` and `saved` are theirs of today.

    `left_out` are the customers of the desk who were due today and did not come up.
    """

    ready: int
    later: int
    attempts: int
    saved: int
    left_out: int
    orders: int
    orders_net: Decimal


@dataclass(frozen=True, slots=True)
class MyDay:
    card: Call | None
    bands: tuple[Band, ...]
    promises: tuple[CallbackRow, ...]
    missed: tuple[MissedLine, ...]
    enquiries: tuple[EnquiryLine, ...]
    troubled: tuple[TroubledOrder, ...]
    offered: tuple[OfferedWork, ...]
    brief: tuple[BriefNote, ...]
    counts: Counts


def my_day(operator: User, at: dt.datetime) -> MyDay:
    """Everything on the first page of a coordinator, in a number of statements that does not depend on the rows."""
    starts = moment(london_day(at), dt.time(0))
    ends = moment(london_day(at) + A_DAY, dt.time(0))
    return MyDay(
        card=open_card(operator),
        bands=_bands(operator, at, starts, ends),
        promises=callback_rows(at=at, owner_id=operator.pk, before=ends).rows[:MOST_ROWS],
        enquiries=_enquiries(operator, at, ends),
        missed=_missed(at),
        troubled=_troubled(operator, starts),
        offered=_offered(operator),
        brief=unread_brief(operator, at),
        counts=_counts(operator, at, starts, ends),
    )


def _bands(operator: User, at: dt.datetime, starts: dt.datetime, ends: dt.datetime) -> tuple[Band, ...]:
    today = QueueEntry.objects.open().filter(level=Level.SCHEDULED, due_at__gte=starts, due_at__lt=ends)
    hours: Iterable[tuple[dt.datetime, int, int]] = (
        today.annotate(hour=TruncHour("due_at", tzinfo=LONDON))
        .values("hour")
        .annotate(
            mine=Count("pk", filter=Q(owner=operator)),
            shared=Count("pk", filter=Q(owner=None) | Q(pool_at__lte=at) & ~Q(owner=operator)),
        )
        .filter(Q(mine__gt=0) | Q(shared__gt=0))
        .order_by("hour")
        .values_list("hour", "mine", "shared")
    )
    an_hour = dt.timedelta(hours=1)
    return tuple(Band(hour, hour + an_hour, mine, shared, hour + an_hour <= at) for hour, mine, shared in hours)


def _enquiries(operator: User, at: dt.datetime, ends: dt.datetime) -> tuple[EnquiryLine, ...]:
    mine = Enquiry.objects.open().filter(owner=operator, due_at__lt=ends).select_related("customer")
    return tuple(
        EnquiryLine(
            enquiry.pk,
            enquiry.customer.name,
            enquiry.customer.account_number,
            enquiry.words,
            enquiry.due_at,
            enquiry.due_at < at,
        )
        for enquiry in mine.order_by("due_at", "pk")[:MOST_ROWS]
    )


def _missed(at: dt.datetime) -> tuple[MissedLine, ...]:
    """Anybody may ring them back, so everybody sees them."""
    waiting = MissedContact.objects.open().select_related("customer").order_by("due_at", "pk")[:MOST_ROWS]
    return tuple(
        MissedLine(
            missed.caller,
            missed.customer.name if missed.customer else "",
            missed.customer.account_number if missed.customer else "",
            missed.words,
            missed.due_at,
            missed.due_at < at,
        )
        for missed in waiting
    )


def _troubled(operator: User, starts: dt.datetime) -> tuple[TroubledOrder, ...]:
    """Of the last month, the newest first: held, the letter never arrived, or they query it and nobody settled that."""
    never_arrived = Q(acknowledgement__failed_at__isnull=False) | Q(acknowledgement__bounced_at__isnull=False)
    lost = Q(acknowledgement__answer="") & never_arrived
    held = Hold.objects.standing().filter(order=OuterRef("pk")).order_by("pk")
    lately = Order.objects.placed().filter(taken_by=operator, confirmed_at__gte=starts - LOOK_BACK)
    mine = lately.annotate(held=Subquery(held.values("words")[:1]))
    troubled = mine.filter(Q(held__isnull=False) | lost | query_stands()).order_by("-confirmed_at", "-pk")[:MOST_ROWS]
    of_order = ("number", "customer__name", "customer__account_number")
    wrong = ("held", "acknowledgement__answer", "acknowledgement__answer_words")
    return tuple(
        TroubledOrder(number or "", customer, account_number, _trouble(*why))
        for number, customer, account_number, *why in troubled.values_list(*of_order, *wrong)
    )


def _trouble(held_words: str | None, answer: str | None, answer_words: str | None) -> str:
    if held_words:
        return f"Held: {held_words}"
    if answer == Answer.QUERIED:
        return f"They ask: {answer_words}" if answer_words else "They say that something is wrong with it."
    return "The letter did not arrive."


def _offered(operator: User) -> tuple[OfferedWork, ...]:
    offers = HandOver.objects.waiting().filter(taker=operator).select_related("entry__customer", "giver")
    return tuple(
        OfferedWork(offer.pk, offer.entry.customer.name, str(offer.giver or ""), offer.reason, offer.entry.due_at)
        for offer in offers[:MOST_ROWS]
    )


def _counts(operator: User, at: dt.datetime, starts: dt.datetime, ends: dt.datetime) -> Counts:
    queue = (
        QueueEntry.objects.open()
        .for_operator(operator.pk, at)
        .aggregate(
            ready=Count("pk", filter=Q(ready_at__lte=at)),
            later=Count("pk", filter=Q(ready_at__gt=at, ready_at__lt=ends)),
        )
    )
    orders = (
        Order.objects.placed()
        .filter(taken_by=operator, confirmed_at__gte=starts, confirmed_at__lt=ends)
        .aggregate(count=Count("pk"), net=Sum("counted_total"))
    )
    attempts = Attempt.objects.made().filter(
        call__coordinator=operator, call__direction=Direction.OUTBOUND, dialled_at__gte=starts, dialled_at__lt=ends
    )
    saved = Call.objects.finished().filter(coordinator=operator, saved_at__gte=starts, saved_at__lt=ends)
    left_out = LeftOut.objects.filter(due_on=london_day(at))
    numbers = User.objects.filter(pk=operator.pk).values_list(
        _number_of(attempts, "pk"), _number_of(saved, "pk"), _number_of(left_out, "customer")
    )
    dialled, ended, kept_out = numbers.get()
    return Counts(
        ready=queue["ready"],
        later=queue["later"],
        attempts=dialled,
        saved=ended,
        left_out=kept_out,
        orders=orders["count"],
        orders_net=orders["net"] or Decimal(0),
    )


def _number_of(rows: QuerySet[Any], what: str) -> Coalesce:
    """How many different ones, as a column, so that several are counted in one statement."""
    counted = rows.order_by().annotate(together=Value(1)).values("together").annotate(n=Count(what, distinct=True))
    return Coalesce(Subquery(counted.values("n")), 0)
