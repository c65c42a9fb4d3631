"""Mechanics on several units together: buy some get some, several for one price, a bundle of named products."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import ClassVar

from promotions.rules.deals import Deal, Part, Run, Ware, one_more, to_fill, total_ticks, total_units
from promotions.rules.each import percent_of
from promotions.rules.money import TICKS_IN_A_PENNY, half_up, say_percent, say_pounds, ticks
from promotions.rules.price import PriceBook, say_more
from promotions.rules.vocabulary import Mechanic

ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

# What so many groups of these units save together, in pence.
Saved = Callable[[Sequence[Part], int], int]


@dataclass(frozen=True, slots=True)
class BuyGetFree:
    """Buy some, get some free: groups from the dearest units down, the cheapest of each group are free."""

    mechanic: ClassVar[Mechanic] = Mechanic.BUY_GET_FREE
    products: frozenset[int]
    buy: int
    get: int

    def words(self) -> str:
        return f"buy {self.buy} get {self.get} free"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        def saved(group: Sequence[Part], times: int) -> int:
            given = sum([units * price for units, price in cheapest(group, self.get)])
            return half_up(given * times, TICKS_IN_A_PENNY)

        return group_deals([(runs, self.buy + self.get)], limit, saved)

    def why_not(self, runs: Sequence[Run]) -> str:
        return short_of(runs, self.buy + self.get) or "these units cost nothing"

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        return reward_hint(free, self.buy, self.get, "free", book)

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        return to_fill(free, self.buy + self.get, ware)


@dataclass(frozen=True, slots=True)
class BuyGetAt:
    """Buy some, get the cheapest of each group at a price or at % off: exactly one of the two is set."""

    mechanic: ClassVar[Mechanic] = Mechanic.BUY_GET_AT
    products: frozenset[int]
    buy: int
    get: int
    price: Decimal | None = None
    percent: Decimal | None = None

    def words(self) -> str:
        return f"buy {self.buy} get {self.get} {self.reward()}"

    def reward(self) -> str:
        if self.price is not None:
            return f"at {say_pounds(self.price)}"
        return f"at {say_percent(self.percent or Decimal(0))} off"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        return group_deals([(runs, self.buy + self.get)], limit, self._saved_at(self.price))

    def _saved_at(self, price: Decimal | None) -> Saved:
        asked, percent = ticks(price or Decimal(0)), Decimal(100) if price is not None else self.percent
        off = percent_of(percent or Decimal(0))

        def saved(group: Sequence[Part], times: int) -> int:
            return off(sum([units * max(0, own - asked) for units, own in cheapest(group, self.get)]), times)

        return saved

    def why_not(self, runs: Sequence[Run]) -> str:
        return short_of(runs, self.buy + self.get) or f"one {self.reward()} would not be cheaper than normal"

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        is_cheaper = free and free[-1].price > ticks(self.price or Decimal(0))
        return reward_hint(free, self.buy, self.get, self.reward(), book) if is_cheaper else ""

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        return to_fill(free, self.buy + self.get, ware)


@dataclass(frozen=True, slots=True)
class GroupFor:
    """So many for one price, mix and match: the dearest first; a group that would cost more is left alone."""

    mechanic: ClassVar[Mechanic] = Mechanic.GROUP_FOR
    products: frozenset[int]
    size: int
    price: Decimal

    def words(self) -> str:
        return f"{self.size} for {say_pounds(self.price)}"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        return group_deals([(runs, self.size)], limit, below(self.price))

    def why_not(self, runs: Sequence[Run]) -> str:
        return short_of(runs, self.size) or f"{self.words()} would not be cheaper than normal"

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        if total_units(free) != self.size - 1 or total_ticks(free) + free[-1].price <= ticks(self.price):
            return ""
        return f"{one_more(free, book)}: {self.words()}"

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        return to_fill(free, self.size, ware)


@dataclass(frozen=True, slots=True)
class BundleItem:
    product: int
    quantity: int


@dataclass(frozen=True, slots=True)
class BundleFor:
    """Named products together for one price; a bundle that would cost more is left alone."""

    mechanic: ClassVar[Mechanic] = Mechanic.BUNDLE_FOR
    items: tuple[BundleItem, ...]
    price: Decimal

    @property
    def products(self) -> frozenset[int]:
        return frozenset(item.product for item in self.items)

    def words(self) -> str:
        return f"together for {say_pounds(self.price)}"

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        piles = [([run for run in runs if run.product_id == item.product], item.quantity) for item in self.items]
        return group_deals(piles, limit, below(self.price))

    def why_not(self, runs: Sequence[Run]) -> str:
        if self.missing(runs):
            return "not all of its products are here in the quantity it asks"
        return f"{self.words()} would not be cheaper than normal"

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        missing = self.missing(free)
        if len(missing) != 1 or missing[0].product not in book.products:
            return ""
        product = book.products[missing[0].product]
        return f"{say_more(missing[0].quantity)} {product.name}: {self.words()}"

    def next_step(self, free: Sequence[Run], ware: Ware) -> Mapping[int, int]:
        lacking = {item.product: item.quantity for item in self.missing(free)}
        return lacking if ware.product_id in lacking else {}

    def missing(self, runs: Sequence[Run]) -> list[BundleItem]:
        """What the first bundle still lacks."""
        short = []
        for item in self.items:
            held = sum(run.units for run in runs if run.product_id == item.product)
            if held < item.quantity:
                short.append(BundleItem(item.product, item.quantity - held))
        return short


def below(price: Decimal) -> Saved:
    """What groups save when each costs `price` together."""
    asked = ticks(price)
    return lambda group, times: half_up(max(0, total_ticks(group) - asked) * times, TICKS_IN_A_PENNY)


def group_deals(piles: Sequence[tuple[Sequence[Run], int]], limit: int, saved: Saved) -> list[Deal]:
    """A deal for each different group, as often as it repeats; a group holds `size` units of each (runs, size).

    Groups come dearest first, so the first that saves nothing is the last that could.
    """
    deals: list[Deal] = []
    left = min(limit, *[total_units(runs) // size for runs, size in piles])
    stacks = [(list(reversed(runs)), size) for runs, size in piles] if left else []
    while left:
        fronts = [first_units(stack, size) for stack, size in stacks]
        times = min(left, *[_repeats(stack, front) for (stack, _), front in zip(stacks, fronts, strict=True)])
        group = list(chain.from_iterable(fronts))
        saving = saved(group, times)
        if not saving:
            break
        parts = group if times == 1 else [Part(lot, units * times, price) for lot, units, price in group]
        deals.append(Deal(tuple(parts), saving, times))
        for (stack, _), front in zip(stacks, fronts, strict=True):
            _remove(stack, front, times)
        left -= times
    return deals


def first_units(stack: Sequence[Run], size: int) -> list[Part]:
    """The first `size` units, from the end of the stack where the dearest are."""
    group = []
    for lot, _, price, held, _ in reversed(stack):
        units = min(held, size)
        group.append(Part(lot, units, price))
        size -= units
        if not size:
            break
    return group


def cheapest(group: Sequence[Part], count: int) -> list[tuple[int, int]]:
    """The last `count` units of a group that is sorted dearest first, as so many at a price."""
    last = []
    for _, held, price in reversed(group):
        units = min(held, count)
        last.append((units, price))
        count -= units
        if not count:
            break
    return last


def short_of(runs: Sequence[Run], size: int) -> str:
    units = total_units(runs)
    return f"it starts at {size}, here {'is' if units == 1 else 'are'} {units}" if units < size else ""


def reward_hint(free: Sequence[Run], buy: int, get: int, reward: str, book: PriceBook) -> str:
    """What is said when all that must be bought is there: "one more case: third one free"."""
    missing = buy + get - total_units(free)
    if not 0 < missing <= get:
        return ""
    size = buy + get
    which = str(get) if get > 1 else f"{ORDINALS[size] if size < len(ORDINALS) else f'{size}th'} one"
    return f"{one_more(free, book, missing)}: {which} {reward}"


def _repeats(stack: Sequence[Run], group: Sequence[Part]) -> int:
    """All but the last run of a mixed group are used up by it, so it repeats only when it comes from one run."""
    return stack[-1].units // group[0].units if len(group) == 1 else 1


def _remove(stack: list[Run], group: Sequence[Part], times: int) -> None:
    for part in group:
        run = stack.pop()
        left = run.units - part.units * times
        if left:
            stack.append(run.but(left))
