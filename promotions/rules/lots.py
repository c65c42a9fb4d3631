"""The rows of a basket gathered into lots: all units of one product at one price."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from promotions.rules.money import ticks
from promotions.rules.price import (
    AgreedPrice,
    HandPrice,
    PriceBook,
    UnitPrice,
    agreed_price,
    customer_price,
    hand_price,
)
from promotions.rules.sheet import Lot, line_value
from staff.rules import Refusal


class BasketRefused(Refusal):
    """A row that cannot be priced; `field` is the row's key."""


@dataclass(frozen=True, slots=True)
class BasketLine:
    """A row of the order; `key` names it, once in a basket. A hand price goes before an agreed one."""

    key: str
    product_id: int
    quantity: int
    hand: HandPrice | None = None
    agreed: AgreedPrice | None = None


def lots_of(lines: Sequence[BasketLine], book: PriceBook, on: date) -> dict[int, Lot]:
    """The lots of a basket by number, dearest first and always in the same order, whatever the order of its rows.

    Raises BasketRefused for a row that is no quantity of a known product, PriceRefused when one has no price.
    """
    return dict(enumerate(sorted(_gathered(lines, book, on), key=_place)))


def with_rows(lots: Mapping[int, Lot], lines: Sequence[BasketLine], book: PriceBook, on: date) -> dict[int, Lot]:
    """The same with these rows in place of all rows of their products; the other lots keep their numbers.

    Raises as `lots_of`.
    """
    products = {line.product_id for line in lines}
    kept = [(number, lot) for number, lot in lots.items() if lot.product.id not in products]
    added = enumerate(_gathered(lines, book, on), start=max(lots, default=-1) + 1)
    return dict(sorted([*kept, *added], key=lambda numbered: _place(numbered[1])))


def _gathered(lines: Sequence[BasketLine], book: PriceBook, on: date) -> list[Lot]:
    quantities = _quantities(lines, book)
    rows: dict[tuple[int, UnitPrice], list[tuple[str, int]]] = {}
    for line in sorted(lines, key=lambda line: line.key):
        price = _price_of(line, quantities[line.product_id], book, on)
        rows.setdefault((line.product_id, price), []).append((line.key, line.quantity))
    return [_lot(book, product_id, price, tuple(of_lot)) for (product_id, price), of_lot in rows.items()]


def _place(lot: Lot) -> tuple[int, int, str, str]:
    return -lot.ticks, lot.product.id, lot.price.kind, lot.price.words


def _quantities(lines: Sequence[BasketLine], book: PriceBook) -> dict[int, int]:
    """Units of each product over all its rows: what breaks count."""
    quantities: dict[int, int] = {}
    for line in lines:
        if line.product_id not in book.products:
            raise BasketRefused("This product is not one we sell.", field=line.key)
        if line.quantity < 1:
            raise BasketRefused("A quantity is a whole number, one or more.", field=line.key)
        quantities[line.product_id] = quantities.get(line.product_id, 0) + line.quantity
    if len({line.key for line in lines}) != len(lines):
        raise ValueError("two rows of a basket have the same key")
    return quantities


def _price_of(line: BasketLine, quantity: int, book: PriceBook, on: date) -> UnitPrice:
    if line.hand is not None:
        return hand_price(line.hand)
    if line.agreed is not None:
        return agreed_price(line.agreed)
    return customer_price(book.products[line.product_id], quantity, on)


def _lot(book: PriceBook, product_id: int, price: UnitPrice, rows: tuple[tuple[str, int], ...]) -> Lot:
    count = sum(quantity for _, quantity in rows)
    price_ticks = ticks(price.amount)
    return Lot(book.products[product_id], price, price_ticks, count, line_value(price_ticks, count), rows)
