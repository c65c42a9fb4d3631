"""An earlier order once more."""

from datetime import datetime

from django.db import transaction

from orders.actions.draft import locked_draft, open_draft, quantities_of
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


@transaction.atomic
def copy_to_draft(*, from_id: int, by: User, at: datetime) -> list[str]:
    """The same onto the draft of its customer, opened when there is none. Raises OrderRefused for a closed account."""
    customer_id = Order.objects.values_list("customer", flat=True).get(pk=from_id)
    draft = open_draft(customer_id=customer_id, by=by, at=at)
    return copy_order(order_id=draft.pk, from_id=from_id, by=by, at=at)
