"""Opening the card of a promise from the list of promises."""

import datetime as dt

from django.db import transaction

from calls.actions.at_desk import is_at_desk
from calls.actions.take import take_customer
from calls.models import Call, Callback, DeskSettings
from calls.rules.promise import Promise, when
from calls.rules.rank import promise_shared_from
from calls.rules.refusals import PromiseDone
from calls.rules.vocabulary import Direction
from customers.rules.calendar import LONDON
from staff.models import User
from staff.rules import Refusal


class GoesBefore(Refusal):
    """Ringing now goes against the order of the queue, and asks why."""


@transaction.atomic
def keep_promise(*, callback_id: int, operator: User, at: dt.datetime) -> Call:
    """The card of the customer to whom this open promise was made, its own or a colleague's. Twice is the same card.

    Raises GoesBefore before its time, and for a colleague's promise while they are in and have had no grace;
    CustomerHeld and CardOpen as with any customer, PromiseDone when a colleague was quicker. Locks operator, entry and
    lease.
    """
    callback = Callback.objects.select_related("owner").get(pk=callback_id)
    if callback.closed_at is not None:
        raise PromiseDone(f"This promise is done: {callback.closed_because}.")
    said = when(Promise(callback.window_from, callback.window_until, callback.is_exact))
    if not Call.objects.open().filter(customer=callback.customer_id, coordinator=operator, stashed_at=None).exists():
        _check_turn(callback, said, operator, at)
    return take_customer(
        customer_id=callback.customer_id,
        operator=operator,
        direction=Direction.OUTBOUND,
        reason=f"promised {said}",
        at=at,
        is_override=False,
    )


def _check_turn(callback: Callback, said: str, operator: User, at: dt.datetime) -> None:
    if callback.window_from > at:
        raise GoesBefore(f"They expect our call {said}. To ring before, say why they go before the queue.")
    if callback.owner_id == operator.pk:
        return
    grace = DeskSettings.objects.in_force().grace
    shared_from = promise_shared_from(callback.window_from, callback.window_until, grace)
    if at < shared_from and is_at_desk(callback.owner, at):
        raise GoesBefore(
            f"{callback.owner} keeps this promise and is in. It is anybody’s from "
            f"{shared_from.astimezone(LONDON):%H:%M}; to ring before, say why."
        )
