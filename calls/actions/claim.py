"""Next: the first customer in the published order who is nobody else's and may be rung."""

import datetime as dt
from enum import Enum, auto
from typing import NamedTuple

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import F
from psycopg2.errors import LockNotAvailable

from calls.actions.claim_sql import FIRST_FREE, FIRST_READY, OPEN_CARD, SIT_DOWN
from calls.actions.lease import USUAL_SECONDS, give_back_numbers, in_the_way, renew
from calls.actions.reasons import (
    Number,
    Numbers,
    Reason,
    Told,
    contact_for,
    errand_of,
    is_told,
    number_for,
    reasons_from,
    reasons_of,
)
from calls.actions.stash import come_back
from calls.models import Call, QueueEntry, QueueReason
from calls.rules.refusals import LeaseLost, ManyPutAside, MayNotRing
from calls.rules.vocabulary import EntryEnd
from calls.rules.why import why_now
from customers.models.prepared import Prepared
from customers.reports import decide_on
from customers.rules.codes import Code
from customers.rules.permission import Decision
from staff.models import User

# A press of Next looks at so many customers who may not be rung before it gives up; the next press goes on from there.
MOST_LOOKED_AT = 100
NOT_NOW = dt.timedelta(minutes=15)
# Somebody let go of them between our asking and our looking who it was.
LET_GO = dt.timedelta(seconds=1)
# The filling keeps what it looks at locked until it is done; a colleague's press only while it takes its card.
WAIT_FOR_LOCK = dt.timedelta(seconds=2)
# What a second press at the same moment breaks.
ONE_CARD = frozenset({"calls_one_open_lease_per_operator", "calls_one_open_call_per_coordinator"})
ABOUT_US = frozenset({Code.NOT_PERMITTED, Code.CALLER_ID_MISSING, Code.CALLER_ID_INVALID})


class Turn(Enum):
    """What came of looking at one candidate, when it was not a card."""

    PUT_ASIDE = auto()
    AT_ONCE = auto()


class Head(NamedTuple):
    """An open entry, with what its customer can be rung on and why it came up.

    `seen` is the version of its row: it is taken as it was then or not at all.
    """

    entry_id: int
    customer_id: int
    seen: str
    numbers: Numbers | None
    told: Told | None


class Chosen(NamedTuple):
    """Who may be rung: on which number, and for which reasons."""

    head: Head
    number: Number
    reasons: list[Reason]


class Barred(NamedTuple):
    """Who may not be rung; without a number there is no decision either."""

    decision: Decision | None


def claim_next(*, operator: User, at: dt.datetime) -> Call | None:
    """The card that `operator` works next; None when nothing is ready for them.

    Whoever has a card open gets that one back, so a double click and a reload are harmless; a lapsed lease that
    nobody took goes on, and a card that was laid aside for a caller comes back before anybody else. Otherwise the
    first entry by level, rank and age that is ready, theirs or everybody's, and not under another's hand; nor is one
    of its customer's numbers. Raises MayNotRing when this operator, or the desk itself, may not ring at all, and
    ManyPutAside after MOST_LOOKED_AT customers who may not be rung now.

    Each candidate is looked at by itself: what the permission gate says of one stays, whatever comes after. Mostly the
    first in order is read and taken in one statement each, without a lock between; what that does not settle, because
    others press too or the customer may not be rung, is looked at again under lock. Locks operator, entry, lease and
    numbers, in that order. When all who are ready are locked by others, the first of them is waited for, with nothing
    locked meanwhile, but no longer than WAIT_FOR_LOCK.
    """
    for _ in range(MOST_LOOKED_AT):
        found = _turn(operator, at)
        if not isinstance(found, Turn):
            return found
    raise ManyPutAside(looked_at=MOST_LOOKED_AT)


def _turn(operator: User, at: dt.datetime) -> Call | Turn | None:
    """One candidate; when this operator's other press was quicker, nothing of it, and the next turn finds its card.

    So it does when all who are ready were locked and the first of them was let go.
    """
    try:
        head = _first(FIRST_READY, operator, at)
        if head is None:
            return _what_they_have(operator, at)
        found = _take_as_seen(head, operator, at) or _take_turn(operator, at)
        return Turn.AT_ONCE if found is None and _let_go(head) else found
    except IntegrityError as broken:
        if not any(name in str(broken) for name in ONE_CARD):
            raise
        return Turn.AT_ONCE


def _take_as_seen(head: Head, operator: User, at: dt.datetime) -> Call | None:
    """The card; None when they may not be rung or somebody has touched them since: a look under lock says which."""
    found = _choose(head, operator, at)
    return _take(found, operator, at) if isinstance(found, Chosen) else None


@transaction.atomic
def _take_turn(operator: User, at: dt.datetime) -> Call | Turn | None:
    """The first who is under nobody's hand, looked at under lock."""
    head = _first(FIRST_FREE, operator, at)
    if head is None:
        return _what_they_have(operator, at)
    found = _choose(head, operator, at)
    if isinstance(found, Barred):
        _put_aside(head, found.decision, at)
        return Turn.PUT_ASIDE
    card = _take(found, operator, at)
    if card is None:
        _wait_for_holder(head, operator, at)
    return card or Turn.PUT_ASIDE


