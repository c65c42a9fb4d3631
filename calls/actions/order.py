"""The order that is typed, read back and confirmed on the call page, by whoever holds the customer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from django.db import transaction

from calls.actions.goes_to import address_of
from calls.actions.lease import check_holds, hold_on, lock_card
from calls.actions.notes import words_kept
from calls.models import Call, Offer
from calls.rules.pad import Noted
from calls.rules.vocabulary import OfferState
from customers.models import Address, Contact
from orders import actions as orders
from orders.actions import confirm_order
from orders.actions.delivery import delivery_terms
from orders.actions.details import Kept, not_confirmed_with, write_details
from orders.actions.line_note import set_line_note
from orders.actions.repricing import Also, Worked
from orders.models import Order
from orders.reports.duplicate import twin
from orders.rules.delivery import check_delivery_date
from orders.rules.details import Detail, DetailsRefused, say_answers
from orders.rules.duplicate import OrderedAlready
from orders.rules.order import Typed, at_line
from promotions.models import Product
from promotions.rules.promotion import london_day
from staff.models import User
from staff.rules import Refusal


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
    further products whose prices the page wants to know. Raises LeaseLost, with what was typed in the notes of the
    call, and what `set_quantity` and `set_line_note` refuse.
    """
    with words_kept(partial(_said, typed, noted), call_id=call_id, by=by, at=at), transaction.atomic():
        worked = add_quantities(call_id=call_id, token=token, typed=typed, by=by, at=at, also=also)
        for line in noted:
            noting = partial(set_line_note, order_id=worked.order.pk, product_id=line.product_id, by=by, at=at)
            with at_line(line.product_id):
                noting(note=line.note, was=line.was)
    return worked


def add_quantities(
    *, call_id: int, token: int, typed: Sequence[Typed], by: User, at: dt.datetime, also: Also | None = None
) -> Worked:
    """The same for quantities alone, inside the caller's transaction: nothing is kept when the lease is lost."""
    lease = hold_on(call_id=call_id, token=token, by=by, at=at)
    goes_to = partial(address_of, call_id)
    return orders.type_quantities(customer_id=lease.customer_id, typed=typed, by=by, at=at, also=also, goes_to=goes_to)


def _said(typed: Sequence[Typed], noted: Sequence[Noted]) -> str:
    every = {*(line.product_id for line in typed), *(line.product_id for line in noted)}
    names = dict(Product.objects.filter(pk__in=every).values_list("pk", "name"))
    packs = [f"{line.quantity} × {names[line.product_id]}" for line in typed if line.product_id in names]
    return "; ".join(packs + [f"{names[one.product_id]}: “{one.note}”" for one in noted if one.product_id in names])


def keep_details(
    *, call_id: int, token: int, order_id: int, typed: Mapping[str, Detail], by: User, at: dt.datetime
) -> str:
    """Keep who orders, the address, the delivery, their number and the note as typed, each by itself.

    Answers in words which prices are others since the order goes elsewhere. Locks card and order. Raises LeaseLost, the
    answers then stand in the notes of the call, and DetailsRefused for what may not stand, a day without a delivery
    among it; the others are kept. An order that is no draft any more stays as it is: what it has otherwise is refused.
    """
    with words_kept(partial(_answers, typed), call_id=call_id, by=by, at=at), transaction.atomic():
        card = lock_card(call_id)
        check_holds(card, token=token, by=by, at=at)
        orders_of = Order.objects.select_for_update(of=("self",)).select_related("customer")
        order = orders_of.get(pk=order_id, customer=card.call.customer_id)
        kept = _keep(order, typed, at) if order.is_draft else Kept(not_confirmed_with(order, typed))
    # After the transaction, so that what is as it should be stays.
    if kept.refused:
        raise DetailsRefused(kept.refused)
    return kept.moved


def _answers(typed: Mapping[str, Detail]) -> str:
    answers = {field: detail.value for field, detail in typed.items()}
    orderer = answers.get("ordered_by")
    if isinstance(orderer, int):
        answers["ordered_by"] = Contact.objects.filter(pk=orderer).values_list("name", flat=True).first()
    address = answers.get("address")
    if isinstance(address, int):
        answers["address"] = str(Address.objects.filter(pk=address).first() or "")
    return say_answers(answers)


def _keep(order: Order, typed: Mapping[str, Detail], at: dt.datetime) -> Kept:
    """The day comes last: whether there is one is asked of where the order goes."""
    kept = write_details(order, {field: typed[field] for field in typed if field != "delivery_on"}, at=at)
    if "delivery_on" not in typed:
        return kept
    return replace(kept, refused={**kept.refused, **_keep_day(order, typed["delivery_on"], at)})


def _keep_day(order: Order, chosen: Detail, at: dt.datetime) -> Mapping[str, Refusal]:
    """What stands already is not asked here: a cut-off may have passed since, and confirming asks."""
    if isinstance(chosen.value, dt.date) and chosen.value != order.delivery_on:
        days = delivery_terms(order.customer, at, address_id=order.address_id).days
        try:
            check_delivery_date(chosen.value, days, today=london_day(at), at=at)
        except Refusal as refusal:
            return {"delivery_on": refusal}
    return write_details(order, {"delivery_on": chosen}, at=at).refused


def confirm_on_call(
    *,
    call_id: int,
    token: int,
    order_id: int,
    typed: Mapping[str, Detail],
    seen_version: int,
    by: User,
    at: dt.datetime,
    again: bool = False,
    shown_short: Mapping[int, int] | None = None,
) -> Order:
    """Confirm the customer's order with these details and tie it to the call. Twice, or twice at once, is one order.

    Three transactions: the details stay though the order is refused, so do prices that have moved, and a crash after
    the confirmation is made good by confirming again. Raises DetailsRefused; OrderedAlready for the same goods as in
    another order, unless it is meant `again`; LeaseLost, what `confirm_order` refuses, and Order.DoesNotExist for an
    order of another customer.
    """
    keep_details(call_id=call_id, token=token, order_id=order_id, typed=typed, by=by, at=at)
    if not again:
        _check_not_again(order_id, at)
    order = confirm_order(order_id=order_id, seen_version=seen_version, shown_short=shown_short, by=by, at=at)
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
