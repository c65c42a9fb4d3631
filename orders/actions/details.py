"""Who orders, when it is delivered, their own number and the note: kept one by one, as typed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from customers.rules.card_numbers import refuse_card_numbers
from orders.actions.draft import locked_draft
from orders.models import Order
from orders.rules.details import Detail, DetailsRefused, check_length, check_nobody_else_answered
from orders.rules.order import OrderRefused
from staff.models import User
from staff.rules import Refusal

COLUMNS = {
    "ordered_by": "ordered_by_id",
    "delivery_on": "delivery_on",
    "purchase_order_number": "purchase_order_number",
    "note": "note",
}


def save_details(*, order_id: int, typed: Mapping[str, Detail], by: User, at: datetime) -> Order:
    """Keeps what was typed of `ordered_by`, `delivery_on`, `purchase_order_number` and `note`.

    What they must be is asked when it is confirmed. The version stays: it counts what is read back, the lines and their
    prices. Asked twice it is done once. Locks the order. Raises DetailsRefused for what may not stand; the others are
    kept.
    """
    with transaction.atomic():
        order = locked_draft(order_id)
        refused = write_details(order, typed, at=at)
    # After the transaction, so that what is as it should be stays.
    if refused:
        raise DetailsRefused(refused)
    return order


def write_details(order: Order, typed: Mapping[str, Detail], *, at: datetime) -> dict[str, Refusal]:
    """The same for a draft that is locked, inside the caller's transaction; what is refused, by field.

    Refused are card numbers, a text that is too long, a person of another customer, and with DetailMoved what another
    window has answered since the page was drawn.
    """
    refused: dict[str, Refusal] = {}
    changed = []
    for field, detail in typed.items():
        try:
            _check(order, field, detail)
        except Refusal as refusal:
            refused[field] = refusal
            continue
        if getattr(order, COLUMNS[field]) != detail.value:
            setattr(order, COLUMNS[field], detail.value)
            changed.append(field)
    if changed:
        order.edited_at = at
        order.save(update_fields=[*changed, "edited_at"])
    return refused


def _check(order: Order, field: str, detail: Detail) -> None:
    if isinstance(detail.value, str):
        refuse_card_numbers(detail.value, field=field)
        check_length(detail.value, field=field)
    if isinstance(detail.value, int) and not order.customer.contacts.filter(pk=detail.value).exists():
        raise OrderRefused("This person is not at this customer.", field=field)
    stands = getattr(order, COLUMNS[field])
    person = order.ordered_by.name if field == "ordered_by" and order.ordered_by else ""
    check_nobody_else_answered(stands, detail, field=field, person=person)