def _let_go(head: Head) -> bool:
    """Wait until nobody has this entry locked; False when that takes too long."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{WAIT_FOR_LOCK.total_seconds()}s"])
            cursor.execute("SELECT FROM calls_queueentry WHERE id = %s FOR NO KEY UPDATE", [head.entry_id])
    except OperationalError as refused:
        if not isinstance(refused.__cause__, LockNotAvailable):
            raise
        return False
    return True


@transaction.atomic
def _what_they_have(operator: User, at: dt.datetime) -> Call | Turn | None:
    """Their open card, when they have one."""
    sit_down(operator, at=at)
    card = open_card(operator)
    return _keep(card, operator, at) if card is not None else None


def sit_down(operator: User, *, at: dt.datetime) -> None:
    """Lock the operator's row, made when they are new: of two presses the second waits for the first."""
    SIT_DOWN.rows({"operator": operator.pk, "at": at})


def open_card(operator: User) -> Call | None:
    """The one on their screen, else the last that they laid aside."""
    theirs = Call.objects.open().filter(coordinator=operator).select_related("customer")
    return theirs.order_by(F("stashed_at").desc(nulls_first=True)).first()


def _keep(card: Call, operator: User, at: dt.datetime) -> Call | Turn:
    try:
        if card.stashed_at is not None:
            return come_back(call_id=card.pk, by=operator, at=at)
        renew(call_id=card.pk, token=card.lease_token, by=operator, at=at)
    except LeaseLost:
        Call.objects.open().filter(pk=card.pk).update(ended_at=at)
        return Turn.PUT_ASIDE
    return card


def _first(statement: Prepared, operator: User, at: dt.datetime) -> Head | None:
    """None when nobody is ready for them, or they have a card open."""
    return next((Head(*row) for row in statement.rows({"operator": operator.pk, "at": at})), None)


def _choose(head: Head, operator: User, at: dt.datetime) -> Chosen | Barred:
    """Which number, and what the permission gate says of it."""
    reasons = reasons_from(head.told) if is_told(head.told) else reasons_of(head.entry_id, at=at)
    number = number_for(head.numbers or (), reasons)
    if number is None:
        return Barred(None)
    decision = _ask(number, reasons, operator, at)
    return Chosen(head, number, reasons) if decision.allowed else Barred(decision)


def _ask(number: Number, reasons: list[Reason], operator: User, at: dt.datetime) -> Decision:
    """Raises MayNotRing when the refusal is about us: it must not be held against the customer's place."""
    errand = errand_of(reasons)
    decision = decide_on(number.known, actor=operator, purpose=errand.purpose, at=at, service_link=errand.service_link)
    if ABOUT_US.intersection(decision.codes):
        raise MayNotRing(decision.sentence, code=decision.code)
    return decision


def _put_aside(head: Head, decision: Decision | None, at: dt.datetime) -> None:
    """Out of the queue when it will not pass, later when it will. Without a number to ring there is no decision.

    Who has none left that may be rung comes up again as soon as one is on their record: no reason says they were.
    """
    mine = QueueEntry.objects.filter(pk=head.entry_id)
    if decision is None or decision.permanent:
        code = decision.code if decision else Code.NUMBER_INVALID
        mine.update(closed_at=at, closed_as=EntryEnd.NOT_PERMITTED, closed_code=code)
        if not any(Number(*row).may_be_tried for row in head.numbers or ()):
            QueueReason.objects.filter(entry=head.entry_id).delete()
    else:
        mine.update(ready_at=max(decision.retry_at or at, at + NOT_NOW), held_back_code=decision.code)


def _wait_for_holder(head: Head, operator: User, at: dt.datetime) -> None:
    """The customer is at somebody's card already, or a number of theirs is being rung for somebody else."""
    way = in_the_way(customer_id=head.customer_id, holder=operator, at=at)
    QueueEntry.objects.filter(pk=head.entry_id).update(ready_at=way.until if way else at + LET_GO)


def _take(chosen: Chosen, operator: User, at: dt.datetime) -> Call | None:
    """The card, with the customer and their numbers taken; None when they cannot be had."""
    head, number, reasons = chosen
    call = Call(
        customer_id=head.customer_id,
        entry_id=head.entry_id,
        coordinator=operator,
        line_id=number.pk,
        contact_id=contact_for(reasons, number),
        purpose=errand_of(reasons).purpose,
        why_now=why_now([reason.cause for reason in reasons], at=at),
        opened_at=at,
    )
    values = {
        "customer": head.customer_id,
        "entry": head.entry_id,
        "seen": head.seen,
        "holder": operator.pk,
        "line": number.pk,
        "contact": call.contact_id,
        "purpose": call.purpose,
        "why_now": call.why_now,
        "at": at,
        "needs_numbers": True,
        "usual_seconds": USUAL_SECONDS,
    }
    for call.pk, call.lease_token in OPEN_CARD.rows(values):
        return call
    give_back_numbers(customer_id=head.customer_id, holder=operator, at=at)
    return None
