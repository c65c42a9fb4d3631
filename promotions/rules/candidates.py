"""Which promotions stand for a basket, and on which of its units each may work."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from promotions.rules.deals import Deal, Run
from promotions.rules.each import IntroductionPrice
from promotions.rules.money import pence
from promotions.rules.price import PriceBook, PriceRefused, UnitPrice, customer_price
from promotions.rules.promotion import Limit, LivePromotion, is_only_honoured, limit_of, london_day, why_not_now
from promotions.rules.sheet import Lot
from promotions.rules.spend import SpendReward
from promotions.rules.terms import OnProducts
from promotions.rules.tiers import Tiers
from promotions.rules.vocabulary import PriceKind, Reward


class LineCandidate(NamedTuple):
    """A line promotion that stands, the units it may take, and what it would do and save if it were alone."""

    promotion: LivePromotion
    terms: OnProducts
    runs: Sequence[Run]
    limit: Limit
    alone: Sequence[Deal]
    saving_alone: int

    @property
    def rank(self) -> tuple[bool, int, int, int]:
        """What was promised first, then by priority, by what it saves this customer, by id."""
        return not self.promotion.is_honoured, self.promotion.priority, -self.saving_alone, self.promotion.id


class OrderCandidate(NamedTuple):
    """An order promotion that stands, and the lots that count towards its spend.

    `most` are the pence that it takes off the goods at most, None for no limit.
    """

    promotion: LivePromotion
    terms: SpendReward
    lots: Sequence[int]
    limit: Limit
    free_price: UnitPrice | None
    most: int | None

    def saving(self, goods: int) -> int:
        """Pence off so many that are left of the goods."""
        saving = self.terms.saving(goods)
        return saving if self.most is None else min(saving, self.most)


Candidate = LineCandidate | OrderCandidate


class Intake:
    """Sorts promotions into candidates for the lots of one basket; what stands in the way is kept in words.

    `refused` is by promotion, `left_alone` by promotion and lot.
    """

    def __init__(self, lots: Mapping[int, Lot], book: PriceBook, at: datetime) -> None:
        self.lots = lots
        self.book = book
        self.at = at
        self.refused: dict[int, str] = {}
        self.left_alone: dict[tuple[int, int], str] = {}
        self.lots_of: dict[int, list[int]] = {}
        self._touched: dict[int, list[int]] = {}
        self._place = {number: place for place, number in enumerate(lots)}
        self._runs = {number: Run(number, lot.product.id, lot.ticks, lot.count) for number, lot in lots.items()}
        for number, lot in lots.items():
            self.lots_of.setdefault(lot.product.id, []).append(number)
        self._products = frozenset(self.lots_of)
        self._closed = {contracts: _closed_lots(lots, contracts=contracts) for contracts in (False, True)}
        self.open_goods = {
            contracts: [number for number in lots if number not in closed] for contracts, closed in self._closed.items()
        }

    def touched_by(self, promotion: LivePromotion) -> list[int]:
        """The lots of the products that a promotion names, dearest first."""
        touched = self._touched.get(promotion.id)
        if touched is None:
            products = self._products & promotion.terms.products
            touched = [number for product in products for number in self.lots_of[product]] if products else []
            if len(touched) > 1:
                touched.sort(key=self._place.__getitem__)
            self._touched[promotion.id] = touched
        return touched

    def candidate(self, promotion: LivePromotion) -> Candidate | None:
        """None when it does not stand, or has nothing here to work on."""
        limit = limit_of(promotion, self.at)
        refusal = why_not_now(promotion, self.at) or (f"none is {limit.words}" if limit.uses == 0 else "")
        if refusal:
            self.refused[promotion.id] = refusal
            return None
        if isinstance(promotion.terms, SpendReward):
            return self._order_candidate(promotion, promotion.terms, limit)
        return self._line_candidate(promotion, promotion.terms, limit)

    def _line_candidate(self, promotion: LivePromotion, terms: OnProducts, limit: Limit) -> LineCandidate | None:
        touched = self.touched_by(promotion)
        if not touched:
            return None
        closed = self._closed[promotion.includes_contracts]
        bought = self.book.bought_before if isinstance(terms, IntroductionPrice) else ()
        runs = []
        for number in touched:
            run = self._runs[number]
            if number in closed:
                self.left_alone[promotion.id, number] = closed[number]
            elif run.product_id in bought:
                self.left_alone[promotion.id, number] = "this customer has bought the product before"
            else:
                runs.append(run)
        if is_only_honoured(promotion, self.at):
            runs = self._promised(promotion, terms, runs)
        if not runs:
            return None
        alone = terms.deals(runs, limit.uses)
        return LineCandidate(promotion, terms, runs, limit, alone, sum([deal.saving for deal in alone]))

    def _promised(self, promotion: LivePromotion, terms: OnProducts, runs: Sequence[Run]) -> list[Run]:
        """The packs that took part when it was promised, the dearest first where there are more by now.

        A tier is reached by all packs, as it was then.
        """
        left = dict(promotion.promised.packs)
        kept = []
        for run in runs:
            units = min(run.units, left.get(run.product_id, 0))
            if not units:
                self.left_alone[promotion.id, run.lot] = "it was not promised on this order"
            left[run.product_id] = left.get(run.product_id, 0) - units
            kept.append(run._replace(takes=units) if isinstance(terms, Tiers) else run.but(units))
        return [run for run in kept if run.units]

    def _order_candidate(self, promotion: LivePromotion, terms: SpendReward, limit: Limit) -> OrderCandidate | None:
        lots: Sequence[int] = self.open_goods[promotion.includes_contracts]
        if terms.products:
            may_count = set(lots)
            lots = [number for number in self.touched_by(promotion) if number in may_count]
        free_price = None
        if terms.reward == Reward.FREE_PRODUCT:
            free_price = self._price_of_free(terms)
            why_not = (
                "its free product has no price here" if free_price is None else self._why_not_given(promotion, terms)
            )
            if why_not:
                self.refused[promotion.id] = why_not
                return None
        most = pence(promotion.promised.saving) if is_only_honoured(promotion, self.at) else None
        return OrderCandidate(promotion, terms, lots, limit, free_price, most)

    def _why_not_given(self, promotion: LivePromotion, terms: SpendReward) -> str:
        """What was promised is given still, as long as the warehouse has it."""
        is_on_sale = self.book.products[terms.product or 0].is_on_sale
        return "" if is_on_sale or promotion.is_honoured else "its free product has left the range"

    def _price_of_free(self, terms: SpendReward) -> UnitPrice | None:
        product = self.book.products.get(terms.product or 0)
        try:
            return customer_price(product, terms.quantity, london_day(self.at)) if product else None
        except PriceRefused:
            return None


def _closed_lots(lots: Mapping[int, Lot], *, contracts: bool) -> dict[int, str]:
    """The lots that a promotion leaves alone, which includes contract prices or does not, and why."""
    closed = {}
    for number, lot in lots.items():
        if lot.is_hand:
            whose = "an agreed" if lot.price.kind == PriceKind.AGREED else "a hand"
            closed[number] = f"{whose} price takes no promotion"
        elif lot.is_contract and not contracts:
            closed[number] = "it does not include contract prices"
    return closed
