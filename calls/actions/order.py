"""Confirming, on the call page, the order that was read back."""

import datetime as dt

from django.db import transaction

from calls.actions.lease import check_holds, lock_card
from calls.models import Call, Offer
from calls.rules.vocabulary import OfferState
from orders.actions import confirm_order
from orders.models import Order
from staff.models import User


def confirm_on_call(*, call_id: int, token: int, order_id: int, seen_version: int, by: User, at: dt.datetime) -> Order:
    """Confirm the customer's order and tie it to the call. Twice, or twice at once, is one order.

    Raises LeaseLost, what `confirm_order` refuses, and Order.DoesNotExist for an order of somebody else. Three
    transactions: a price that moved is kept though the order is refused, and a crash after the confirmation is made
    good by pressing confirm again.
    """
    _check(call_id, token, order_id, by, at)
    order = confirm_order(order_id=order_id, seen_version=seen_version, by=by, at=at)
    _tie(call_id, order, at)
    return order


@transaction.atomic
def _check(call_id: int, token: int, order_id: int, by: User, at: dt.datetime) -> None:
    card = lock_card(call_id)
    check_holds(card, token=token, by=by, at=at)
    Order.objects.get(pk=order_id, customer=card.call.customer_id)


@transaction.atomic
def _tie(call_id: int, order: Order, at: dt.datetime) -> None:
    """The promotions that the order used were accepted, unless the ledger has an answer already."""
    Call.objects.filter(pk=call_id, order=None).update(order=order)
    used = order.lines.exclude(promotion_version=None).values_list("promotion_version", flat=True).distinct()
    Offer.objects.bulk_create(
        [
            Offer(call_id=call_id, promotion_version_id=version, state=OfferState.BOUGHT_UNPROMPTED, answered_at=at)
            for version in used
        ],
        ignore_conflicts=True,
    )
