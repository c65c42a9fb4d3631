"""The price terms of a promotion version: read strictly from what a form or a row holds, and written back."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any, TypeAlias

from promotions.rules.each import AmountOff, IntroductionPrice, PercentOff, PromotionPrice, Push
from promotions.rules.groups import BundleFor, BundleItem, BuyGetAt, BuyGetFree, GroupFor
from promotions.rules.money import say_pounds
from promotions.rules.spend import SpendReward
from promotions.rules.tiers import Step, Tiers
from promotions.rules.vocabulary import Mechanic, Reward, TierBasis
from staff.rules import Refusal

OnProducts: TypeAlias = (
    PercentOff
    | AmountOff
    | PromotionPrice
    | IntroductionPrice
    | Push
    | BuyGetFree
    | BuyGetAt
    | GroupFor
    | Tiers
    | BundleFor
)
Terms: TypeAlias = OnProducts | SpendReward

MOST_UNITS = 100_000
MOST_POUNDS = Decimal(1_000_000)


class TermsRefused(Refusal):
    """Terms that a promotion cannot have; `field` is the term that is wrong."""


def parse_terms(mechanic: str, terms: Mapping[str, object], *, products: Iterable[int] | None = None) -> Terms:
    """The terms of a mechanic, from JSON-like values: amounts as text or Decimal, never as float.

    `products` stands for the key of that name where the products are kept elsewhere. Raises TermsRefused for an
    unknown mechanic, a missing, unknown or senseless term.
    """
    if mechanic not in READERS:
        raise TermsRefused(f"There is no mechanic called {mechanic}.", field="mechanic")
    given = dict(terms) if products is None else {**terms, "products": sorted(products)}
    reader = _Reader(given)
    parsed = READERS[Mechanic(mechanic)](reader)
    reader.check_nothing_else()
    return parsed


def terms_to_json(terms: Terms) -> dict[str, object]:
    """Values that JSON can hold and `parse_terms` reads back to the same terms; what was not set is left out."""
    plain = {field.name: _plain(getattr(terms, field.name)) for field in fields(terms)}
    if isinstance(terms, SpendReward) and terms.reward != Reward.FREE_PRODUCT:
        del plain["quantity"], plain["incidental"]
    return {name: value for name, value in plain.items() if value is not None}


def _plain(value: Any) -> object:
    match value:
        case Decimal():
            return f"{value:f}"
        case frozenset():
            return sorted(value)
        case tuple():
            return [{field.name: _plain(getattr(item, field.name)) for field in fields(item)} for item in value]
        case Reward() | TierBasis():
            return value.value
        case _:
            return value


class _Reader:
    """Takes terms out of a mapping one by one, and refuses in words."""

    def __init__(self, given: Mapping[str, object], label: str = "") -> None:
        self.given = given
        self.label = label
        self.read: set[str] = set()

    def refuse(self, name: str, wants: str) -> TermsRefused:
        """A term of its own is named by its field; one of a list says here where it stands."""
        said = f"{self.label}{name.replace('_', ' ').capitalize()}: {wants}" if self.label else wants
        return TermsRefused(f"{said[0].upper()}{said[1:]}.", field=name)

    def value(self, name: str) -> object:
        self.read.add(name)
        if self.given.get(name) in (None, ""):
            raise self.refuse(name, "this is needed")
        return self.given[name]

    def check_nothing_else(self) -> None:
        unknown = sorted(set(self.given) - self.read)
        if unknown:
            raise self.refuse(unknown[0], "this mechanic has no such term")

    def has(self, name: str) -> bool:
        return self.given.get(name) not in (None, "")

    def number(self, name: str, *, places: int, most: Decimal, wants: str) -> Decimal:
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise self.refuse(name, wants)
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise self.refuse(name, wants) from None
        if not number.is_finite() or not 0 < number <= most or number != round(number, places):
            raise self.refuse(name, wants)
        return number

    def pounds(self, name: str, *, places: int = 2) -> Decimal:
        wants = f"an amount above zero, at most {say_pounds(MOST_POUNDS)}, with at most {places} decimals"
        return self.number(name, places=places, most=MOST_POUNDS, wants=wants)

    def percent(self, name: str = "percent") -> Decimal:
        return self.number(name, places=2, most=Decimal(100), wants="a percentage above 0 and at most 100")

    def count(self, name: str, *, least: int = 1) -> int:
        wants = f"a whole number from {least} to {MOST_UNITS:,}"
        number = int(self.number(name, places=0, most=Decimal(MOST_UNITS), wants=wants))
        if number < least:
            raise self.refuse(name, wants)
        return number

    def product(self, name: str = "product") -> int:
        value = self.value(name)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(name, "choose a product")
        return value

    def products(self, *, may_be_none: bool = False) -> frozenset[int]:
        self.read.add("products")
        value = self.given.get("products") or []
        if not isinstance(value, list | tuple) or any(isinstance(p, bool) or not isinstance(p, int) for p in value):
            raise self.refuse("products", "choose products")
        if not value and not may_be_none:
            raise self.refuse("products", "choose at least one product")
        return frozenset(value)

    def choice(self, name: str, choices: type[Reward] | type[TierBasis]) -> str:
        value = self.value(name)
        if value not in choices.values:
            raise self.refuse(name, f"one of {', '.join(choices.values)}")
        return str(value)

    def flag(self, name: str) -> bool:
        self.read.add(name)
        value = self.given.get(name, False)
        if not isinstance(value, bool):
            raise self.refuse(name, "yes or no")
        return value

    def rows(self, name: str, word: str) -> "list[_Reader]":
        value = self.value(name)
        if not value or not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
            raise self.refuse(name, "a list of at least one row")
        return [_Reader(row, f"{word} {number}, ") for number, row in enumerate(value, start=1)]


def _percent_off(reader: _Reader) -> Terms:
    return PercentOff(reader.products(), reader.percent())


def _amount_off(reader: _Reader) -> Terms:
    return AmountOff(reader.products(), reader.pounds("amount", places=4))


def _promotion_price(reader: _Reader) -> Terms:
    return PromotionPrice(reader.products(), reader.pounds("price", places=4))


def _introduction_price(reader: _Reader) -> Terms:
    return IntroductionPrice(reader.products(), reader.pounds("price", places=4))


def _push(reader: _Reader) -> Terms:
    return Push(reader.products())


def _buy_get_free(reader: _Reader) -> Terms:
    return BuyGetFree(reader.products(), reader.count("buy"), reader.count("get"))


def _buy_get_at(reader: _Reader) -> Terms:
    products, buy, get = reader.products(), reader.count("buy"), reader.count("get")
    if reader.has("price") == reader.has("percent"):
        raise reader.refuse("price", "give either a price or a percentage off")
    if reader.has("price"):
        reader.read.add("percent")
        return BuyGetAt(products, buy, get, price=reader.pounds("price", places=4))
    reader.read.add("price")
    return BuyGetAt(products, buy, get, percent=reader.percent())


def _group_for(reader: _Reader) -> Terms:
    return GroupFor(reader.products(), reader.count("size", least=2), reader.pounds("price"))


def _tiers(reader: _Reader) -> Terms:
    basis = TierBasis(reader.choice("basis", TierBasis))
    steps = []
    for row in reader.rows("steps", "Step"):
        by_quantity = basis == TierBasis.QUANTITY
        at_least = Decimal(row.count("at_least")) if by_quantity else row.pounds("at_least")
        steps.append(Step(at_least, row.percent()))
        row.check_nothing_else()
    for lower, higher in pairwise(steps):
        if not (lower.at_least < higher.at_least and lower.percent < higher.percent):
            raise reader.refuse("steps", "each step must ask more and give more than the one before")
    return Tiers(reader.products(), basis, tuple(steps))


def _bundle_for(reader: _Reader) -> Terms:
    items = []
    for row in reader.rows("items", "Item"):
        items.append(BundleItem(row.product(), row.count("quantity")))
        row.check_nothing_else()
    products = reader.products(may_be_none=True)
    if len({item.product for item in items}) != len(items):
        raise reader.refuse("items", "name each product once")
    if sum(item.quantity for item in items) < 2:
        raise reader.refuse("items", "a bundle holds at least two units")
    if products and products != {item.product for item in items}:
        raise reader.refuse("items", "the bundle must be made of the promotion's products")
    return BundleFor(tuple(items), reader.pounds("price"))


def _spend_reward(reader: _Reader) -> Terms:
    products, spend = reader.products(may_be_none=True), reader.pounds("spend")
    reward = Reward(reader.choice("reward", Reward))
    match reward:
        case Reward.PERCENT_OFF:
            return SpendReward(products, spend, reward, percent=reader.percent())
        case Reward.AMOUNT_OFF:
            return SpendReward(products, spend, reward, amount=reader.pounds("amount"))
        case Reward.FREE_PRODUCT:
            quantity = reader.count("quantity") if reader.has("quantity") else 1
            incidental = reader.flag("incidental")
            return SpendReward(
                products, spend, reward, product=reader.product(), quantity=quantity, incidental=incidental
            )
    return SpendReward(products, spend, reward)


READERS: dict[str, Callable[[_Reader], Terms]] = {
    Mechanic.PERCENT_OFF: _percent_off,
    Mechanic.AMOUNT_OFF: _amount_off,
    Mechanic.PROMOTION_PRICE: _promotion_price,
    Mechanic.BUY_GET_FREE: _buy_get_free,
    Mechanic.BUY_GET_AT: _buy_get_at,
    Mechanic.GROUP_FOR: _group_for,
    Mechanic.TIERS: _tiers,
    Mechanic.BUNDLE_FOR: _bundle_for,
    Mechanic.SPEND_REWARD: _spend_reward,
    Mechanic.INTRODUCTION_PRICE: _introduction_price,
    Mechanic.PUSH: _push,
}
