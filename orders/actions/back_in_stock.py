"""Tells those who asked for a product when we had none that it is here again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import CharField, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from customers.models import Message, ServiceTask
from customers.rules.vocabulary import CustomerStatus
from orders.actions.hand_out import hand_out_stock
from orders.actions.news import promise_back_in_stock
from orders.models import LostDemand, OrderLine
from orders.rules.vocabulary import UnsoldReason

# Who asked longer ago has found it elsewhere.
ASKED_WITHIN = timedelta(days=90)
MOST_PER_RUN = 200
KEY = "back-in-stock-"


def tell_back_in_stock(*, at: datetime) -> int:
    """Promise the letters, or calls, that are due; returns how many. Asking twice, or many at once, tells each once.

    Orders that wait for a product get it first. A customer hears of a product once for their last asking, each in a
    transaction of its own, so that a crash in between leaves the rest to the next run.
    """
    hand_out_stock(at=at)
    waiting = _waiting(at)
    for asked in waiting:
        assert asked.product is not None, "only products are looked for"  # noqa: S101  for the type checker
        free = asked.product.stock_free
        promise_back_in_stock(
            customer_id=asked.customer_id,
            product=asked.product,
            fact_key=f"{KEY}{asked.pk}",
            available=f"{free:,} {'pack' if free == 1 else 'packs'} free",
            first_to=None,
            at=at,
        )
    return len(waiting)


def _waiting(at: datetime) -> Sequence[LostDemand]:
    """Their last asking for each product that was short, is there in that quantity, and was not bought since."""
    asked = LostDemand.objects.filter(reason=UnsoldReason.SHORT, asked_at__gt=at - ASKED_WITHIN)
    last = asked.order_by().values("customer", "product").annotate(last=Max("pk")).values("last")
    there = asked.filter(
        Q(product__stock_free__gte=Coalesce(F("quantity"), Value(1))),
        pk__in=last,
        product__ended_at=None,
        customer__status=CustomerStatus.ACTIVE,
    )
    return list(_not_settled(there).select_related("product").order_by("asked_at", "pk")[:MOST_PER_RUN])


def _not_settled(asked: QuerySet[LostDemand]) -> QuerySet[LostDemand]:
    key = Concat(Value(KEY), Cast(OuterRef("pk"), CharField()))
    told = Exists(Message.objects.filter(key=key)) | Exists(ServiceTask.objects.filter(key=key))
    bought = OrderLine.objects.filter(
        order__customer=OuterRef("customer"),
        product=OuterRef("product"),
        order__confirmed_at__gt=OuterRef("asked_at"),
        order__cancelled_at=None,
    )
    return asked.filter(~told, ~Exists(bought))
