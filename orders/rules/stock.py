"""What to say of a product's stock beside a quantity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from orders.rules.order import ReadBackAgain


class StockState(StrEnum):
    FREE = "free"
    SHORT = "short"
    NONE = "none"


def stock_state(free: int, wanted: int) -> StockState:
    """Whether the packs free to sell cover what is wanted."""
    if free <= 0:
        return StockState.NONE
    return StockState.SHORT if wanted > free else StockState.FREE


def packs_for(free: int, *, kept: int, had: int = 0) -> int:
    """What an order may take of the packs that are free: those it `had` itself, and what is not `kept` for others."""
    own = max(0, min(free, had))
    return own + max(0, free - own - kept)


@dataclass(frozen=True, slots=True)
class StockAsked:
    """What an order asks of a product, and what of it is free to sell."""

    name: str
    wanted: int
    free: int
    due_on: date | None

    @property
    def is_short(self) -> bool:
        return stock_state(self.free, self.wanted) != StockState.FREE

    @property
    def words(self) -> str:
        """As in: Tea: only 3 free, more due Thu 3 Dec."""
        return f"{self.name}: {stock_words(self.free, self.wanted, self.due_on)}"

    @property
    def told(self) -> str:
        """As the customer reads it at the line: 3 in stock, the others expected Thu 3 December."""
        when = f"expected {_say(self.due_on)}" if self.due_on else "to follow"
        return f"{self.free:,} in stock, the others {when}" if self.free > 0 else f"not in stock, {when}"


def check_stock_as_shown(asked: Mapping[int, StockAsked], shown: Mapping[int, int]) -> None:
    """Raises ReadBackAgain when less is free, by product, than the read-back said.

    `shown` are the packs it showed as free of what it showed as short; of the rest there was enough.
    """
    gone = [one for product, one in asked.items() if max(0, one.free) < min(one.wanted, shown.get(product, one.wanted))]
    if gone:
        said = "; ".join(one.words for one in gone)
        raise ReadBackAgain(f"Stock has gone since it was read back. {said}. Read it back again.")


def stock_words(free: int, wanted: int, due_on: date | None) -> str:
    """As in: 118 free; only 3 free, more due Thu 3 Dec; none, due Thu 3 Dec."""
    due = f"due {due_on:%a} {due_on.day} {due_on:%b}" if due_on else ""
    match stock_state(free, wanted):
        case StockState.FREE:
            return f"{free:,} free"
        case StockState.SHORT:
            return f"only {free:,} free" + (f", more {due}" if due else "")
    return f"none, {due}" if due else "none"


def _say(day: date) -> str:
    return f"{day:%a} {day.day} {day:%B}"
