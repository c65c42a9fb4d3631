"""What might be added to a basket for a promotion to do more: its next step, and what that would bring here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from promotions.rules.basket import PricedBasket, uses_of
from promotions.rules.candidates import Candidate, Intake, LineCandidate, OrderCandidate
from promotions.rules.combine import choose, goods_that_count
from promotions.rules.deals import Ware
from promotions.rules.explain import Account
from promotions.rules.lots import BasketLine, with_rows
from promotions.rules.money import pence, pounds, ticks
from promotions.rules.price import PriceRefused, customer_price
from promotions.rules.promotion import LivePromotion, london_day
from promotions.rules.spend import SpendReward


class Outcome(NamedTuple):
    """What a basket would come to: its goods after promotions and all that is saved on them, in pounds.

    `uses` and `delivery_saving` are of the one promotion that is asked about.
    """

    goods: Decimal
    saving: Decimal
    uses: int
    delivery_saving: Decimal


class Outlook:
    """A basket as it stands with all its promotions, from which next steps are looked for."""

    def __init__(self, basket: PricedBasket) -> None:
        self._account = basket.account
        self._book = basket.account.intake.book
        self._on = london_day(basket.account.intake.at)
        self._held: dict[int, int] = {}
        for lot in self._account.intake.lots.values():
            self._held[lot.product.id] = self._held.get(lot.product.id, 0) + lot.count

    def next_step(self, promotion: LivePromotion, product_id: int, usual: int) -> Mapping[int, int]:
        """The packs to add by product, this one among them and at least as many as they usually take.

        Empty when nothing would bring more of the promotion. What it saves on the whole is for a trial to say.
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

    def with_rows(self, lines: Sequence[BasketLine]) -> "Trial":
        """The basket with these rows, at least one, in place of all rows of their products.

        Raises BasketRefused or PriceRefused.
        """
        return Trial(self._account, lines)

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


class Trial:
    """A basket with some other rows. What their products have no part in is taken over from the basket as it stands."""

    def __init__(self, stood: Account, lines: Sequence[BasketLine]) -> None:
        book, at = stood.intake.book, stood.intake.at
        self._stood = stood
        self._intake = Intake(with_rows(stood.intake.lots, lines, book, london_day(at)), book, at)
        self._products = {line.product_id for line in lines}

    def together(self, promotion: LivePromotion, delivery: Decimal) -> Outcome:
        """With all promotions of the basket, as pricing it would answer; `delivery` is the charge before rewards."""
        found = [(one.id, self._candidate(one)) for one in self._stood.promotions]
        return self._outcome(promotion, {key: one for key, one in found if one is not None}, delivery)

    def alone(self, promotion: LivePromotion, delivery: Decimal) -> Outcome:
        """The same if this promotion were the only one."""
        candidate = self._intake.candidate(promotion)
        return self._outcome(promotion, {promotion.id: candidate} if candidate else {}, delivery)

    def _candidate(self, promotion: LivePromotion) -> Candidate | None:
        is_same = not isinstance(promotion.terms, SpendReward) and self._products.isdisjoint(promotion.terms.products)
        return self._stood.candidates.get(promotion.id) if is_same else self._intake.candidate(promotion)

    def _outcome(self, promotion: LivePromotion, candidates: Mapping[int, Candidate], delivery: Decimal) -> Outcome:
        choice = choose(self._intake.lots, list(candidates.values()), self._intake.book, pence(delivery))
        sheet = choice.sheet
        paid = sum(sheet.net.values()) + sum(free.value - free.saved for free in sheet.free_products)
        account = Account(self._stood.promotions, self._intake, candidates, choice)
        delivery_saving = sheet.delivery if sheet.delivery_saved_by is promotion else 0
        return Outcome(pounds(paid), pounds(sheet.saved), uses_of(account, promotion), pounds(delivery_saving))
