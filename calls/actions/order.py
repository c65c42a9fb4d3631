"""The order that is typed, read back and confirmed on the call page, by whoever holds the customer."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.db import transaction

from calls.actions.lease import check_holds, hold_on, lock_card
from calls.models import Call, Offer
from calls.rules.pad import Details, Noted
from calls.rules.vocabulary import OfferState
from orders import actions as orders
from orders.actions import confirm_order, save_details
from orders.actions.line_note import set_line_note
from orders.actions.repricing import Also, Worked
from orders.models import Order
from orders.reports.duplicate import twin
from orders.rules.duplicate import OrderedAlready
from orders.rules.order import Typed
from staff.models import User


@transaction.atomic
def type_quantities(
    *,
    call_id: int,
    token: int,
    typed: Sequence[Typed],
    by: User,
    at: dt.datetime,
    noted: Sequence[Noted] = (),
    also: Also | None = None,
) -> Worked:
    """Set what was typed into the customer's draft, opened with the first quantity; typing keeps the lease.

    All or nothing, notes to lines too; the same again is done once. Answers with all that was worked out; `also` names
    further products whose prices the page wants to know. Raises LeaseLost and what `set_quantity` and `set_line_note`
    refuse.
    """
    lease = hold_on(call_id=call_id, token=token, by=by, at=at)
    worked = orders.type_quantities(customer_id=lease.customer_id, typed=typed, by=by, at=at, also=also)
    for line in noted:
        set_line_note(order_id=worked.order.pk, product_id=line.product_id, note=line.note, was=line.was, by=by, at=at)
    return worked


@transaction.atomic
def keep_details(
    *, call_id: int, token: int, order_id: int, details: Details, seen_version: int, by: User, at: dt.datetime
) -> int:
    """Keep who orders, the delivery and their number as typed; the version that has now been seen.

    That is the order's new one, unless another window changed it since the read-back: then it stays `seen_version`,
    and confirming asks for another read-back. Locks card and order. Raises LeaseLost and what `save_details` refuses.
    """
    card = lock_card(call_id)
    check_holds(card, token=token, by=by, at=at)
    order = Order.objects.select_for_update().get(pk=order_id, customer=card.call.customer_id)
    if not order.is_draft:
        return seen_version
    kept = save_details(
        order_id=order_id,
        ordered_by_id=details.ordered_by_id,
        delivery_on=details.delivery_on,
        purchase_order_number=details.purchase_order_number,
        note=details.note,
        by=by,
        at=at,
    )
    return kept.version if order.version == seen_version else seen_version


def confirm_on_call(
    *,
    call_id: int,
    token: int,
    order_id: int,
    details: Details,
    seen_version: int,
    by: User,
    at: dt.datetime,
    again: bool = False,
    shown_short: Mapping[int, int] | None = None,
) -> Order:
    """Confirm the customer's order with these details and tie it to the call. Twice, or twice at once, is one order.

    Three transactions: the details stay though the order is refused, so do prices that have moved, and a crash after
    the confirmation is made good by confirming again. Raises OrderedAlready for the same goods as earlier that day,
    unless it is meant `again`; LeaseLost, what `confirm_order` refuses, and Order.DoesNotExist for an order of another
    customer.
    """
    seen = keep_details(
        call_id=call_id, token=token, order_id=order_id, details=details, seen_version=seen_version, by=by, at=at
    )
    if not again:
        _check_not_again(order_id, at)
    order = confirm_order(order_id=order_id, seen_version=seen, shown_short=shown_short, by=by, at=at)
    _tie(call_id, order, at)
    return order


def _check_not_again(order_id: int, at: dt.datetime) -> None:
    order = Order.objects.get(pk=order_id)
    earlier = twin(order, at) if order.is_draft else None
    if earlier is not None:
        raise OrderedAlready(earlier)


@transaction.atomic
def _tie(call_id: int, order: Order, at: dt.datetime) -> None:
    """The promotions that the order used were bought unprompted, where the ledger has no answer yet. Locks the card."""
    call = lock_card(call_id).call
    Call.objects.filter(pk=call_id, order=None).update(order=order)
    answered = call.offers.values("promotion_version__promotion")
    used = (
        order.promotions.filter(uses__gt=0).exclude(version__promotion__in=answered).values_list("version", flat=True)
    )
    unprompted = [
        Offer(call_id=call_id, promotion_version_id=version, state=OfferState.BOUGHT_UNPROMPTED, answered_at=at)
        for version in used
    ]
    Offer.objects.bulk_create(unprompted, ignore_conflicts=True)
