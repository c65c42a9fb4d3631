"""Which orders their customers query by the link in a letter, until it is settled."""

from django.db.models import Exists, OuterRef, Q

from customers.models import ServiceTask
from customers.rules.vocabulary import Answer
from orders.models import Hold


def query_stands() -> Q:
    """Orders whose letter as they stand is queried: held for it, or their customer is still to be rung about it."""
    calls = ServiceTask.objects.open().filter(message=OuterRef("acknowledgement"))
    holds = Hold.objects.standing().filter(message=OuterRef("acknowledgement"))
    return Q(acknowledgement__answer=Answer.QUERIED) & (Q(Exists(calls)) | Q(Exists(holds)))
