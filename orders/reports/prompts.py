"""What to offer now: promotions for this customer that the order does not use yet, with what each would save here."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from orders.actions.pricing import Terms, basket_lines
from orders.rules.pack import more_packs
from orders.rules.prompt import REFUSALS
from orders.rules.usual import Habit
from promotions.reports import Pitch, ProductCard
from promotions.rules import PricedBasket, what_if
from promotions.rules.each import Push
from promotions.rules.promotion import LivePromotion, why_not_now
from promotions.rules.spend import SpendReward

MOST_PROMPTS = 2
PITCHES_WEIGHED = 12
PRODUCTS_WEIGHED = 4
MOST_NUMBERS_TRIED = 12


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to offer: the sentence to say, and what `quantity` more packs of `product` would save on this order."""

    promotion_id: int
    version_id: int
    name: str
    offer: str
    script: str
    objection_answer: str
    product: ProductCard
    quantity: int
    saving: Decimal
    ends_at: datetime | None
    refusals: tuple[str, ...] = REFUSALS


@dataclass(frozen=True, slots=True)
class Openings:
    """Pitches that may be offered, each with the products worth naming: those they usually buy first."""

    pitches: tuple[Pitch, ...]
    products: Mapping[int, tuple[int, ...]]

    @property
    def product_ids(self) -> set[int]:
        return {product for products in self.products.values() for product in products}


def openings(pitches: Sequence[Pitch], habits: Mapping[int, Habit], answered: frozenset[int], at: datetime) -> Openings:
    """The first dozen pitches that stand for this customer, and up to four products of each.

    `answered` are the promotions that are not raised: answered already, or refused of late.
    """
    promotions = {promotion.id for promotion in _open([pitch.promotion for pitch in pitches], answered, at)}
    open_ones = tuple(pitch for pitch in pitches if pitch.promotion.id in promotions)
    named = {pitch.promotion.id: _worth_naming(pitch.promotion, habits) for pitch in open_ones}
    return Openings(open_ones, named)


def worth_pricing(
    promotions: Sequence[LivePromotion], habits: Mapping[int, Habit], answered: frozenset[int], at: datetime
) -> set[int]:
    """The products that `openings` will name, whose prices it is well to know before."""
    return {product for one in _open(promotions, answered, at) for product in _worth_naming(one, habits)}


def _open(promotions: Sequence[LivePromotion], answered: frozenset[int], at: datetime) -> list[LivePromotion]:
    return [
        promotion
        for promotion in promotions
        if promotion.id not in answered
        and not isinstance(promotion.terms, SpendReward)
        and not why_not_now(promotion, at)
    ][:PITCHES_WEIGHED]


def prompts(
    found: Openings,
    *,
    basket: PricedBasket,
    quantities: Mapping[int, int],
    terms: Terms,
    cards: Mapping[int, ProductCard],
    habits: Mapping[int, Habit],
    at: datetime,
) -> tuple[Prompt, ...]:
    """At most two: by priority, then by what they save on this order, then by id."""
    used = {use.promotion_id for use in basket.promotions}
    weighed = [
        prompt
        for pitch in found.pitches
        if pitch.promotion.id not in used
        for prompt in [_prompt(pitch, found, quantities, terms, cards, habits, at)]
        if prompt is not None
    ]
    priority = {pitch.promotion.id: pitch.promotion.priority for pitch in found.pitches}
    weighed.sort(key=lambda p: (priority[p.promotion_id], -p.saving, p.promotion_id))
    return tuple(weighed[:MOST_PROMPTS])


def _worth_naming(promotion: LivePromotion, habits: Mapping[int, Habit]) -> tuple[int, ...]:
    usual = [product for product in habits if product in promotion.terms.products]
    others = sorted(promotion.terms.products - habits.keys())
    return tuple([*usual, *others][:PRODUCTS_WEIGHED])


def _prompt(
    pitch: Pitch,
    found: Openings,
    quantities: Mapping[int, int],
    terms: Terms,
    cards: Mapping[int, ProductCard],
    habits: Mapping[int, Habit],
    at: datetime,
) -> Prompt | None:
    """The offer of the first product that is on sale, in stock and cheaper so; None when there is none."""
    promotion = pitch.promotion
    for product in found.products[promotion.id]:
        card = cards.get(product)
        if card is None or not card.is_on_sale or card.stock_free <= 0:
            continue
        usual = habits[product].usual if product in habits else 1
        tried = islice(more_packs(card, quantities.get(product, 0), usual), MOST_NUMBERS_TRIED)
        step = _step(promotion, product, tried, quantities, terms, at)
        if step is not None:
            quantity, saving = step
            return Prompt(
                promotion_id=promotion.id,
                version_id=promotion.version_id,
                name=promotion.name,
                offer=promotion.terms.words(),
                script=pitch.script,
                objection_answer=pitch.objection_answer,
                product=card,
                quantity=quantity,
                saving=saving,
                ends_at=promotion.ends_at,
            )
    return None


def _step(
    promotion: LivePromotion,
    product: int,
    tried: Iterator[int],
    quantities: Mapping[int, int],
    terms: Terms,
    at: datetime,
) -> tuple[int, Decimal] | None:
    """The first of these numbers of packs that brings a saving, and the saving; a push needs none."""
    if isinstance(promotion.terms, Push):
        return next(tried), Decimal(0)
    for quantity in tried:
        basket = {**quantities, product: quantities.get(product, 0) + quantity}
        saving = what_if(promotion, basket_lines(basket), terms.book, at=at).saving
        if saving:
            return quantity, saving
    return None
