"""What the mechanics of line promotions have in common: runs of units in, deals out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, Protocol

from promotions.rules.price import PriceBook, say_more
from promotions.rules.vocabulary import Mechanic

NO_LIMIT = 10**12


class Run(NamedTuple):
    """Units of one product at one price (in ticks) that count for a promotion; runs come dearest first.

    It makes at most `takes` of them cheaper.
    """

    lot: int
    product_id: int
    price: int
    units: int
    takes: int = NO_LIMIT

    def but(self, units: int) -> "Run":
        """The same with so many units."""
        return self._replace(units=units)


class Part(NamedTuple):
    """So many units of a lot that take part in a deal, and their price before it in ticks."""

    lot: int
    units: int
    price: int


class Deal(NamedTuple):
    """Units that take part together, what they save in whole pence, and how many uses of the promotion that is.

    One use is one unit that became cheaper, one group or one bundle: what caps and allocations count.
    """

    parts: tuple[Part, ...]
    saving: int
    uses: int


@dataclass(frozen=True, slots=True)
class Ware:
    """A product that may be offered: the packs they usually take, those on the order, its price in ticks at so many."""

    product_id: int
    usual: int
    held: int
    price_at: Callable[[int], int]


class LineTerms(Protocol):
    """The price terms of a promotion on named products."""

    mechanic: ClassVar[Mechanic]

    @property
    def products(self) -> frozenset[int]: ...

    def words(self) -> str:
        """What it offers, as in: 10 % off."""
        ...

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        """What it does with these units, dearest first, in at most `limit` uses; only deals that save something."""
        ...

    def why_not(self, runs: Sequence[Run]) -> str:
        """Why it does nothing with these units, in words."""
        ...

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        """What is one step away, from the units free and those it has taken already; empty when nothing is."""
        ...

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        """The packs to add by product, `ware` among them, for it to do more with the units free; empty when none would.

        At least what they usually take.
        """
        ...


def total_units(runs: Iterable[Run]) -> int:
    return sum([run.units for run in runs])


def total_ticks(runs: Iterable[Run | Part]) -> int:
    return sum([run.units * run.price for run in runs])


def usual_packs(ware: Ware) -> dict[int, int]:
    return {ware.product_id: ware.usual}


def to_fill(free: Sequence[Run], size: int, ware: Ware) -> dict[int, int]:
    """As many packs as the next group of `size` units lacks."""
    return {ware.product_id: max(ware.usual, size - total_units(free) % size)}


def to_reach(missing: int, ware: Ware) -> dict[int, int]:
    """As many packs as cost `missing` ticks more, at the price of so many; empty for what costs nothing."""
    packs = ware.usual
    while (worth := packs * ware.price_at(ware.held + packs)) < missing:
        if not worth:
            return {}
        packs = max(packs + 1, -(-missing * packs // worth))
    return {ware.product_id: packs}


def one_more(runs: Sequence[Run], book: PriceBook, count: int = 1) -> str:
    """How to ask for more of these: by the product's unit, or "of these" when there are several products."""
    from_one = len({run.product_id for run in runs}) == 1
    unit = book.products[runs[0].product_id].unit if from_one else "of these"
    return say_more(count, unit)
