"""A line that costs something else than it did, though nobody typed into it: old beside new, and why."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from promotions.rules.money import say_pounds


@dataclass(frozen=True, slots=True)
class Cost:
    """What a line costs: the unit price before promotions, and what is left to pay for the line."""

    unit_price: Decimal
    net_total: Decimal

    def __str__(self) -> str:
        return f"{say_pounds(self.unit_price)} each ({say_pounds(self.net_total)})"


@dataclass(frozen=True, slots=True)
class Moved:
    """`why` names what has changed: the price in force, or the promotion that is no longer used."""

    name: str
    was: Cost
    now: Cost
    why: str

    @property
    def is_news(self) -> bool:
        """Whether it must be said at once: another price, or more to pay. A saving is seen beside the line."""
        return self.was.unit_price != self.now.unit_price or self.now.net_total > self.was.net_total

    def __str__(self) -> str:
        """The unit price is named where it is another one; what a promotion did is seen in what is left to pay."""
        was, now = str(self.was), str(self.now)
        if self.was.unit_price == self.now.unit_price:
            was, now = f"{say_pounds(self.was.net_total)} in all", say_pounds(self.now.net_total)
        return f"{self.name} was {was}, is {now}" + (f": {self.why}" if self.why else "")


def moved_words(moved: Iterable[Moved], lapsed: Collection[str] = ()) -> str:
    """All of them in one sentence, with what of the order's promotions is over; empty for none."""
    said = "; ".join(map(str, moved))
    return "; ".join([*([said] if said else []), *(words for words in lapsed if words not in said)])
