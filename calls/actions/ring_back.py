"""Returning a missed call or a message: their card in one press."""

import datetime as dt

from django.db import transaction

from calls.actions.claim import sit_down
from calls.actions.place import locked_place, settle_place
from calls.actions.take import take_customer
from calls.models import Call, MissedContact, QueueReason
from calls.rules import rank
from calls.rules.refusals import NothingOpen
from calls.rules.schedule import london_day
from calls.rules.vocabulary import Direction, Level
from customers.rules.calendar import LONDON
from staff.models import User


@transaction.atomic
def ring_back(*, missed_id: int, operator: User, at: dt.datetime) -> Call:
    """The card of whoever rang us, as a call about theirs and with the number they rang from. Twice is the same card.

    It goes before nothing that was promised: they wait for it, so it is no override. Raises NothingOpen when a
    colleague was quicker, nobody knows who it was or their account is closed, CustomerHeld, CardOpen. Locks operator,
    entry, lease and numbers.
    """
    missed = MissedContact.objects.select_related("customer").get(pk=missed_id)
    if missed.closed_at is not None:
        raise NothingOpen(f"This is done: {missed.closed_because}.")
    if missed.customer is None:
        raise NothingOpen("Nobody knows who that was. Say who it was, then ring them back.")
    if missed.customer.is_closed:
        raise NothingOpen("Their account is closed, so nobody rings them. Close the call with a reason.")
    sit_down(operator, at=at)
    if not Call.objects.open().filter(customer=missed.customer, coordinator=operator, stashed_at=None).exists():
        _give_place(missed, missed.customer.pk, at)
    rang = f"{missed.arrived_at.astimezone(LONDON):%a %H:%M}"
    return take_customer(
        customer_id=missed.customer.pk,
        operator=operator,
        direction=Direction.OUTBOUND,
        reason=f"they rang us {rang} and wait for our call",
        at=at,
        is_override=False,
    )


def _give_place(missed: MissedContact, customer_id: int, at: dt.datetime) -> None:
    """What the filling will do when it is nearer to its time: the reason says what the call is about."""
    place = {
        "level": Level.BREACHING,
        "rank": rank.breaching(missed.due_at),
        "pool_at": at,
        "ready_at": at,
        "due_at": missed.due_at,
    }
    entry = locked_place(customer_id, opened_at=at, **place)
    if not QueueReason.objects.filter(entry=entry, missed=missed).exists():
        QueueReason.objects.update_or_create(missed=missed, due_on=london_day(at), defaults=place | {"entry": entry})
        settle_place(entry, at=at)
