"""Opening the card of a scheduled customer from the list of who is left."""

import datetime as dt

from django.db import transaction

from calls.actions.take import take_customer
from calls.models import Call, Lease, QueueEntry
from calls.rules.refusals import NothingOpen
from calls.rules.vocabulary import Direction
from customers.rules.calendar import LONDON
from staff.models import User
from staff.rules import Refusal


class NotTheirTurn(Refusal):
    """Next would not give them to this operator now; opening them all the same asks why."""


@transaction.atomic
def ring_scheduled(*, entry_id: int, operator: User, at: dt.datetime) -> Call:
    """The card of a customer who is ready and the operator's own, or anybody's by now. Twice is the same card.

    Raises NotTheirTurn while they wait for a next try, a window or their owner; CustomerHeld and CardOpen as with any
    customer; NothingOpen when a colleague was quicker. Locks operator, entry and lease.
    """
    entry = QueueEntry.objects.select_related("owner", "customer").get(pk=entry_id)
    if entry.closed_at is not None:
        raise NothingOpen(f"{entry.customer}: this call is done ({entry.get_closed_as_display().lower()}).")
    if not Lease.objects.held(at).filter(customer=entry.customer_id).exists():
        _check_turn(entry, operator, at)
    return take_customer(
        customer_id=entry.customer_id,
        operator=operator,
        direction=Direction.OUTBOUND,
        reason="scheduled, and left to ring",
        at=at,
        is_override=False,
    )


def _check_turn(entry: QueueEntry, operator: User, at: dt.datetime) -> None:
    if entry.owner_id != operator.pk and entry.pool_at > at:
        raise NotTheirTurn(
            f"{entry.customer} is with {entry.owner} until {_clock(entry.pool_at, at)}. "
            "To ring before, say why they go before the queue."
        )
    if entry.ready_at > at:
        raise NotTheirTurn(
            f"{entry.customer} comes up at {_clock(entry.ready_at, at)}. "
            "To ring before, say why they go before the queue."
        )


def _clock(moment: dt.datetime, at: dt.datetime) -> str:
    local = moment.astimezone(LONDON)
    return f"{local:%H:%M}" if local.date() == at.astimezone(LONDON).date() else f"{local:%H:%M on %A}"
