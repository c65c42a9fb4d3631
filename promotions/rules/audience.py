"""Whom a promotion is for: the segments and customers it names, by when they last bought, and who is left out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from promotions.rules.vocabulary import LastBought


@dataclass(frozen=True, slots=True)
class BuyingHabit:
    """Asked of a customer: bought in the last `days` days (London), or bought before but not in them."""

    kind: LastBought
    days: int

    def why_not(self, last_bought: date | None, today: date) -> str:
        """Why a customer who last bought on that day is not meant, in words; None: never. Empty when meant.

        >>> BuyingHabit(LastBought.WITHIN, 30).why_not(None, date(2026, 11, 24))
        'it is for who bought in the last 30 days'
        """
        recently = last_bought is not None and (today - last_bought).days <= self.days
        if self.kind == LastBought.WITHIN:
            return "" if recently else f"it is for who bought in the last {self.days} days"
        if last_bought is None:
            return "it is for who has bought before"
        return f"it is for who has not bought in the last {self.days} days" if recently else ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one customer stands to the lists of a promotion; `is_aimed` when it names anybody at all."""

    is_aimed: bool
    is_named: bool
    is_excluded: bool


def why_not_for(standing: Standing, segments: Iterable[str]) -> str:
    """Why a promotion is not for a customer by its lists; empty when it is. Who is left out is out though named."""
    if standing.is_excluded:
        return "this customer is left out of it"
    if not standing.is_aimed or standing.is_named:
        return ""
    named = " and ".join(segments)
    return f"it is for {named} only" if named else "it is for named customers only"
