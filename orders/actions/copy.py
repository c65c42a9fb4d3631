"""An earlier order once more."""

from datetime import datetime

from django.db import transaction

from orders.actions.draft import locked_draft, quantities_of
from orders.actions.repricing import reprice
from orders.models import Order, OrderLine
from staff.models import User


@transaction.atomic
def copy_order(*, order_id: int, from_id: int, by: User, at: datetime) -> list[str]:
    """Adds the lines of an order of the same customer to their draft, at today's prices; the names of what is left out.

    A product that stands on the draft keeps its quantity, so that twice is once. What has left the range, and what the
    earlier order was given, stays out. Locks the draft. Raises Order.DoesNotExist for an order of another customer.
    """
    draft = locked_draft(order_id)
    earlier = Order.objects.placed().get(pk=from_id, customer=draft.customer_id)
    stands = quantities_of(draft)
    wanted: dict[int, int] = {}
    left_out = []
    rows = OrderLine.objects.filter(order=earlier, is_gift=False).select_related("product").order_by("position", "pk")
    for row in rows:
        if row.product.ended_at is not None:
            left_out.append(row.product.name)
        elif row.product_id not in stands:
            wanted[row.product_id] = wanted.get(row.product_id, 0) + row.quantity
    if wanted:
        reprice(draft, stands | wanted, at)
    return left_out
