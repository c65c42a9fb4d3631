"""Where an order goes: the address that was chosen, else the usual one."""

from customers.models import Address
from customers.rules.vocabulary import AddressKind
from orders.rules.address import Goes, check_goes


def usual_address(customer_id: int) -> int | None:
    """The first address of theirs that goods go to; None when they have none."""
    return Address.objects.for_deliveries().filter(customer=customer_id).values_list("pk", flat=True).first()


def check_address(customer_id: int, address_id: int) -> Address:
    """The address, when goods may go there. Raises OrderRefused for one that is not theirs or was ended."""
    found = Address.objects.filter(pk=address_id, customer=customer_id, kind=AddressKind.DELIVERY).first()
    check_goes(_goes(found) if found else None)
    assert found is not None, "refused otherwise"  # noqa: S101  for the type checker
    return found


def check_still_goes_there(address: Address | None) -> None:
    """Raises OrderRefused for an address that was ended since it was chosen."""
    if address is not None:
        check_goes(_goes(address))


def _goes(address: Address) -> Goes:
    return Goes(address.in_one_line, address.ended_at is not None)
