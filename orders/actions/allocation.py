"""What a confirmed order takes of each promotion's allocation and caps, and gives back when it is cancelled."""

from collections import Counter
from collections.abc import Sequence

from orders.models import Order, OrderPromotion
from promotions.actions import take_uses
from promotions.models import PromotionVersion
from promotions.rules import PromotionUse


def settle(order: Order, uses: Sequence[PromotionUse]) -> None:
    """Makes a locked order have taken just these uses; only what is more or less than before moves.

    Asked twice it is done once. Locks the promotions. Raises AllocationGone when more is wanted than is left.
    """
    rows = {row.version_id: row for row in OrderPromotion.objects.filter(order=order)}
    promotion_of = dict(PromotionVersion.objects.filter(pk__in=rows).values_list("pk", "promotion"))
    more = Counter({use.promotion_id: 0 for use in uses})
    for use in uses:
        more[use.promotion_id] += use.uses
    for version, row in rows.items():
        more[promotion_of[version]] -= row.uses
    take_uses(customer_id=order.customer_id, uses=more)
    OrderPromotion.objects.bulk_create(
        [_row(order, use) for use in uses],
        update_conflicts=True,
        unique_fields=["order", "version"],
        update_fields=["uses", "saving_total", "delivery_saving"],
    )
    taken = [use.version_id for use in uses]
    OrderPromotion.objects.filter(order=order).exclude(version__in=taken).update(
        uses=0, saving_total=0, delivery_saving=0
    )


def release_uses(order: Order) -> None:
    """Gives back all that a locked order has taken. Asked twice it is done once. Locks the promotions."""
    settle(order, [])


def _row(order: Order, use: PromotionUse) -> OrderPromotion:
    return OrderPromotion(
        order=order,
        version_id=use.version_id,
        uses=use.uses,
        saving_total=use.saving,
        delivery_saving=use.delivery_saving,
    )
