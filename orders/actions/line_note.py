"""A note to one line of a draft, printed with it."""

from datetime import datetime

from django.db import transaction

from customers.rules.card_numbers import refuse_card_numbers
from orders.actions.draft import locked_draft
from orders.models import Order, OrderLine
from orders.rules.change import LONGEST_NOTE
from orders.rules.order import NoteMoved, OrderRefused
from staff.models import User


@transaction.atomic
def set_line_note(*, order_id: int, product_id: int, note: str, was: str | None, by: User, at: datetime) -> Order:
    """Keeps the note as typed; `was` is what the screen showed, None does not ask. Asked twice it is done once.

    Locks the order. Raises CardNumberFound, NoteMoved when another window wrote a third text, OrderRefused where
    nothing of the product is on the order.
    """
    refuse_card_numbers(note, field="note")
    if len(note) > LONGEST_NOTE:
        words = f"A note to a line has at most {LONGEST_NOTE} letters. This one has {len(note)}."
        raise OrderRefused(words, field="note")
    order = locked_draft(order_id)
    line = OrderLine.objects.filter(order=order, product=product_id, is_gift=False).first()
    if line is None:
        raise OrderRefused("Type a quantity first, then the note to it.", field="note")
    if was is not None and line.note not in (was, note):
        raise NoteMoved(line.note)
    if line.note != note:
        OrderLine.objects.filter(pk=line.pk).update(note=note)
        Order.objects.filter(pk=order.pk).update(edited_at=at)
    return order
