"""What each promotion did for one line of an order: its packs, its saving, and what is left to pay for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from promotions.rules import LivePromotion, PricedBasket, money
from promotions.rules.each import Push
from promotions.rules.priced import PricedLine

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class LinePart:
    """What one version did for a line: the packs that took part, what it saved on them, what is left to pay for them.

    In a reward from a spend all packs of the line take part.
    """

    version_id: int
    name: str = field(compare=False)
    quantity: int
    saving_total: Decimal
    net_total: Decimal


Parts = tuple[LinePart, ...]


def parts_of(line: PricedLine, pushed: Collection[LinePart] = ()) -> Parts:
    """The part of each version in a priced line, the dearest saving first. `pushed` are those that save nothing.

    What line promotions left to pay carries its share of what the order's rewards take off the line.
    """
    units: dict[int, int] = {}
    saved: dict[int, Decimal] = {}
    names: dict[int, str] = {}
    for saving in line.savings:
        version = saving.version_id
        units[version] = units.get(version, 0) + saving.units
        saved[version] = saved.get(version, NOTHING) + saving.amount
        names[version] = saving.name
    before_rewards = line.value - sum((saved[version] for version in saved if units[version]), NOTHING)

    def part(version: int) -> LinePart:
        if not units[version]:
            return LinePart(version, names[version], line.quantity, saved[version], line.net)
        own = max(NOTHING, line.value * units[version] / line.quantity - saved[version])
        net = min(line.net, money(own * line.net / before_rewards)) if before_rewards else NOTHING
        return LinePart(version, names[version], units[version], saved[version], net)

    return tuple(sorted([*map(part, saved), *pushed], key=lambda part: (-part.saving_total, part.version_id)))


def pushed_parts(basket: PricedBasket, promotions: Collection[LivePromotion]) -> Mapping[int, list[LinePart]]:
    """By product, the packs that count for a push of its line; of each push as many as it has uses."""
    uses = {use.version_id: use.uses for use in basket.promotions}
    found: dict[int, list[LinePart]] = {}
    for promotion in promotions:
        left = uses.get(promotion.version_id, 0) if isinstance(promotion.terms, Push) else 0
        for line in basket.lines:
            packs = min(left, line.quantity) if line.product_id in promotion.terms.products else 0
            if packs:
                left -= packs
                net = money(line.net * packs / line.quantity)
                part = LinePart(promotion.version_id, promotion.name, packs, NOTHING, net)
                found.setdefault(line.product_id, []).append(part)
    return found


def names_of(parts: Parts) -> str:
    """The promotions in a line, as in: Coffee month, £10 off the order."""
    return ", ".join(part.name for part in parts)
