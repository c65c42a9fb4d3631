"""The same goods twice in a day: a slip, or another order. Only the customer knows; so it is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from customers.rules.calendar import LONDON
from orders.rules.order import OrderRefused


@dataclass(frozen=True, slots=True)
class Twin:
    """An order of the same day that holds the same goods; `same` counts the products, of `lines` on the draft."""

    number: str
    confirmed_at: datetime
    same: int
    lines: int

    @property
    def sentence(self) -> str:
        goods = "All of it" if self.same == self.lines else f"{self.same} of these {self.lines} products"
        clock = f"{self.confirmed_at.astimezone(LONDON):%H:%M}"
        return f"{goods} they ordered today already, at {clock} in order {self.number}. Is this another order?"


class OrderedAlready(OrderRefused):
    """The same goods were confirmed today; `twin` is that order."""

    def __init__(self, twin: Twin) -> None:
        super().__init__(f"{twin.sentence} Ask them, and tick that it is.", field="again")
        self.twin = twin


def twin_of(wanted: Mapping[int, int], order: Mapping[int, int]) -> int:
    """How many products of a draft an order holds in the same quantity, 0 when it is fewer than half of them."""
    same = sum(order.get(product) == quantity for product, quantity in wanted.items())
    return same if 2 * same >= len(wanted) else 0
