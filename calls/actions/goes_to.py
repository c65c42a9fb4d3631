"""Where an order that is begun in a call goes."""

from django.db.models import Exists, OuterRef, Subquery

from calls.models import Call, Occurrence
from customers.models import Address
from orders.models import Order


def address_of(call_id: int) -> int | None:
    """The address of the scheduled call that brought the customer up; None where it names none, or an ended one.

    Of several, the one with the first cut-off for which nothing is ordered yet. One statement.
    """
    entry = Subquery(Call.objects.filter(pk=call_id).values("entry"))
    ordered = Order.objects.placed().filter(address=OuterRef("schedule__address"), delivery_on=OuterRef("delivery_on"))
    asked = Occurrence.objects.behind(entry).annotate(is_ordered=Exists(ordered))
    first = asked.order_by("is_ordered", "cut_off_at", "pk").values("schedule__address")[:1]
    return Address.objects.for_deliveries().filter(pk=Subquery(first)).values_list("pk", flat=True).first()
