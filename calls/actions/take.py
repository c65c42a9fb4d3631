"""Opening a customer against the order of the queue, and putting a card back into it."""

import datetime as dt

from django.db import transaction

from calls.actions.claim import open_card, sit_down
from calls.actions.lease import check_holds, in_the_way, lock_card, release, take
from calls.actions.overrides import keep_override
from calls.actions.place import soonest_due
from calls.actions.reasons import Reason, contact_for, errand_of, line_for, lines_of, reasons_of
from calls.actions.stash import come_back, keep_place, lay_aside
from calls.models import Call, Lease, QueueEntry
from calls.rules.overrides import OverrideKind, back_at
from calls.rules.refusals import CardOpen, CustomerHeld, NothingOpen, ReasonMissing
from calls.rules.vocabulary import Direction
from calls.rules.why import why_now
from customers.actions import record_event
from customers.models import Customer
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import CustomerStatus, EventKind, Purpose
from staff.models import User


@transaction.atomic
def take_customer(
    *,
    customer_id: int,
    operator: User,
    direction: Direction,
    reason: str,
    at: dt.datetime,
    is_override: bool = True,
) -> Call:
    """Open a customer found by look-up: they rang us, or `reason` says why they go before the queue.

    Whoever has that card open already gets it back. For a caller the card on the screen is laid aside with its draft
    and comes back first. Raises CustomerHeld, CardOpen when we ring, ReasonMissing for an outbound call without a
    reason, and NothingOpen for a closed account. Whether they may be rung is asked at the dial, as always. An outbound
    call is kept as an override, unless it only keeps what was promised. Locks operator, entries, leases and numbers.
    """
    refuse_card_numbers(reason, field="reason")
    if direction == Direction.OUTBOUND and not reason.strip():
        raise ReasonMissing("Say why this customer goes before the queue.", field="reason")
    sit_down(operator, at=at)
    card = open_card(operator)
    if card is not None and card.customer_id == customer_id and card.stashed_at is None:
        return card
    own = Call.objects.open().filter(coordinator=operator, customer=customer_id).first()
    if card is not None and card.stashed_at is None:
        if direction == Direction.OUTBOUND and own is None:
            raise CardOpen(customer=card.customer.name)
        keep_place(customer_id=card.customer_id, by=operator, at=at)
        _lock_both(card.customer_id, customer_id)
        lay_aside(call_id=card.pk, token=card.lease_token, by=operator, at=at)
    if own is not None:
        return come_back(call_id=own.pk, by=operator, at=at)
    call = _open(customer_id, operator, direction, reason, at, is_override=is_override)
    if direction == Direction.OUTBOUND and is_override:
        keep_override(kind=OverrideKind.TAKE, call=call, words=reason, by=operator, at=at)
    return call


def _lock_both(*customers: int) -> None:
    """Two who take each other's customers at the same moment lock them in one order."""
    entries = QueueEntry.objects.select_for_update(no_key=True).open().filter(customer__in=customers)
    list(entries.order_by("pk").values_list("pk", flat=True))
    leases = Lease.objects.select_for_update(no_key=True).filter(customer__in=customers)
    list(leases.order_by("pk").values_list("pk", flat=True))


def _open(
    customer_id: int, operator: User, direction: Direction, reason: str, at: dt.datetime, *, is_override: bool
) -> Call:
    is_inbound = direction == Direction.INBOUND
    if Customer.objects.filter(pk=customer_id, status=CustomerStatus.CLOSED).exists():
        raise NothingOpen("Their account is closed, so nobody rings them. An administrator can open it again.")
    entry = QueueEntry.objects.select_for_update(no_key=True).open().filter(customer=customer_id).first()
    entry_id = entry.pk if entry else None
    token = take(customer_id=customer_id, entry_id=entry_id, holder=operator, at=at, needs_numbers=not is_inbound)
    if token is None:
        way = in_the_way(customer_id=customer_id, holder=operator, at=at)
        raise way.refusal() if way else CustomerHeld(holder="A colleague", until=at)
    reasons = reasons_of(entry_id, at=at)
    line = line_for(customer_id, lines_of(customer_id), reasons)
    return Call.objects.create(
        customer_id=customer_id,
        entry=entry,
        coordinator=operator,
        line=line,
        contact_id=contact_for(reasons, line),
        direction=direction,
        purpose=Purpose.MARKETING if is_inbound else errand_of(reasons).purpose,
        why_now="Because: they rang us." if is_inbound else _why(reasons, reason, at, is_override=is_override),
        lease_token=token,
        opened_at=at,
    )


def _why(reasons: list[Reason], reason: str, at: dt.datetime, *, is_override: bool) -> str:
    """What the queue would have said; against its order, what the operator said."""
    if is_override or not reasons:
        return f"Taken by hand: {reason}"
    return why_now([each.cause for each in reasons], at=at)


@transaction.atomic
def put_back(*, call_id: int, token: int, reason: str, by: User, at: dt.datetime) -> Call:
    """Give the card up without an outcome; the reason is kept and the entry comes up again in a while, before what it
    is due by.

    Twice is once. Raises LeaseLost and ReasonMissing. A card that was skipped is not a call in any figure.
    """
    refuse_card_numbers(reason, field="reason")
    if not reason.strip():
        raise ReasonMissing("Say why you put this customer back; your colleague reads it.", field="reason")
    card = lock_card(call_id)
    if not card.call.is_open and card.call.coordinator_id == by.pk:
        return card.call
    check_holds(card, token=token, by=by, at=at)
    Call.objects.filter(pk=call_id).update(ended_at=at, outcome_words=reason)
    if card.entry is not None:
        due_at = soonest_due(card.entry, at=at)
        QueueEntry.objects.filter(pk=card.entry.pk).update(ready_at=back_at(due_at, at=at))
    release(card, at=at)
    keep_override(kind=OverrideKind.PUT_BACK, call=card.call, words=reason, by=by, at=at)
    said = f"Put back without a call: {reason}"
    record_event(customer_id=card.call.customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)
    card.call.ended_at, card.call.outcome_words = at, reason
    return card.call
