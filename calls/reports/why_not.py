"""What speaks against a customer's call today beyond their place: the gate, closures, fallen days, the ranking."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery

from calls.actions.occurrences import AHEAD, circumstances_of
from calls.actions.reasons import Number, Reason, errand_of, line_for, lines_of
from calls.models import (
    Call,
    Callback,
    Candidate,
    DeskSettings,
    MovedCall,
    Occurrence,
    Rest,
    Schedule,
    ScheduleException,
    Score,
)
from calls.rules.exceptions import say_day
from calls.rules.outcomes import is_reached
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Outcome
from calls.rules.why_not import Bounds, Known, fell_away, why_not_proposed
from customers.models import Closure, Customer
from customers.reports import outlook
from customers.rules.numbers import for_people
from customers.rules.permission import Decision
from customers.rules.vocabulary import CustomerKind, CustomerStatus

REACHED = tuple(outcome for outcome in Outcome if is_reached(outcome))


@dataclass(frozen=True, slots=True)
class Gates:
    """What the permission gate says now of each of their numbers, as people read them; `chosen` is the one we would
    ring, None without a number."""

    chosen: Decision | None
    numbers: tuple[tuple[str, Decision], ...]


def gates(customer_id: int, reasons: list[Reason], at: dt.datetime) -> Gates:
    """For the errand that these reasons make of the call. Two statements."""
    known = lines_of(customer_id)
    line = line_for(customer_id, known, reasons)
    if line is None:
        return Gates(None, ())
    theirs = {number.pk: number.known.number for number in (Number(*row) for row in known)}
    errand = errand_of(reasons)
    asked = outlook(theirs, at=at, purpose=errand.purpose, service_link=errand.service_link)
    return Gates(asked[line.pk], tuple((for_people(number), asked[pk]) for pk, number in theirs.items()))


@dataclass(frozen=True, slots=True)
class Away:
    """Until when they rest, when a promise and a schedule next ask for them, and in sentences what speaks of today."""

    rests_until: dt.datetime | None
    promised_for: dt.datetime | None
    next_call_on: dt.date | None
    sentences: tuple[str, ...]


def away(customer_id: int, at: dt.datetime) -> Away:
    """Rest, a closure that covers today, and the scheduled calls of today that are not made.

    Two statements; four more for a customer with schedules.
    """
    today = london_day(at)
    closed = Closure.objects.not_over(today).filter(customer=OuterRef("pk"), from_on__lte=today).order_by("-until_on")
    ahead = Occurrence.objects.filter(schedule__customer=OuterRef("pk"), due_on__gt=today).order_by("due_on")
    promised = Callback.objects.open().filter(customer=OuterRef("pk")).order_by("window_from")
    known = Customer.objects.filter(pk=customer_id).values_list(
        Subquery(Rest.objects.at(at).filter(customer=OuterRef("pk")).values("until_at")[:1]),
        Subquery(promised.values("window_from")[:1]),
        Subquery(ahead.values("due_on")[:1]),
        Subquery(closed.values("until_on")[:1]),
        Subquery(closed.values("words")[:1]),
    )
    rests_until, promised_for, next_call_on, shut_until, shut_words = known.get()
    said = []
    if shut_until:
        said.append(f"They are closed until {say_day(shut_until)}{f': {shut_words}' if shut_words else ''}.")
    theirs = Schedule.objects.not_over(today).filter(customer=customer_id).select_related("customer")
    said += _fallen(list(theirs), today)
    return Away(rests_until, promised_for, next_call_on, tuple(dict.fromkeys(said)))


def _fallen(schedules: list[Schedule], today: dt.date) -> list[str]:
    around = circumstances_of(schedules, today - AHEAD)
    moved = dict(MovedCall.objects.filter(schedule__in=schedules, from_on=today).values_list("schedule", "to_on"))
    stands_in = ScheduleException.objects.filter(schedule__in=schedules, instead_of=today)
    moved |= dict(stands_in.values_list("schedule", "on"))
    fallen = [fell_away(each.plan, around[each.pk], today, moved_to=moved.get(each.pk)) for each in schedules]
    return [sentence for sentence in fallen if sentence]


def not_proposed(customer_id: int, at: dt.datetime) -> str:
    """Why the ranking does not bring them up. Six statements."""
    customer = Customer.objects.only("kind", "status").get(pk=customer_id)
    score = Score.objects.filter(customer=customer_id).first()
    made = Call.objects.finished().filter(customer=customer_id).order_by("-opened_at")
    spoken = made.filter(outcome__in=REACHED).values_list("opened_at", flat=True).first()
    rung = made.values_list("opened_at", flat=True).first()
    known = Known(
        is_active=customer.status == CustomerStatus.ACTIVE,
        is_prospect=customer.kind == CustomerKind.PROSPECT,
        proposed_as=[each.get_kind_display() for each in Candidate.objects.filter(customer=customer_id)],
        spoken_on=london_day(spoken) if spoken else None,
        rung_on=london_day(rung) if rung else None,
        last_order_on=score.last_order_on if score else None,
        order_days=score.order_days if score else 0,
        median_gap=score.median_gap if score else None,
    )
    return why_not_proposed(known, london_day(at), _bounds(DeskSettings.objects.in_force()))


def _bounds(desk: DeskSettings) -> Bounds:
    return Bounds(
        conversation_rest_days=desk.conversation_rest_days,
        prospect_rest_days=desk.prospect_rest_days,
        given_up_days=desk.given_up_days,
        lapsed_days=desk.lapsed_days,
        overdue_gaps=desk.overdue_gaps,
        overdue_from=float(desk.overdue_from),
    )
