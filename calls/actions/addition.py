"""Adds what is typed in a call to an order that the customer has open, as a new revision of it."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from calls.actions.lease import Card, check_holds, lock_card
from calls.models import Call
from customers.models import Address
from orders.actions import Amendment, Wanted, amend_order, drop_draft, preview_amendment
from orders.actions.draft import locked_draft
from orders.models import DeskPrice, Order, OrderLine
from orders.rules.change import joined_notes
from orders.rules.delivery import say_date
from orders.rules.order import OrderRefused
from promotions.rules import HandPrice
from staff.models import User


def preview_addition(*, call_id: int, order_id: int, seen_version: int, by: User, at: dt.datetime) -> Amendment:
    """What `add_on_call` would bring; nothing is kept. Raises the same refusals, but not LeaseLost."""
    call = Call.objects.get(pk=call_id)
    draft = _draft(call.customer_id)
    wanted = wanted_with(draft, order_id)
    shown = preview_amendment(order_id=order_id, wanted=wanted, seen_version=seen_version, by=by, at=at)
    goes_to = Order.objects.select_related("address").get(pk=order_id).address
    return replace(shown, questions=(*_left_behind(draft, wanted, goes_to), *shown.questions))


@transaction.atomic
def add_on_call(
    *, call_id: int, token: int, order_id: int, seen_version: int, agreed: str, by: User, at: dt.datetime
) -> Order:
    """Put the lines of the draft onto an open order of the customer, tell them the difference, and empty the draft.

    `seen_version` is the open order's when the difference was shown, `agreed` names the difference that was read back
    to them. Twice is once: the draft is empty then. Locks the card, the draft, then what amending locks. Raises
    LeaseLost and what amending refuses.
    """
    card = lock_card(call_id)
    check_holds(card, token=token, by=by, at=at)
    draft = _draft(card.call.customer_id)
    if card.call.order_id == order_id and not (draft and _lines(draft)):
        return Order.objects.get(pk=order_id)
    return _add(card, draft, order_id, seen_version, agreed, by, at)


def _add(
    card: Card, draft: Order | None, order_id: int, seen_version: int, agreed: str, by: User, at: dt.datetime
) -> Order:
    if draft is not None:
        # First, as whoever confirms it does, and nothing is typed into it until it is empty.
        locked_draft(draft.pk)
    wanted = wanted_with(draft, order_id)
    order = amend_order(order_id=order_id, wanted=wanted, seen_version=seen_version, agreed=agreed, by=by, at=at)
    if draft is not None:
        drop_draft(order_id=draft.pk, by=by, at=at)
    Call.objects.filter(pk=card.call.pk, order=None).update(order=order)
    return order


def wanted_with(draft: Order | None, order_id: int) -> Wanted:
    """The order as it would be with the lines of the draft more, with the prices, notes and substitutes of these.

    Raises OrderRefused for a draft that is empty or made of a quote, Order.DoesNotExist for an order of somebody else.
    """
    lines = _lines(draft) if draft else []
    if draft is None or not lines:
        raise OrderRefused("There is nothing to add. Type a quantity first.")
    if draft.quoted is not None:
        raise OrderRefused(
            f"These lines are of quote {draft.quoted.quote.number}. Confirm them as an order of its own, so that the "
            "quoted prices hold."
        )
    order = Order.objects.get(pk=order_id, customer=draft.customer_id)
    stands = {line.product_id: line for line in _lines(order)}
    quantities = {product: line.quantity for product, line in stands.items()}
    notes = {}
    for line in lines:
        quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
        if line.note:
            known = stands.get(line.product_id)
            notes[line.product_id] = joined_notes(known.note if known else "", line.note)
    return Wanted(
        quantities,
        order.delivery_on,
        order.purchase_order_number,
        joined_notes(order.note, draft.note, sep="\n"),
        prices=_by_hand(draft),
        line_notes=notes,
        instead_of={line.product_id: line.instead_of_id for line in lines if line.instead_of_id is not None},
    )


def _left_behind(draft: Order | None, wanted: Wanted, goes_to: Address | None) -> list[str]:
    """What was typed for the draft and the open order has otherwise, in words."""
    said = []
    number, day = (draft.purchase_order_number.strip(), draft.delivery_on) if draft else ("", None)
    if draft and draft.address and goes_to and draft.address != goes_to:
        said.append(f"It was typed for {draft.address.in_one_line}; this order goes to {goes_to.in_one_line}.")
    if number and number != wanted.purchase_order_number.strip():
        has = wanted.purchase_order_number.strip() or "none"
        said.append(f"Their number {number} was typed; this order has {has} and keeps it.")
    if day is not None and wanted.delivery_on is not None and day != wanted.delivery_on:
        said.append(f"Delivery on {say_date(day)} was chosen; this order goes on {say_date(wanted.delivery_on)}.")
    return [f"{words} Ask whether that is right, or make it an order of its own." for words in said]


def _draft(customer_id: int) -> Order | None:
    return Order.objects.drafts().filter(customer=customer_id).select_related("quoted__quote", "address").first()


def _lines(order: Order) -> list[OrderLine]:
    return list(order.lines.filter(is_gift=False).order_by("position", "pk"))


def _by_hand(draft: Order) -> dict[int, HandPrice | None]:
    rows = DeskPrice.objects.filter(order=draft)
    return {row.product_id: HandPrice(row.unit_price, row.reason) for row in rows if row.unit_price is not None}
