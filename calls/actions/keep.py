"""Opening the card of a promise from the list of promises."""

import datetime as dt

from django.db import transaction

from calls.actions.take import take_customer
from calls.models import Call, Callback
from calls.rules.promise import Promise, when
from calls.rules.vocabulary import Direction
from staff.models import User
from staff.rules import Refusal


class NotYetDue(Refusal):
    """They were told a later time; ringing before it goes against the order of the queue, and asks why."""


@transaction.atomic
def keep_promise(*, callback_id: int, operator: User, at: dt.datetime) -> Call:
    """The card of the customer to whom this open promise was made, its own or a colleague's. Twice is the same card.

    Raises NotYetDue before its time, CustomerHeld and CardOpen as with any customer, Callback.DoesNotExist when it is
    done already. Locks operator, entry and lease.
    """
    callback = Callback.objects.open().get(pk=callback_id)
    said = when(Promise(callback.window_from, callback.window_until, callback.is_exact))
    if callback.window_from > at:
        raise NotYetDue(f"They expect our call {said}. To ring before, say why they go before the queue.")
    return take_customer(
        customer_id=callback.customer_id,
        operator=operator,
        direction=Direction.OUTBOUND,
        reason=f"promised {said}",
        at=at,
        is_override=False,
    )
