"""The same goods twice in a day, or for one delivery: a slip, or another order. Only they know; so it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from customers.rules.calendar import LONDON
from orders.rules.order import OrderRefused


@dataclass(frozen=True, slots=True)
class Twin:
    """Another order of the same goods; `same` counts the products, of `lines` on the draft.

    `is_of_today` says that it was confirmed the same day; else it is for the same delivery.
    """

    number: str
    confirmed_at: datetime
    same: int
    lines: int
    is_of_today: bool = True

    @property
    def sentence(self) -> str:
        goods = "All of it" if self.same == self.lines else f"{self.same} of these {self.lines} products"
        then = self.confirmed_at.astimezone(LONDON)
        day = "today already," if self.is_of_today else f"for the same delivery on {then:%a} {then.day} {then:%B},"
        return f"{goods} they ordered {day} at {then:%H:%M} in order {self.number}. Is this another order?"


class OrderedAlready(OrderRefused):
    """The same goods are ordered already; `twin` is that order."""

    def __init__(self, twin: Twin) -> None:
        super().__init__(f"{twin.sentence} Ask them, and tick that it is.", field="again")
        self.twin = twin


def twin_of(wanted: Mapping[int, int], order: Mapping[int, int]) -> int:
    """How many products of a draft an order holds in the same quantity, 0 when it is fewer than half of them."""
    same = sum(order.get(product) == quantity for product, quantity in wanted.items())
    return same if 2 * same >= len(wanted) else 0
