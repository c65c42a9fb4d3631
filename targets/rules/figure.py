"""A figure that can say what it is: numerator, denominator, period and n."""

from dataclasses import dataclass
from decimal import Decimal

from promotions.rules.money import say_percent, say_pounds


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the desk. Without a denominator it is an amount, with one a share of it; n is what was counted."""

    name: str
    numerator: Decimal
    denominator: Decimal | None
    period: str
    n: int
    definition: str
    is_money: bool = False

    @property
    def share(self) -> Decimal | None:
        """None when there is nothing to take a share of."""
        return self.numerator / self.denominator if self.denominator else None

    def value(self) -> str:
        """The large words: an amount, or a share; a dash where there is nothing to share."""
        if self.denominator is None:
            return self.say(self.numerator)
        return "–" if self.share is None else say_percent(Decimal(round(self.share * 100)))

    def basis(self) -> str:
        """The small words under it: what it is of, or how many it counts."""
        if self.denominator is None:
            return self.period
        return f"{self.say(self.numerator)} of {self.say(self.denominator)}, {self.period}"

    def say(self, amount: Decimal) -> str:
        return say_pounds(amount) if self.is_money else f"{amount:,.0f}"
