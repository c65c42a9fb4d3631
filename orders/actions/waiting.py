"""Which orders wait for goods, in the order in which they are served, and what is kept for them."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from orders.models import Order, OrderLine, OrderRevision
from orders.rules.life import IN_THE_WAREHOUSE

ASKED = F("quantity") - Coalesce(F("fulfilment__given_up"), 0) - Coalesce(F("fulfilment__allocated"), 0)


def waiting_orders() -> QuerySet[Order]:
    """Those that the warehouse may have and that their customers do not query, the earliest delivery first.

    Of one day the order that was confirmed first. Held ones reserve when they are released, queried ones are held.
    """
    queried = OrderRevision.objects.queried().filter(order=OuterRef("pk"))
    orders = Order.objects.in_motion().filter(~Exists(queried), state__in=IN_THE_WAREHOUSE, delivery_on__isnull=False)
    return orders.order_by("delivery_on", "confirmed_at", "pk")


def waiting_lines() -> QuerySet[OrderLine]:
    """Lines that lack packs, `asked` of them."""
    return OrderLine.objects.annotate(asked=ASKED).filter(asked__gt=0)


def kept_for_others(order: Order, products: Iterable[int]) -> dict[int, int]:
    """The packs of each product that are kept for orders served before this one; one statement.

    A draft comes after all of its day, without a day after all. Exact while the products are locked, because whoever
    reserves or gives back locks them.
    """
    before = waiting_orders().exclude(pk=order.pk).order_by()
    if order.delivery_on is not None:
        before = before.filter(Q(delivery_on__lt=order.delivery_on) | Q(_sooner(order), delivery_on=order.delivery_on))
    lines = waiting_lines().filter(order__in=before, product__in=set(products)).order_by()
    return dict(lines.values("product").annotate(packs=Sum("asked")).values_list("product", "packs"))


def _sooner(order: Order) -> Q:
    if order.confirmed_at is None:
        return Q()
    return Q(confirmed_at__lt=order.confirmed_at) | Q(confirmed_at=order.confirmed_at, pk__lt=order.pk)
