"""A small trade for the price rules: seven products, how they are ordered, and promotions on them."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from promotions.rules import (
    BasketLine,
    LivePromotion,
    PriceBook,
    PricedBasket,
    PriceEntry,
    PriceKind,
    SoldProduct,
    VatRate,
    parse_terms,
    price_basket,
    price_book,
)

# Named as the cases are written: a letter a product.
A, B, C, F, K, R, Z = range(1, 8)
NAMES = {A: "Juice", B: "Biscuits", C: "Cups", F: "Fruit", K: "Stirrers", R: "Heat pads", Z: "Milk"}
LIST_PRICES = {A: "10.00", B: "4.00", C: "2.00", F: "3.00", K: "0.3350", R: "8.00", Z: "5.00"}
VAT_RATES = {F: VatRate.ZERO, R: VatRate.REDUCED, Z: VatRate.ZERO}

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)  # a Tuesday

Rows = list[tuple[int, int]]


def price(kind: PriceKind, amount: str, **overrides: Any) -> PriceEntry:
    return PriceEntry(kind, Decimal(amount), **overrides)


def make_sold(product: int, *more: PriceEntry, **overrides: Any) -> SoldProduct:
    """A product of the trade at its list price, with further prices."""
    fields: dict[str, Any] = {
        "id": product,
        "name": NAMES[product],
        "vat_rate": VAT_RATES.get(product, VatRate.STANDARD),
        "prices": (price(PriceKind.LIST, LIST_PRICES[product]), *more),
        "unit": "case",
    }
    return SoldProduct(**fields | overrides)


def make_book(*products: SoldProduct, bought_before: tuple[int, ...] = ()) -> PriceBook:
    """The whole trade, with these products in place of their plain selves."""
    plain = {product: make_sold(product) for product in NAMES}
    return price_book((plain | {product.id: product for product in products}).values(), bought_before)


def make_offer(mechanic: str, terms: Mapping[str, object], **overrides: Any) -> LivePromotion:
    fields: dict[str, Any] = {"id": 1, "version_id": 101, "name": "Offer"}
    return LivePromotion(**fields | {"terms": parse_terms(mechanic, terms)} | overrides)


def rows(*pairs: tuple[int, int]) -> list[BasketLine]:
    """Rows named 1, 2, 3... of (product, quantity)."""
    return [BasketLine(str(number), product, quantity) for number, (product, quantity) in enumerate(pairs, start=1)]


def priced(
    lines: list[BasketLine],
    *offers: LivePromotion,
    book: PriceBook | None = None,
    delivery: str = "0",
    at: dt.datetime = NOON,
) -> PricedBasket:
    return price_basket(lines, book or make_book(), offers, delivery=Decimal(delivery), at=at)
