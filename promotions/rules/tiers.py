"""The mechanic that takes more off the more is bought: tiers on quantity or on value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from promotions.rules.deals import Deal, Run, Ware, one_more, to_reach, total_ticks, total_units
from promotions.rules.each import deals_on_each, percent_of
from promotions.rules.money import TICKS_IN_A_POUND, money, say_percent, say_pounds
from promotions.rules.price import PriceBook, is_near
from promotions.rules.vocabulary import Mechanic, TierBasis


@dataclass(frozen=True, slots=True)
class Step:
    """From this many units, or pounds of value, so many per cent off all of them."""

    at_least: Decimal
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Tiers:
    """The highest step reached counts for every unit; the steps rise in both figures."""

    mechanic: ClassVar[Mechanic] = Mechanic.TIERS
    products: frozenset[int]
    basis: TierBasis
    steps: tuple[Step, ...]

    def words(self) -> str:
        return ", ".join(f"{self.say_step(step)}+ {say_percent(step.percent)} off" for step in self.steps)

    def say_step(self, step: Step) -> str:
        return say_pounds(step.at_least) if self.basis == TierBasis.VALUE else f"{step.at_least:f}"

    def reached(self, runs: Sequence[Run]) -> Decimal:
        """What counts towards the steps: units, or pounds before promotions, to the penny."""
        if self.basis == TierBasis.QUANTITY:
            return Decimal(total_units(runs))
        return money(Decimal(total_ticks(runs)) / TICKS_IN_A_POUND)

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        reached = self.reached(runs)
        percents = [step.percent for step in self.steps if step.at_least <= reached]
        return deals_on_each(runs, limit, percent_of(percents[-1])) if percents else []

    def why_not(self, runs: Sequence[Run]) -> str:
        reached = self.reached(runs)
        here = say_pounds(reached) if self.basis == TierBasis.VALUE else f"{reached:f}"
        return f"it starts at {self.say_step(self.steps[0])}, here is {here}"

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        reached = self.reached([*free, *own])
        for step in self.steps:
            if step.at_least > reached:
                return self._hint_of(step, step.at_least - reached, [*free, *own], book)
        return ""

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        reached = self.reached(free)
        missing = next((step.at_least - reached for step in self.steps if step.at_least > reached), None)
        if missing is None:
            return {}
        if self.basis == TierBasis.QUANTITY:
            return {ware.product_id: max(ware.usual, int(missing))}
        return to_reach(int(missing * TICKS_IN_A_POUND), ware)

    def _hint_of(self, step: Step, missing: Decimal, runs: Sequence[Run], book: PriceBook) -> str:
        off = f"{say_percent(step.percent)} off"
        if self.basis == TierBasis.QUANTITY:
            near = is_near(int(missing), int(step.at_least))
            return f"{one_more(runs, book, int(missing))}: {off}" if near else ""
        near = is_near(int(missing * 100), int(step.at_least * 100))
        return f"{say_pounds(missing)} more: {off}" if near else ""
