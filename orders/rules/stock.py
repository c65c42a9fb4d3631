"""What to say of a product's stock beside a quantity."""

from datetime import date
from enum import StrEnum


class StockState(StrEnum):
    FREE = "free"
    SHORT = "short"
    NONE = "none"


def stock_state(free: int, wanted: int) -> StockState:
    """Whether the packs free to sell cover what is wanted."""
    if free <= 0:
        return StockState.NONE
    return StockState.SHORT if wanted > free else StockState.FREE


def stock_words(free: int, wanted: int, due_on: date | None) -> str:
    """As in: 118 free; only 3 free, more due Thu 3 December; none, due Thu 3 December."""
    due = f"due {due_on:%a} {due_on.day} {due_on:%B}" if due_on else ""
    match stock_state(free, wanted):
        case StockState.FREE:
            return f"{free:,} free"
        case StockState.SHORT:
            return f"only {free:,} free" + (f", more {due}" if due else "")
    return f"none, {due}" if due else "none"
