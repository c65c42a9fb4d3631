"""What a confirmed order takes of each promotion's allocation and caps, and gives back when it is cancelled."""

from collections import Counter
from collections.abc import Sequence

from django.db.models import Sum

from orders.models import LinePromotion, Order, OrderPromotion
from orders.rules.credited import uses_back
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
        more[promotion_of[version]] -= row.uses - row.uses_given_back
    take_uses(customer_id=order.customer_id, uses=more)
    OrderPromotion.objects.bulk_create(
        [_row(order, use) for use in uses],
        update_conflicts=True,
        unique_fields=["order", "version"],
        update_fields=["uses", "uses_given_back", "saving_total", "delivery_saving"],
    )
    taken = [use.version_id for use in uses]
    OrderPromotion.objects.filter(order=order).exclude(version__in=taken).update(
        uses=0, uses_given_back=0, saving_total=0, delivery_saving=0
    )


def release_uses(order: Order) -> None:
    """Gives back all that a locked order has taken. Asked twice it is done once. Locks the promotions."""
    settle(order, [])


def give_back_credited(order: Order) -> None:
    """Gives back the uses of the packs of a locked order that are credited or will not follow.

    A promotion's packs are those that took part in it; where none is known, all that was asked for. Asked twice it is
    done once. Locks the promotions.
    """
    rows = list(OrderPromotion.objects.filter(order=order).select_related("version"))
    parts = LinePromotion.objects.filter(line__order=order).less_credits().order_by().values("version")
    took = {
        version: (packs, packs - kept)
        for version, packs, kept in parts.annotate(packs=Sum("quantity"), left=Sum("kept")).values_list(
            "version", "packs", "left"
        )
    }
    asked = order.lines.filter(is_gift=False).aggregate(packs=Sum("quantity"), credited=Sum("credited_quantity"))
    more: Counter[int] = Counter()
    for row in rows:
        packs, credited = took.get(row.version_id, (asked["packs"], asked["credited"]))
        back = uses_back(row.uses, packs, credited)
        more[row.version.promotion_id] += row.uses_given_back - back
        row.uses_given_back = back
    take_uses(customer_id=order.customer_id, uses=more)
    OrderPromotion.objects.bulk_update(rows, ["uses_given_back"])


def _row(order: Order, use: PromotionUse) -> OrderPromotion:
    return OrderPromotion(
        order=order,
        version_id=use.version_id,
        uses=use.uses,
        saving_total=use.saving,
        delivery_saving=use.delivery_saving,
    )
