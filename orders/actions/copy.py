"""An earlier order once more."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from orders.actions.draft import locked_draft, open_draft, quantities_of
from orders.actions.repricing import reprice
from orders.models import Order, OrderLine
from orders.rules.pack import rounded_up
from staff.models import User


@dataclass(frozen=True, slots=True)
class Copied:
    """What could not be copied as it was: names of what has left the range, and sentences on numbers not sold."""

    left_out: tuple[str, ...] = ()
    rounded: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All of it in sentences; empty when the copy is as the order was."""
        gone = (f"No longer in the range: {', '.join(self.left_out)}.",) if self.left_out else ()
        return " ".join((*gone, *self.rounded))


@transaction.atomic
def copy_order(*, order_id: int, from_id: int, by: User, at: datetime) -> Copied:
    """Adds the lines of an order of the same customer to their draft, at today's prices.

    A product that stands on the draft keeps its quantity, so that twice is once. An empty draft goes where the earlier
    order went, while goods go there. What has left the range, and what the
    earlier order was given, stays out; a number that is not sold becomes the next that is. Locks the draft. Raises
    Order.DoesNotExist for an order of another customer.
    """
    draft = locked_draft(order_id)
    earlier = Order.objects.placed().select_related("address").get(pk=from_id, customer=draft.customer_id)
    stands = quantities_of(draft)
    if not stands and earlier.address is not None and earlier.address.ended_at is None:
        draft.address = earlier.address
    wanted: dict[int, int] = {}
    sold, left_out = {}, []
    rows = OrderLine.objects.filter(order=earlier, is_gift=False).select_related("product").order_by("position", "pk")
    for row in rows:
        if row.product.ended_at is not None:
            left_out.append(row.product.name)
        elif row.product_id not in stands:
            wanted[row.product_id] = wanted.get(row.product_id, 0) + row.quantity
            sold[row.product_id] = row.product
    packs, rounded = rounded_up(wanted, sold)
    if packs:
        reprice(draft, stands | packs, at)
    return Copied(tuple(left_out), rounded)


@transaction.atomic
def copy_to_draft(*, from_id: int, by: User, at: datetime) -> Copied:
    """The same onto the draft of its customer, opened when there is none. Raises OrderRefused for a closed account."""
    customer_id = Order.objects.values_list("customer", flat=True).get(pk=from_id)
    draft = open_draft(customer_id=customer_id, by=by, at=at)
    return copy_order(order_id=draft.pk, from_id=from_id, by=by, at=at)
