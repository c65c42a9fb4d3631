"""Who may be named as having placed an order."""

from customers.models import Contact
from orders.rules.order import Orderer, check_orderer


def check_who_ordered(customer_id: int, person: Contact | None) -> None:
    """Raises OrderRefused for whoever may not, and for nobody where somebody is there; one statement."""
    may = list(Contact.objects.filter(customer=customer_id, left_at=None).values_list("may_order", flat=True))
    orderer = Orderer(person.name, person.may_order, person.left_at is not None) if person else None
    check_orderer(orderer, somebody_may=any(may), somebody_is_there=bool(may))
