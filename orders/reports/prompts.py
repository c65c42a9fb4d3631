"""What to offer now: promotions for this customer that the order does not use yet, with what each would save here."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from itertools import chain

from orders.actions.pricing import Terms, basket_lines, delivered
from orders.rules.pack import packs_up
from orders.rules.prompt import REFUSALS, is_far
from orders.rules.usual import Habit
from promotions.reports import Pitch, ProductCard
from promotions.rules import AgreedPrice, HandPrice, Outlook, PricedBasket, PromotionUse, Trial
from promotions.rules.each import Push
from promotions.rules.promotion import why_not_now
from promotions.rules.spend import SpendReward

MOST_PROMPTS = 2
PITCHES_WEIGHED = 12
PRODUCTS_WEIGHED = 4
# An edit may bring a few more of them onto the order: the next ones are priced too, and move up.
PITCHES_PRICED = 16
# Baskets with every promotion: each costs a part of what the edit itself does.
BASKETS_TRIED = 8


@dataclass(frozen=True, slots=True)
class PromptItem:
    """So many more packs of a product."""

    product: ProductCard
    quantity: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to offer: the sentence to say, and what `quantity` more packs of `product` would save on this order.

    `besides` is what has to go with them. `said` is a refusal to show at its fields, with what was typed and not kept.
    """

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
    besides: tuple[PromptItem, ...] = ()
    refusals: tuple[str, ...] = REFUSALS
    said: str = ""
    typed: str | None = None
    typed_words: str = ""

    @property
    def field(self) -> str:
        return self.typed if self.typed is not None else str(self.quantity)


@dataclass(frozen=True, slots=True)
class Openings:
    """Pitches that may be offered, each with the products worth naming: those they usually buy first."""

    pitches: tuple[Pitch, ...]
    products: Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Held:
    """The order as it stands when something is offered: packs by product at which prices, and the basket they make."""

    quantities: Mapping[int, int]
    agreed: Mapping[int, AgreedPrice]
    by_hand: Mapping[int, HandPrice]
    basket: PricedBasket


@dataclass(frozen=True, slots=True)
class _Chance:
    """A step that would bring something of a promotion if it were alone; `trial` is the basket with it."""

    pitch: Pitch
    step: Mapping[int, int]
    trial: Trial
    saving: Decimal
    is_far: bool

    @property
    def rank(self) -> tuple[int, bool, Decimal, int]:
        return self.pitch.promotion.priority, self.is_far, -self.saving, self.pitch.promotion.id


def openings(
    pitches: Sequence[Pitch],
    habits: Mapping[int, Habit],
    answered: frozenset[int],
    at: datetime,
    *,
    used: Collection[PromotionUse],
) -> Openings:
    """The first dozen pitches that stand for this customer and are not used, and up to four products of each.

    `answered` are the promotions that are not raised: answered already, or refused of late.
    """
    in_use = {use.promotion_id for use in used}
    standing = [pitch for pitch in _standing(pitches, answered, at) if pitch.promotion.id not in in_use]
    chosen = tuple(standing[:PITCHES_WEIGHED])
    return Openings(chosen, {pitch.promotion.id: _worth_naming(pitch, habits) for pitch in chosen})


def worth_pricing(
    pitches: Sequence[Pitch],
    habits: Mapping[int, Habit],
    answered: frozenset[int],
    at: datetime,
    *,
    in_use: Collection[int],
) -> set[int]:
    """The products that `openings` may name, whose prices it is well to know before.

    `in_use` are the versions that the order uses as it stands: they take up no place, but may be free again.
    """
    products: set[int] = set()
    places = PITCHES_PRICED
    for pitch in _standing(pitches, answered, at):
        products.update(_worth_naming(pitch, habits))
        places -= pitch.promotion.version_id not in in_use
        if not places:
            break
    return products


def _standing(pitches: Sequence[Pitch], answered: frozenset[int], at: datetime) -> Iterator[Pitch]:
    return (p for p in pitches if p.promotion.id not in answered and not why_not_now(p.promotion, at))


def _worth_naming(pitch: Pitch, habits: Mapping[int, Habit]) -> tuple[int, ...]:
    """What they usually buy, then the others, of what can be had; for a spend on anything what they usually buy."""
    if isinstance(pitch.promotion.terms, SpendReward) and not pitch.promotion.terms.products:
        return tuple(habits)[:PRODUCTS_WEIGHED]
    usual = [product for product in habits if product in pitch.in_stock]
    return tuple([*usual, *sorted(pitch.in_stock - habits.keys())][:PRODUCTS_WEIGHED])


