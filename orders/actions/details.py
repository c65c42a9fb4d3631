"""Who orders, where and when it is delivered, their own number and the note: kept one by one, as typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from customers.rules.card_numbers import refuse_card_numbers
from orders.actions.address import check_address
from orders.actions.draft import locked_draft, quantities_of
from orders.actions.repricing import reprice
from orders.models import Order
from orders.rules.details import (
    COLUMN_OF,
    Detail,
    DetailConfirmed,
    DetailsRefused,
    check_length,
    check_nobody_else_answered,
)
from orders.rules.order import OrderRefused
from staff.models import User
from staff.rules import Refusal


@dataclass(frozen=True, slots=True)
class Kept:
    """What was refused, by field; and in words which prices are others since the order goes elsewhere."""

    refused: Mapping[str, Refusal]
    moved: str = ""


def save_details(*, order_id: int, typed: Mapping[str, Detail], by: User, at: datetime) -> Order:
    """Keeps what was typed of `ordered_by`, `address`, `delivery_on`, `purchase_order_number` and `note`.

    What they must be is asked when it is confirmed. The version stays, unless the order costs something else where it
    goes now: it counts what is read back, the lines and their prices. Asked twice it is done once. Locks the order.
    Raises DetailsRefused for what may not stand; the others are kept.
    """
    with transaction.atomic():
        order = locked_draft(order_id)
        refused = write_details(order, typed, at=at).refused
    # After the transaction, so that what is as it should be stays.
    if refused:
        raise DetailsRefused(refused)
    return order


def write_details(order: Order, typed: Mapping[str, Detail], *, at: datetime) -> Kept:
    """The same for a draft that is locked, inside the caller's transaction.

    Refused are card numbers, a text that is too long, a person or an address of another customer, an address to which
    nothing goes any more, and with DetailMoved what another window has answered since the page was drawn.
    """
    refused: dict[str, Refusal] = {}
    changed = []
    for field, detail in typed.items():
        try:
            _check(order, field, detail)
        except Refusal as refusal:
            refused[field] = refusal
            continue
        if getattr(order, COLUMN_OF[field]) != detail.value:
            setattr(order, COLUMN_OF[field], detail.value)
            changed.append(field)
    if changed:
        order.edited_at = at
        order.save(update_fields=[*changed, "edited_at"])
    return Kept(refused, reprice(order, quantities_of(order), at) if "address" in changed else "")


def not_confirmed_with(order: Order, typed: Mapping[str, Detail]) -> dict[str, Refusal]:
    """Of an order that is no draft any more: what is otherwise on it than was typed, by field."""
    return {
        field: DetailConfirmed(stands, field=field, name=_name(order, field), number=order.number)
        for field, detail in typed.items()
        if (stands := getattr(order, COLUMN_OF[field])) != detail.value
    }


def _check(order: Order, field: str, detail: Detail) -> None:
    stands = getattr(order, COLUMN_OF[field])
    if isinstance(detail.value, str):
        refuse_card_numbers(detail.value, field=field)
        check_length(detail.value, field=field)
    elif field == "address" and isinstance(detail.value, int) and detail.value != stands:
        check_address(order.customer_id, detail.value)
    elif field == "ordered_by" and isinstance(detail.value, int):
        _check_is_there(order, detail.value)
    check_nobody_else_answered(stands, detail, field=field, name=_name(order, field))


def _check_is_there(order: Order, contact_id: int) -> None:
    if not order.customer.contacts.filter(pk=contact_id).exists():
        raise OrderRefused("This person is not at this customer.", field="ordered_by")


def _name(order: Order, field: str) -> str:
    """Of the person or the address that stands, as another window is told."""
    if field == "ordered_by" and order.ordered_by:
        return order.ordered_by.name
    return order.address.in_one_line if field == "address" and order.address else ""
