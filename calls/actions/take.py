"""Opening a customer against the order of the queue, and putting a card back into it."""

import datetime as dt

from django.db import transaction

from calls.actions.claim import open_card, sit_down
from calls.actions.lease import check_holds, lock_card, release, take
from calls.actions.reasons import contact_for, line_for, reasons_of
from calls.models import Call, Lease, QueueEntry
from calls.rules.refusals import CardOpen, CustomerHeld, ReasonMissing
from calls.rules.vocabulary import Direction
from customers.actions import record_event
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from staff.models import User

# A card put back comes up again for somebody after this, so that the next press of Next brings another.
PUT_BACK_WAIT = dt.timedelta(minutes=30)


@transaction.atomic
def take_customer(*, customer_id: int, operator: User, direction: Direction, reason: str, at: dt.datetime) -> Call:
    """Open a customer found by look-up: they rang us, or `reason` says why they go before the queue.

    Whoever has that card open already gets it back. Raises CustomerHeld, CardOpen, and ReasonMissing for an outbound
    call without one. Whether they may be rung is asked at the dial, as always. Locks operator, entry and lease.
    """
    refuse_card_numbers(reason, field="reason")
    if direction == Direction.OUTBOUND and not reason.strip():
        raise ReasonMissing("Say why this customer goes before the queue.", field="reason")
    sit_down(operator, at=at)
    card = open_card(operator)
    if card is not None and card.customer_id == customer_id:
        return card
    if card is not None:
        raise CardOpen(customer=card.customer.name)
    entry = QueueEntry.objects.select_for_update(no_key=True).open().filter(customer=customer_id).first()
    token = take(customer_id=customer_id, entry_id=entry.pk if entry else None, holder=operator, at=at)
    if token is None:
        held = Lease.objects.select_related("holder").get(customer=customer_id)
        raise CustomerHeld(holder=str(held.holder), until=held.until_at)
    reasons = reasons_of(entry) if entry else []
    line = line_for(customer_id, reasons)
    return Call.objects.create(
        customer_id=customer_id,
        entry=entry,
        coordinator=operator,
        line=line,
        contact=contact_for(reasons, line),
        direction=direction,
        why_now="Because: they rang us." if direction == Direction.INBOUND else f"Taken by hand: {reason}",
        lease_token=token,
        opened_at=at,
    )


@transaction.atomic
def put_back(*, call_id: int, token: int, reason: str, by: User, at: dt.datetime) -> Call:
    """Give the card up without an outcome; the reason is kept and the entry comes up again after PUT_BACK_WAIT.

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
        QueueEntry.objects.filter(pk=card.entry.pk).update(ready_at=at + PUT_BACK_WAIT)
    release(card, at=at)
    said = f"Put back without a call: {reason}"
    record_event(customer_id=card.call.customer_id, kind=EventKind.CALL, sentence=said, by=by, at=at)
    card.call.ended_at, card.call.outcome_words = at, reason
    return card.call
