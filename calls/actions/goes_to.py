"""Where an order that is begun in a call goes."""

from django.db.models import Subquery

from calls.models import Call, Occurrence
from customers.models import Address


def address_of(call_id: int) -> int | None:
    """The address of the scheduled call that brought the customer up; None where it names none, or an ended one.

    Of several, the one with the first cut-off for which nothing is ordered yet. One statement.
    """
    entry = Subquery(Call.objects.filter(pk=call_id).values("entry"))
    first = Occurrence.objects.behind(entry).values("schedule__address")[:1]
    return Address.objects.for_deliveries().filter(pk=Subquery(first)).values_list("pk", flat=True).first()
