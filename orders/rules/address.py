"""Where an order may go."""

from dataclasses import dataclass

from orders.rules.order import OrderRefused


@dataclass(frozen=True, slots=True)
class Goes:
    """An address as its record stands: in words, and whether goods still go there."""

    words: str
    is_ended: bool


def check_goes(to: Goes | None) -> None:
    """Raises OrderRefused, at its field, for an address of somebody else (None) and for one that was ended."""
    if to is None:
        raise OrderRefused("This is no address of theirs. Choose one of the list.", field="address")
    if to.is_ended:
        raise OrderRefused(f"Nothing goes to {to.words} any more. Choose another address.", field="address")