def prompts(found: Openings, held: Held, terms: Terms, habits: Mapping[int, Habit]) -> tuple[Prompt, ...]:
    """At most two: by priority, what is near first, then by what they save on this order, then by id.

    What a promotion would save alone says in which order they are tried; what it saves here is the difference to this
    basket with all its promotions and prices, and one that would not be used is not offered.
    """
    if not found.pitches:
        return ()
    weighing = _Weighing(held, terms, habits)
    more = [weighing.chances(pitch, found.products[pitch.promotion.id]) for pitch in found.pitches]
    first = [(chance, chances) for chances in more for chance in [next(chances, None)] if chance is not None]
    kept: list[_Chance] = []
    for chance, chances in sorted(first, key=lambda one: one[0].rank):
        if len(kept) == MOST_PROMPTS and chance.rank > kept[-1].rank:
            break
        real = weighing.real(chain([chance], chances))
        kept = sorted([*kept, *([real] if real else [])], key=lambda one: one.rank)[:MOST_PROMPTS]
    return tuple(_prompt(one, terms.wares.cards) for one in kept)


class _Weighing:
    """Tries what could be added to one order."""

    def __init__(self, held: Held, terms: Terms, habits: Mapping[int, Habit]) -> None:
        self.held, self.terms, self.habits = held, terms, habits
        self.outlook = Outlook(held.basket)
        self.baskets_left = BASKETS_TRIED

    def chances(self, pitch: Pitch, products: Sequence[int]) -> Iterator[_Chance]:
        """Steps that can be sold and would bring something, the products in their order; a push needs no saving."""
        promotion, seen = pitch.promotion, []
        for product in products:
            usual = self.habits[product].usual if product in self.habits else 1
            step = self._as_sold(self.outlook.next_step(promotion, product, usual))
            if not step or step in seen:
                continue
            seen.append(step)
            trial = self._trial(step)
            alone = trial.alone(promotion, self.terms.charges.charge)
            saving = alone.saving + alone.delivery_saving
            if saving or isinstance(promotion.terms, Push):
                yield _Chance(pitch, step, trial, saving, is_far(sum(step.values()), usual))

    def real(self, chances: Iterable[_Chance]) -> _Chance | None:
        """The first chance that the promotion would be used for on the whole order, with what that saves."""
        for one in chances:
            if not self.baskets_left:
                break
            self.baskets_left -= 1
            promotion = one.pitch.promotion
            outcome = delivered(self.terms.charges, partial(one.trial.together, promotion))
            if not outcome.uses:
                continue
            saving = outcome.saving - self.held.basket.saving + outcome.delivery_saving
            if saving > 0 or isinstance(promotion.terms, Push):
                return replace(one, saving=max(saving, Decimal(0)))
        return None

    def _trial(self, step: Mapping[int, int]) -> Trial:
        quantities = {product: self.held.quantities.get(product, 0) + more for product, more in step.items()}
        return self.outlook.with_rows(basket_lines(quantities, self.held.agreed, self.held.by_hand))

    def _as_sold(self, step: Mapping[int, int]) -> dict[int, int]:
        """The step in numbers in which its products are sold; empty when one of them cannot be had."""
        sold = {}
        for product, more in step.items():
            card, holds = self.terms.wares.cards.get(product), self.held.quantities.get(product, 0)
            if card is None or not card.is_on_sale or card.stock_free <= 0:
                return {}
            sold[product] = packs_up(card, holds + more) - holds
        return sold


def _prompt(chance: _Chance, cards: Mapping[int, ProductCard]) -> Prompt:
    promotion = chance.pitch.promotion
    first, *others = (PromptItem(cards[product], quantity) for product, quantity in chance.step.items())
    return Prompt(
        promotion_id=promotion.id,
        version_id=promotion.version_id,
        name=promotion.name,
        offer=promotion.terms.words(),
        script=chance.pitch.script,
        objection_answer=chance.pitch.objection_answer,
        product=first.product,
        quantity=first.quantity,
        saving=chance.saving,
        ends_at=promotion.ends_at,
        besides=tuple(others),
    )
