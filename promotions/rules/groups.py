"""Mechanics on several units together: buy some get some, several for one price, a bundle of named products."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from promotions.rules.deals import Deal, Part, Run, Ware, one_more, to_fill, total_ticks, total_units
from promotions.rules.money import TICKS_IN_A_PENNY, say_percent, say_pounds, ticks, whole
from promotions.rules.price import PriceBook, say_more
from promotions.rules.vocabulary import Mechanic

ORDINALS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


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
        def saved(group: Sequence[Part]) -> Decimal:
            return Decimal(sum(part.price * part.units for part in cheapest(group, self.get)))

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

    def saved_on(self, price: int) -> Decimal:
        """Ticks saved on one unit of this price."""
        if self.price is not None:
            return Decimal(max(0, price - ticks(self.price)))
        return price * (self.percent or Decimal(0)) / 100

    def deals(self, runs: Sequence[Run], limit: int) -> list[Deal]:
        def saved(group: Sequence[Part]) -> Decimal:
            return sum((self.saved_on(part.price) * part.units for part in cheapest(group, self.get)), Decimal(0))

        return group_deals([(runs, self.buy + self.get)], limit, saved)

    def why_not(self, runs: Sequence[Run]) -> str:
        return short_of(runs, self.buy + self.get) or f"one {self.reward()} would not be cheaper than normal"

    def hint(self, free: Sequence[Run], own: Sequence[Run], book: PriceBook) -> str:
        worth_it = free and self.saved_on(free[-1].price) > 0
        return reward_hint(free, self.buy, self.get, self.reward(), book) if worth_it else ""

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


Pile = tuple[Sequence[Run], int]
Saved = Callable[[Sequence[Part]], Decimal]


def below(price: Decimal) -> Saved:
    """What a group saves, in ticks, when it costs `price` together."""
    asked = ticks(price)
    return lambda group: Decimal(sum(part.price * part.units for part in group) - asked)


def group_deals(piles: Sequence[Pile], limit: int, saved: Saved) -> list[Deal]:
    """A deal for each different group, as often as it repeats; `saved(group)` answers in ticks.

    Groups come dearest first, so the first that saves nothing is the last that could.
    """
    deals = []
    for group, times in repeated_groups(piles, limit):
        saving = whole(saved(group) * times / TICKS_IN_A_PENNY)
        if saving <= 0:
            break
        deals.append(Deal(tuple(Part(lot, units * times, price) for lot, units, price in group), saving, times))
    return deals


def repeated_groups(piles: Sequence[Pile], limit: int) -> Iterator[tuple[list[Part], int]]:
    """The groups that hold `size` units from the front of each pile of (runs, size), and how often each repeats."""
    stacks = [(list(reversed(runs)), size) for runs, size in piles]
    while limit > 0 and all(total_units(stack) >= size for stack, size in stacks):
        fronts = [front(stack, size) for stack, size in stacks]
        times = min(limit, *(_repeats(stack, group) for (stack, _), group in zip(stacks, fronts, strict=True)))
        yield [part for group in fronts for part in group], times
        for (stack, _), group in zip(stacks, fronts, strict=True):
            _remove(stack, group, times)
        limit -= times


def front(stack: Sequence[Run], size: int) -> list[Part]:
    """The first `size` units, from the end of the stack where the dearest are."""
    group = []
    for run in reversed(stack):
        units = min(run.units, size)
        group.append(Part(run.lot, units, run.price))
        size -= units
        if size == 0:
            break
    return group


def cheapest(group: Sequence[Part], count: int) -> Iterator[Part]:
    """The last `count` units of a group that is sorted dearest first."""
    for part in reversed(group):
        units = min(part.units, count)
        yield part._replace(units=units)
        count -= units
        if count == 0:
            return


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
        if run.units > part.units * times:
            stack.append(run._replace(units=run.units - part.units * times))
