"""Mechanics that make each unit cheaper by itself: % off, £ off, a promotion price, an introduction price, a push."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from promotions.rules.deals import Deal, Part, Run, Ware, usual_packs
from promotions.rules.money import TICKS_IN_A_PENNY, half_up, say_percent, say_pounds, ticks
from promotions.rules.price import PriceBook
from promotions.rules.vocabulary import Mechanic


class OnEach:
    """One more pack is one more of the same: no step is ahead, and the next is what they usually take."""

    __slots__ = ()

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        return ""

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        return usual_packs(ware)


@dataclass(frozen=True, slots=True)
class PercentOff(OnEach):
    """So many per cent off each."""

    mechanic: ClassVar[Mechanic] = Mechanic.PERCENT_OFF
    products: frozenset[int]
    percent: Decimal

    def words(self) -> str:
        return f"{say_percent(self.percent)} off"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        return deals_on_each(runs, limit, percent_of(self.percent))

    def why_not(self, runs: Sequence[Run]) -> str:
        return "it saves less than a penny here"


@dataclass(frozen=True, slots=True)
class AmountOff(OnEach):
    """So many pounds off each, at most its price."""

    mechanic: ClassVar[Mechanic] = Mechanic.AMOUNT_OFF
    products: frozenset[int]
    amount: Decimal

    def words(self) -> str:
        return f"{say_pounds(self.amount)} off each"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        off = ticks(self.amount)
        return deals_on_each(runs, limit, lambda price, units: half_up(min(off, price) * units, TICKS_IN_A_PENNY))

    def why_not(self, runs: Sequence[Run]) -> str:
        return "it saves less than a penny here"


@dataclass(frozen=True, slots=True)
class PromotionPrice(OnEach):
    """A price for each, taken only where it is below the customer's own."""

    mechanic: ClassVar[Mechanic] = Mechanic.PROMOTION_PRICE
    products: frozenset[int]
    price: Decimal

    def words(self) -> str:
        return f"{say_pounds(self.price)} each"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        asked = ticks(self.price)
        return deals_on_each(runs, limit, lambda own, units: half_up(max(0, own - asked) * units, TICKS_IN_A_PENNY))

    def why_not(self, runs: Sequence[Run]) -> str:
        return f"its price {say_pounds(self.price)} is not below this customer's own"


@dataclass(frozen=True, slots=True)
class IntroductionPrice(PromotionPrice):
    """A promotion price for a product that this customer has never bought."""

    mechanic: ClassVar[Mechanic] = Mechanic.INTRODUCTION_PRICE

    def words(self) -> str:
        return f"{say_pounds(self.price)} each on the first purchase"


@dataclass(frozen=True, slots=True)
class Push(OnEach):
    """A preferred line, offered at its normal price."""

    mechanic: ClassVar[Mechanic] = Mechanic.PUSH
    products: frozenset[int]

    def words(self) -> str:
        return "preferred line at its normal price"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        return []

    def why_not(self, runs: Sequence[Run]) -> str:
        return "it is a push, with no change of price"


def deals_on_each(runs: Sequence[Run], limit: int, saving_of: Callable[[int, int], int]) -> list[Deal]:
    """One deal a run, the dearest units first while the limit lasts; `saving_of(price, units)` answers in pence."""
    deals = []
    for run in runs:
        units = min(run.units, run.takes, limit)
        saving = saving_of(run.price, units)
        if saving > 0:
            deals.append(Deal((Part(run.lot, units, run.price),), saving, units))
            limit -= units
    return deals


def percent_of(percent: Decimal) -> Callable[[int, int], int]:
    """A saving of this part of the units' price, half up to the penny."""
    hundredths = int(percent * 100)
    return lambda price, units: half_up(price * units * hundredths, 100 * 100 * TICKS_IN_A_PENNY)
