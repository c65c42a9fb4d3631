"""What to say first when an order is read back: where it is unlike this customer."""

from dataclasses import dataclass
from decimal import Decimal

from orders.rules.usual import Habit, is_unusual
from promotions.rules.money import say_pounds


@dataclass(frozen=True, slots=True)
class Pack:
    """What one unit of a line is: a case of 12; each is 1."""

    unit: str
    pieces: int


EACH = Pack("each", 1)


def differences(
    quantity: int, unit_price: Decimal, habit: Habit | None, *, pack: Pack = EACH, instead_of: str = ""
) -> tuple[str, ...]:
    """What is new, unusual or priced otherwise about a line, each in words; empty when it is as always."""
    said = [f"Substitute: instead of {instead_of}."] if instead_of else []
    said += quantity_questions(quantity, habit, pack=pack)
    if habit is None:
        return (*said, "New for them.")
    if unit_price != habit.last_price:
        said.append(f"Price changed: {say_pounds(habit.last_price)} last time, {say_pounds(unit_price)} today.")
    return tuple(said)


def quantity_questions(quantity: int, habit: Habit | None, *, pack: Pack = EACH) -> list[str]:
    """Whether the quantity may be meant otherwise: pieces instead of packs, or unlike this customer."""
    said = []
    if may_mean_pieces(quantity, pack, habit):
        said.append(
            f"Each or {pack.unit}? {quantity} × {pack.unit} of {pack.pieces} are {quantity * pack.pieces:,} pieces; "
            f"{quantity} pieces are {quantity // pack.pieces} × {pack.unit}."
        )
    if habit is not None and is_unusual(quantity, habit):
        spread = f"{habit.least}" if habit.least == habit.most else f"{habit.least} to {habit.most}"
        said.append(f"Unusual quantity: they usually take {habit.usual} ({spread} in {habit.times} orders).")
    return said


def may_mean_pieces(quantity: int, pack: Pack, habit: Habit | None) -> bool:
    """Whole packs' worth of pieces, and more packs than they ever took: they may have said pieces."""
    if pack.pieces == 1 or quantity % pack.pieces:
        return False
    return habit is None or quantity > habit.most
