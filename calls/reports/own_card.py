"""The card that somebody has open, so that the pages that lead away from it lead back."""

from dataclasses import dataclass

from calls.models import Call


@dataclass(frozen=True, slots=True)
class OwnCard:
    """An open call, by its customer."""

    id: int
    customer_id: int
    customer: str
    account_number: str


def own_card(user_id: int | None) -> OwnCard | None:
    """The card that is worked, not one laid aside; None for whoever has none. One statement."""
    worked = Call.objects.open().filter(coordinator=user_id, stashed_at=None).select_related("customer").first()
    if worked is None:
        return None
    return OwnCard(worked.pk, worked.customer_id, worked.customer.name, worked.customer.account_number)
