"""Next: the first customer in the published order who is nobody else's and may be rung."""

import datetime as dt
from enum import Enum, auto

from django.db import transaction
from django.db.models import Exists

from calls.actions.lease import renew, take
from calls.actions.ranking import log_decision
from calls.actions.reasons import cause_of, contact_for, errand_of, line_for, reasons_of
from calls.models import Call, Lease, Operator, QueueEntry, QueueReason
from calls.rules.refusals import LeaseLost, MayNotRing
from calls.rules.vocabulary import EntryEnd
from calls.rules.why import why_now
from customers.models import PhoneLine
from customers.reports import decide
from customers.rules.codes import Code
from customers.rules.permission import Decision
from staff.models import User

# A press of Next looks at so many customers who may not be rung before it gives up; the next press goes on from there.
MOST_LOOKED_AT = 100
NOT_NOW = dt.timedelta(minutes=15)
ABOUT_US = frozenset({Code.NOT_PERMITTED, Code.CALLER_ID_MISSING, Code.CALLER_ID_INVALID})


class Turn(Enum):
    """What came of looking at one candidate, when it was not a card."""

    PUT_ASIDE = auto()


def claim_next(*, operator: User, at: dt.datetime) -> Call | None:
    """The card that `operator` works next; None when nothing is ready for them.

    Whoever has a card open gets that one back, so a double click and a reload are harmless; a lapsed lease that
    nobody took goes on. Otherwise the first entry by level, rank and age that is ready, theirs or everybody's, and
    not under another's hand. Raises MayNotRing when this operator, or the desk itself, may not ring at all.

    Each candidate is looked at in a short transaction of its own: what the permission gate says of one stays,
    whatever comes after. Locks operator, entry and lease, in that order.
    """
    for _ in range(MOST_LOOKED_AT):
        found = _take_turn(operator, at)
        if found is not Turn.PUT_ASIDE:
            return found
    return None


@transaction.atomic
def _take_turn(operator: User, at: dt.datetime) -> Call | Turn | None:
    sit_down(operator, at=at)
    entry = _first_ready(operator, at)
    if entry is not None:
        return _open(entry, operator, at) or Turn.PUT_ASIDE
    card = open_card(operator)
    return _keep(card, operator, at) if card is not None else None


def sit_down(operator: User, *, at: dt.datetime) -> None:
    """Lock the operator's row, made when they are new: of two presses the second waits for the first."""
    Operator.objects.bulk_create(
        [Operator(user=operator, last_seen_at=at)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["last_seen_at"],
    )


def open_card(operator: User) -> Call | None:
    return Call.objects.open().filter(coordinator=operator).select_related("customer").first()


def _keep(card: Call, operator: User, at: dt.datetime) -> Call | Turn:
    try:
        renew(call_id=card.pk, token=card.lease_token, by=operator, at=at)
    except LeaseLost:
        Call.objects.open().filter(pk=card.pk).update(ended_at=at)
        return Turn.PUT_ASIDE
    return card


def _first_ready(operator: User, at: dt.datetime) -> QueueEntry | None:
    """Locked; None for an operator with a card open. A walk along one index from the head, however long the queue."""
    has_card = Exists(Call.objects.open().filter(coordinator=operator))
    ready = QueueEntry.objects.ready(at).for_operator(operator.pk, at).filter(~has_card).in_order()
    return ready.select_for_update(skip_locked=True, no_key=True).first()


def _open(entry: QueueEntry, operator: User, at: dt.datetime) -> Call | None:
    """Ask permission, take the customer and open their card; None when the entry was put aside instead."""
    reasons = reasons_of(entry)
    line = line_for(entry.customer_id, reasons)
    decision = _ask(line, reasons, operator, at) if line else None
    if line is None or decision is None or not decision.allowed:
        _put_aside(entry, decision, at)
        return None
    token = take(customer_id=entry.customer_id, entry_id=entry.pk, holder=operator, at=at)
    if token is None:
        _wait_for_holder(entry)
        return None
    card = _card(entry, reasons, line, operator, token, at)
    log_decision(call_id=card.pk, entry_id=entry.pk, operator_id=operator.pk, at=at)
    return card


def _ask(line: PhoneLine, reasons: list[QueueReason], operator: User, at: dt.datetime) -> Decision:
    """Raises MayNotRing when the refusal is about us: it must not be held against the customer's place."""
    errand = errand_of(reasons)
    decision = decide(actor=operator, line=line, purpose=errand.purpose, at=at, service_link=errand.service_link)
    if ABOUT_US.intersection(decision.codes):
        raise MayNotRing(decision.sentence, code=decision.code)
    return decision


def _put_aside(entry: QueueEntry, decision: Decision | None, at: dt.datetime) -> None:
    """Out of the queue when it will not pass, later when it will. Without a number to ring there is no decision."""
    mine = QueueEntry.objects.filter(pk=entry.pk)
    if decision is None or decision.permanent:
        code = decision.code if decision else Code.NUMBER_INVALID
        mine.update(closed_at=at, closed_as=EntryEnd.NOT_PERMITTED, closed_code=code)
    else:
        mine.update(ready_at=max(decision.retry_at or at, at + NOT_NOW), held_back_code=decision.code)


def _wait_for_holder(entry: QueueEntry) -> None:
    """The customer is at somebody's card already, opened without this entry."""
    lease = Lease.objects.get(customer=entry.customer_id)
    QueueEntry.objects.filter(pk=entry.pk).update(ready_at=lease.until_at)


def _card(
    entry: QueueEntry, reasons: list[QueueReason], line: PhoneLine, operator: User, token: int, at: dt.datetime
) -> Call:
    return Call.objects.create(
        customer=line.customer,
        entry=entry,
        coordinator=operator,
        line=line,
        contact=contact_for(reasons, line),
        purpose=errand_of(reasons).purpose,
        why_now=why_now([cause_of(reason) for reason in reasons], at=at),
        lease_token=token,
        opened_at=at,
    )
