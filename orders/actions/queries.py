"""Queries by the link in a letter: what a customer says is wrong keeps their order back until it is settled."""

from datetime import datetime

from django.db import transaction

from orders.actions.draft import locked_order
from orders.actions.holds import place_hold
from orders.models import OrderRevision
from orders.rules.vocabulary import HoldKind


def hold_queried(*, at: datetime) -> int:
    """Holds each order of which a letter that says what it holds was queried, with their words; returns how many.

    Of an order that is picked already only the call is left, which the query asked for. One order a transaction; asked
    twice, or twice at once, each letter holds its order once, and what was released stays released.
    """
    waiting = OrderRevision.objects.queried().order_by("order", "pk").values_list("order", flat=True).distinct()
    return sum(_hold(order_id, at) for order_id in waiting)


@transaction.atomic
def _hold(order_id: int, at: datetime) -> int:
    """Looks again once the order is locked: it may have been picked or cancelled, or held by another worker."""
    order = locked_order(order_id)
    letters = OrderRevision.objects.queried().filter(order=order).select_related("message").order_by("pk")
    queried = [revision.message for revision in letters if revision.message is not None]
    for message in queried:
        said = f"They query it: {message.answer_words.strip()}"
        place_hold(order, HoldKind.QUERY, said, by=None, message=message, at=at)
    return bool(queried)
