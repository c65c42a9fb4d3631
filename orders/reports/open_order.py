"""The confirmed order of a customer that may still be added to."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery

from orders.actions.delivery import delivery_terms
from orders.models import Order, OrderLine
from orders.rules.delivery import DeliveryTerms
from orders.rules.life import OPEN_TO_CHANGE
from promotions.rules import london_day


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """`version` is what a change of it names."""

    id: int
    number: str
    version: int
    delivery_on: date


def open_order(customer_id: int, at: datetime) -> OpenOrder | None:
    """The newest of which nothing is picked and whose delivery has not had its cut-off; None when there is none.

    It goes where their draft goes, if they have one: what is for another address cannot be added to it.
    """
    standing = Order.objects.filter(customer=customer_id, state__in=OPEN_TO_CHANGE, delivery_on__gt=london_day(at))
    picked = OrderLine.objects.filter(order=OuterRef("pk"), fulfilment__picked__gt=0)
    drafts = Order.objects.drafts().filter(customer=customer_id)
    goes_to = standing.exclude(Exists(picked)).annotate(typed_for=Subquery(drafts.values("address")[:1]))
    there = goes_to.filter(Q(address=None) | Q(typed_for=None) | Q(address=F("typed_for")))
    terms: dict[int | None, DeliveryTerms] = {}
    for order in there.select_related("customer").order_by("-confirmed_at", "-pk"):
        if order.address_id not in terms:
            terms[order.address_id] = delivery_terms(order.customer, at, address_id=order.address_id)
        if order.delivery_on is not None and not terms[order.address_id].days.is_closed(order.delivery_on, at):
            return OpenOrder(order.pk, order.number or "", order.version, order.delivery_on)
    return None
