"""Sells another product in place of one that is short."""

from datetime import datetime

from django.db import transaction

from orders.actions.draft import set_quantity
from orders.models import Order, OrderLine, Substitute
from orders.rules.order import OrderRefused
from orders.rules.pack import packs_beside
from orders.rules.substitute import Swap
from staff.models import User


@transaction.atomic
def take_substitute(*, order_id: int, swap: Swap, by: User, at: datetime) -> Order:
    """Puts so many packs of the substitute onto the draft and takes as many of the product off, never below none.

    What stays of the product is a number that is sold. Asked twice it is done once. Locks the order. Raises what
    `set_quantity` refuses.
    """
    if not swap.quantity:
        raise OrderRefused("How many packs instead? Type a number.", field="quantity")
    kept = Substitute.objects.select_related("product").filter(product=swap.product_id, substitute=swap.substitute_id)
    pair = kept.first()
    if pair is None:
        raise OrderRefused("This is not kept as a substitute for it. Find it on the pad and type how many.")
    short = pair.product
    if swap.product_was:
        left = packs_beside(short, swap.product_was - swap.quantity, was=swap.product_was, free=short.stock_free)
        set_quantity(order_id=order_id, product_id=swap.product_id, quantity=left, was=swap.product_was, by=by, at=at)
    order = set_quantity(
        order_id=order_id,
        product_id=swap.substitute_id,
        quantity=swap.substitute_was + swap.quantity,
        was=swap.substitute_was,
        by=by,
        at=at,
    )
    lines = OrderLine.objects.filter(order=order, product=swap.substitute_id, is_gift=False)
    lines.update(instead_of=swap.product_id)
    return order
