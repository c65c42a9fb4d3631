"""Stamps an order as it was confirmed, so that a later change can be shown as a difference."""

from datetime import datetime
from typing import TypedDict

from customers.models import Message
from orders.models import Order, OrderRevision
from staff.models import User


class StampedLine(TypedDict):
    """One line as it was confirmed; money as text with its places."""

    product: int
    code: str
    name: str
    quantity: int
    unit_price: str
    net_total: str
    is_gift: bool


def stamped_lines(order: Order) -> list[StampedLine]:
    rows = order.lines.select_related("product").order_by("is_gift", "position", "pk")
    return [
        {
            "product": row.product_id,
            "code": row.product.code,
            "name": row.product.name,
            "quantity": row.quantity,
            "unit_price": str(row.unit_price),
            "net_total": str(row.net_total),
            "is_gift": row.is_gift,
        }
        for row in rows
    ]


def stamp(
    order: Order, *, version: int, changes: list[str], message: Message | None, by: User, at: datetime
) -> OrderRevision:
    """Keeps what is confirmed now as the order's current revision; call it where the order is locked.

    `version` is the one that was read back.
    """
    return OrderRevision.objects.create(
        order=order,
        number=order.revision,
        version=version,
        made_by=by,
        made_at=at,
        lines=stamped_lines(order),
        delivery_on=order.delivery_on,
        deliver_to=order.address.in_one_line if order.address else "",
        purchase_order_number=order.purchase_order_number,
        note=order.note,
        gross_total=order.gross_total,
        changes=changes,
        message=message,
    )
