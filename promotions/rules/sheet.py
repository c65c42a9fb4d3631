"""The working sheet of one trial: which units promotions have taken, and what is left to pay for each lot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from promotions.rules.deals import Deal, Run
from promotions.rules.money import TICKS_IN_A_PENNY, half_up, share, ticks
from promotions.rules.price import SoldProduct, UnitPrice
from promotions.rules.promotion import LivePromotion
from promotions.rules.vocabulary import PriceKind, VatRate


@dataclass(frozen=True, slots=True)
class Lot:
    """All units of one product at one price, whichever rows they were typed on; `value` is before promotions, in pence.

    Lots, not rows, are what is rounded and what promotions take from, so a row may be split without changing a total.
    """

    product: SoldProduct
    price: UnitPrice
    ticks: int
    count: int
    value: int
    rows: tuple[tuple[str, int], ...]

    @property
    def is_contract(self) -> bool:
        return self.price.basis == PriceKind.CONTRACT

    @property
    def is_hand(self) -> bool:
        return self.price.basis == PriceKind.HAND


class Taking(NamedTuple):
    """What one promotion took from a lot: units (0 for an order promotion) and pence saved."""

    promotion: LivePromotion
    units: int
    saved: int


@dataclass(frozen=True, slots=True)
class Gift:
    """A free product as an order promotion offers it, at the customer's price."""

    product: SoldProduct
    price: UnitPrice
    quantity: int
    incidental: bool


@dataclass(frozen=True, slots=True)
class FreeProduct:
    """A gift on the order; `saved` of its `value` is on its own line, the rest on the goods that brought it."""

    promotion: LivePromotion
    gift: Gift
    value: int
    saved: int
    vat_rate: VatRate


class Sheet:
    """Starts with every unit free and nothing saved; lots go by their numbers, dearest first."""

    def __init__(self, lots: Mapping[int, Lot], delivery: int) -> None:
        self.lots = lots
        self.open = {number: lot.count for number, lot in lots.items()}
        self.net = {number: lot.value for number, lot in lots.items()}
        self.takings: dict[int, list[Taking]] = {}
        self.free_products: list[FreeProduct] = []
        self.delivery = delivery
        self.delivery_saved_by: LivePromotion | None = None
        self.saved = 0
        self.uses: dict[int, int] = {}
        self._saved_by: dict[int, int] = {}

    @property
    def worth(self) -> int:
        """All that the customer saves, delivery included, in pence."""
        return self.saved + (self.delivery if self.delivery_saved_by else 0)

    def saved_by(self, promotion: LivePromotion) -> int:
        """Pence that one promotion saves on goods."""
        return self._saved_by.get(promotion.id, 0)

    def open_runs(self, runs: Sequence[Run]) -> Sequence[Run]:
        """The same runs without the units that are taken."""
        for run in runs:
            if self.open[run.lot] < run.units:
                return [run.but(min(run.units, self.open[run.lot])) for run in runs if self.open[run.lot]]
        return runs

    def own_runs(self, runs: Sequence[Run], promotion: LivePromotion) -> list[Run]:
        """The units of these runs that the promotion has taken."""
        return [
            run.but(taking.units)
            for run in runs
            for taking in self.takings.get(run.lot, ())
            if taking.promotion is promotion and taking.units
        ]

    def take(self, promotion: LivePromotion, deals: Iterable[Deal]) -> None:
        """Give these units to the promotion and share out what each deal saves."""
        for deal in deals:
            room = [self.net[part.lot] for part in deal.parts]
            weights = [part.units * part.price for part in deal.parts]
            shares = share(min(deal.saving, sum(room)), weights, room)
            for part, saved in zip(deal.parts, shares, strict=True):
                self._note(part.lot, Taking(promotion, part.units, saved))
                self.open[part.lot] -= part.units
            self._use(promotion, deal.uses)

    def take_off_goods(self, promotion: LivePromotion, saving: int, lots: Sequence[int]) -> None:
        """Share an order promotion's saving over what is left to pay for these lots."""
        paid = [lot for lot in lots if self.net[lot]]
        for lot, saved in zip(paid, share(saving, [self.net[lot] for lot in paid]), strict=True):
            self._note(lot, Taking(promotion, 0, saved))
        self._use(promotion, 1)

    def add_free(self, promotion: LivePromotion, gift: Gift, lots: Sequence[int]) -> None:
        """Add a free product whose price is shared with the goods that brought it.

        An incidental one keeps its whole saving, so that the goods stay taxed as they are: their rate in effect.
        """
        value = line_value(ticks(gift.price.amount), gift.quantity)
        if gift.incidental:
            main = max(lots, key=lambda lot: self.net[lot])
            rate, saved = self.lots[main].product.vat_rate, value
        else:
            paid = [lot for lot in lots if self.net[lot]]
            *shares, saved = share(value, [*(self.net[lot] for lot in paid), value])
            for lot, part in zip(paid, shares, strict=True):
                self._note(lot, Taking(promotion, 0, part))
            rate = gift.product.vat_rate
        self.free_products.append(FreeProduct(promotion, gift, value, saved, rate))
        self._save(promotion, saved)
        self._use(promotion, 1)

    def free_delivery(self, promotion: LivePromotion) -> None:
        self.delivery_saved_by = promotion
        self._use(promotion, 1)

    def _note(self, lot: int, taking: Taking) -> None:
        self.takings.setdefault(lot, []).append(taking)
        self.net[lot] -= taking.saved
        self._save(taking.promotion, taking.saved)

    def _save(self, promotion: LivePromotion, saved: int) -> None:
        self.saved += saved
        self._saved_by[promotion.id] = self._saved_by.get(promotion.id, 0) + saved

    def _use(self, promotion: LivePromotion, uses: int) -> None:
        self.uses[promotion.id] = self.uses.get(promotion.id, 0) + uses


def line_value(price: int, quantity: int) -> int:
    """Pence for so many units at a price in ticks, half up once."""
    return half_up(price * quantity, TICKS_IN_A_PENNY)
