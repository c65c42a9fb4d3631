"""What might be added to a basket for a promotion to do something more: the next step of each, by its mechanic."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from promotions.rules.basket import weigh
from promotions.rules.candidates import LineCandidate, OrderCandidate
from promotions.rules.combine import goods_that_count
from promotions.rules.deals import Ware
from promotions.rules.explain import Account
from promotions.rules.lots import BasketLine
from promotions.rules.money import pence, ticks
from promotions.rules.price import PriceBook, PriceRefused, customer_price
from promotions.rules.promotion import LivePromotion, london_day
from promotions.rules.spend import SpendReward


class Outlook:
    """One basket as it stands with all its promotions, from which next steps are looked for."""

    def __init__(
        self,
        lines: Sequence[BasketLine],
        book: PriceBook,
        promotions: Sequence[LivePromotion],
        *,
        delivery: Decimal = Decimal(0),
        at: datetime,
    ) -> None:
        ranked = sorted(promotions, key=lambda promotion: (promotion.priority, promotion.id))
        self._book = book
        self._on = london_day(at)
        self._account: Account = weigh(lines, book, ranked, pence(delivery) if lines else 0, at)
        self._held: dict[int, int] = {}
        for line in lines:
            self._held[line.product_id] = self._held.get(line.product_id, 0) + line.quantity

    def next_step(self, promotion: LivePromotion, product_id: int, usual: int) -> Mapping[int, int]:
        """The packs to add by product, this one among them and at least as many as they usually take.

        Empty when nothing would bring more of the promotion. What it saves on the whole is for the basket to say.
        """
        ware = self._ware(product_id, usual)
        if ware is None or promotion.id in self._account.intake.refused:
            return {}
        choice, candidate = self._account.choice, self._account.candidates.get(promotion.id)
        if isinstance(promotion.terms, SpendReward):
            left = goods_that_count(choice.sheet, candidate) if isinstance(candidate, OrderCandidate) else 0
            return promotion.terms.next_step(choice.counted.get(promotion.id, left), ware)
        runs = candidate.runs if isinstance(candidate, LineCandidate) else ()
        return promotion.terms.next_step(choice.sheet.open_runs(runs), ware)

    def _ware(self, product_id: int, usual: int) -> Ware | None:
        """None for a product without a price."""
        product, held = self._book.products.get(product_id), self._held.get(product_id, 0)
        if product is None:
            return None
        try:
            customer_price(product, held + usual, self._on)
        except PriceRefused:
            return None
        return Ware(product_id, usual, held, lambda packs: ticks(customer_price(product, packs, self._on).amount))
