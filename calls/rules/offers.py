"""What the end of a call makes of each promotion that the customer could have: exactly one state, with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from calls.rules.outcomes import is_reached
from calls.rules.vocabulary import REFUSED, OfferState, Outcome
from staff.rules import Refusal

SHOWN_AT_ONCE = 2

# What somebody answers to an offer; the rest is found out.
GIVEN = (OfferState.ACCEPTED, OfferState.DECLINED, OfferState.DEFERRED, OfferState.NOT_SUITABLE)

# Answers that become an acceptance when the order takes the promotion after all.
PUT_OFF = REFUSED | {OfferState.DEFERRED}
TAKEN = frozenset({OfferState.ACCEPTED, OfferState.BOUGHT_UNPROMPTED})

SERVICE = "A service call: nothing is offered"
REFUSED_LATELY = "Refused lately, not asked again yet"
BY_ITSELF = "Comes by itself with the size of the order"
NOT_IN_STOCK = "Nothing of it in stock"
OTHERS_FIRST = "Others were offered first"
NOT_MENTIONED = "Not mentioned"
TAKEN_OFF = "Said yes, then took it off the order"


class CallIsSaved(Refusal):
    """An offer is answered while the call is open."""

    def __init__(self) -> None:
        super().__init__("This call is saved: its offers are settled. Write a note for anything more.")


class QuantityMissing(Refusal):
    """Accepted, and not how many."""

    def __init__(self) -> None:
        super().__init__("How many packs do they take? Type a number, then Yes.", field="quantity")


class NotOnOffer(Refusal):
    """A promotion that this customer cannot have now, or a product that has no part in it."""

    def __init__(self, name: str, product: bool = False) -> None:
        what = "a product that has no part in it is not sold with it" if product else "they cannot have it now"
        super().__init__(f"{name}: {what}. Look at what there is to offer, and answer that.")


@dataclass(frozen=True, slots=True)
class Eligible:
    """A promotion that the customer could have in this call. `is_used`: their order takes it."""

    version_id: int
    is_used: bool = False
    is_refused_lately: bool = False
    is_by_itself: bool = False
    is_in_stock: bool = True


def was_buyer_reached(outcome: Outcome) -> bool:
    return is_reached(outcome) and outcome != Outcome.BUYER_ABSENT


def settled(promotion: Eligible, outcome: Outcome, *, is_service: bool, answered: int) -> tuple[OfferState, str]:
    """State and reason of a promotion that nobody answered; `answered` counts those that somebody did."""
    if promotion.is_used:
        return OfferState.BOUGHT_UNPROMPTED, ""
    if not was_buyer_reached(outcome):
        return OfferState.BUYER_NOT_REACHED, ""
    reasons: Mapping[str, bool] = {
        SERVICE: is_service,
        REFUSED_LATELY: promotion.is_refused_lately,
        BY_ITSELF: promotion.is_by_itself,
        NOT_IN_STOCK: not promotion.is_in_stock,
        OTHERS_FIRST: answered >= SHOWN_AT_ONCE,
    }
    return OfferState.NOT_OFFERED, next((words for words, holds in reasons.items() if holds), NOT_MENTIONED)
