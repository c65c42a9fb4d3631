"""The customer's price of a product before promotions: contract, price list or list, each with dates and breaks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from promotions.rules.money import say_pounds, ticks
from promotions.rules.vocabulary import PriceKind, VatRate
from staff.rules import Refusal

ORDER_OF_PRICES = (PriceKind.CONTRACT, PriceKind.PRICE_LIST, PriceKind.LIST)

# A break or a threshold is worth a hint when no more than a fifth of it is missing.
NEAR = 5


class PriceRefused(Refusal):
    """A price cannot stand as it was given."""


@dataclass(frozen=True, slots=True)
class PriceEntry:
    """One price of a product from a quantity on, within its dates (London, both included; None: open).

    `reference` is the contract's own name or number.
    """

    kind: PriceKind
    unit_price: Decimal
    from_quantity: int = 1
    starts_on: date | None = None
    ends_on: date | None = None
    reference: str = ""

    def holds(self, on: date) -> bool:
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)


@dataclass(frozen=True, slots=True)
class SoldProduct:
    """A product as this customer may buy it. `unit` is what one is called: "case"."""

    id: int
    name: str
    vat_rate: VatRate
    prices: tuple[PriceEntry, ...]
    floor_price: Decimal | None = None
    unit: str = ""
    is_on_sale: bool = True


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Every product that the basket or its promotions name, priced for one customer.

    `bought_before` are the products that this customer has bought, for introduction prices.
    """

    products: Mapping[int, SoldProduct]
    bought_before: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class HandPrice:
    """A price set at the desk. Whether this person may set one is decided before."""

    unit_price: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class AgreedPrice:
    """A price told to the customer on a confirmed order or a valid quote, of the kind it had when it was agreed."""

    unit_price: Decimal
    kind: PriceKind
    where: str


class UnitPrice(NamedTuple):
    """What one costs, how that came about, and the kind that promotions look at (an agreed price keeps its own)."""

    amount: Decimal
    kind: PriceKind
    words: str
    basis: PriceKind


def price_book(products: Iterable[SoldProduct], bought_before: Iterable[int] = ()) -> PriceBook:
    return PriceBook({product.id: product for product in products}, frozenset(bought_before))


def customer_price(product: SoldProduct, quantity: int, on: date) -> UnitPrice:
    """The first that exists of contract, price list and list price; a contract price stands even when dearer.

    `quantity` is that of all rows of the product. Of one kind the newest that holds decides, then the highest break
    reached. Raises PriceRefused when there is none.
    """
    reached = _reached(product, quantity, on)
    for kind in ORDER_OF_PRICES:
        entry = _newest(reached, kind)
        if entry is not None:
            return UnitPrice(entry.unit_price, kind, _entry_words(entry), kind)
    raise PriceRefused(f"{product.name} has no price on {on.day} {on:%B %Y}.")


def _reached(product: SoldProduct, quantity: int, on: date) -> list[PriceEntry]:
    return [entry for entry in product.prices if entry.from_quantity <= quantity and entry.holds(on)]


def _newest(reached: Sequence[PriceEntry], kind: PriceKind) -> PriceEntry | None:
    of_kind = [entry for entry in reached if entry.kind == kind]
    if len(of_kind) < 2:
        return of_kind[0] if of_kind else None
    return max(of_kind, key=lambda e: (e.starts_on or date.min, e.from_quantity, -e.unit_price))


def hand_price(hand: HandPrice) -> UnitPrice:
    """A price set at the desk; raises PriceRefused without a reason or with an amount that is no price."""
    if not hand.reason.strip():
        raise PriceRefused("A hand price needs a reason.")
    check_unit_price(hand.unit_price)
    words = f"Hand price {say_pounds(hand.unit_price)}: {hand.reason.strip()}"
    return UnitPrice(hand.unit_price, PriceKind.HAND, words, PriceKind.HAND)


def agreed_price(agreed: AgreedPrice) -> UnitPrice:
    words = f"Agreed price {say_pounds(agreed.unit_price)}, {agreed.where}"
    return UnitPrice(agreed.unit_price, PriceKind.AGREED, words, agreed.kind)


def check_unit_price(amount: Decimal) -> None:
    """Raises PriceRefused unless the amount is zero or more with up to four places."""
    if not amount.is_finite() or amount < 0:
        raise PriceRefused("A price is an amount in pounds, zero or more.")
    try:
        ticks(amount)
    except ValueError:
        raise PriceRefused("A price has at most four places.") from None


def break_hint(product: SoldProduct, quantity: int, price: UnitPrice, on: date) -> str:
    """The next break of the price in force, when it is near and cheaper: "2 more: £9.00 each". Else empty."""
    ahead = [e for e in product.prices if e.kind == price.kind and e.from_quantity > quantity and e.holds(on)]
    for entry in sorted(ahead, key=lambda e: e.from_quantity):
        is_cheaper = (
            entry.unit_price < price.amount and _newest(_reached(product, entry.from_quantity, on), price.kind) is entry
        )
        if is_cheaper and is_near(entry.from_quantity - quantity, entry.from_quantity):
            return f"{say_more(entry.from_quantity - quantity, product.unit)}: {say_pounds(entry.unit_price)} each"
    return ""


def is_near(missing: int, threshold: int) -> bool:
    """One more is always near; otherwise no more than a fifth of the threshold is missing."""
    return 0 < missing <= max(1, threshold // NEAR)


def say_more(count: int, unit: str = "") -> str:
    """In words: one more case, one more, 3 more."""
    named = unit and unit != "each"
    return f"{count} more" if count != 1 else f"one more {unit}" if named else "one more"


def _entry_words(entry: PriceEntry) -> str:
    words = f"{entry.kind.label} {say_pounds(entry.unit_price)}"
    if entry.reference:
        words += f" ({entry.reference})"
    if entry.from_quantity > 1:
        words += f" from {entry.from_quantity}"
    if entry.kind == PriceKind.CONTRACT and entry.ends_on is not None:
        words += f" until {entry.ends_on.day} {entry.ends_on:%B %Y}"
    return words
