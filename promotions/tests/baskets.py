"""Random baskets, price books and promotions for laws that hold for all of them."""

import datetime as dt
import random
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from promotions.rules import (
    AgreedPrice,
    BasketLine,
    HandPrice,
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
from promotions.rules.promotion import Promised
from promotions.tests.trade import NOON

PRODUCTS = range(1, 6)
TERMS: list[tuple[str, dict[str, object]]] = [
    ("percent_off", {"percent": "10"}),
    ("percent_off", {"percent": "33.33"}),
    ("percent_off", {"percent": "100"}),
    ("amount_off", {"amount": "1.2345"}),
    ("promotion_price", {"price": "2.5050"}),
    ("introduction_price", {"price": "0.9990"}),
    ("buy_get_free", {"buy": 2, "get": 1}),
    ("buy_get_free", {"buy": 1, "get": 2}),
    ("buy_get_at", {"buy": 1, "get": 1, "percent": "50"}),
    ("buy_get_at", {"buy": 2, "get": 1, "price": "1.1150"}),
    ("group_for", {"size": 3, "price": "7.00"}),
    ("group_for", {"size": 2, "price": "0.01"}),
    ("tiers", {"basis": "quantity", "steps": [{"at_least": 3, "percent": "5"}, {"at_least": 9, "percent": "12.5"}]}),
    ("tiers", {"basis": "value", "steps": [{"at_least": "20.00", "percent": "5"}]}),
    ("bundle_for", {"items": [{"product": 1, "quantity": 1}, {"product": 2, "quantity": 2}], "price": "5.00"}),
    ("spend_reward", {"spend": "20.00", "reward": "percent_off", "percent": "5"}),
    ("spend_reward", {"spend": "15.00", "reward": "amount_off", "amount": "25.00"}),
    ("spend_reward", {"spend": "10.00", "reward": "free_product", "product": 5}),
    ("spend_reward", {"spend": "10.00", "reward": "free_product", "product": 4, "quantity": 2, "incidental": True}),
    ("spend_reward", {"spend": "30.00", "reward": "free_delivery"}),
    ("push", {}),
]
NAMES_ITS_PRODUCTS = {"bundle_for", "spend_reward"}

TODAY = NOON.date()
DAY = dt.timedelta(days=1)
# In force, over, to come, and without end.
SPANS = [(TODAY - DAY, TODAY), (None, TODAY - DAY), (TODAY + DAY, None), (TODAY, None), (None, None)]
KINDS = [PriceKind.LIST, PriceKind.PRICE_LIST, PriceKind.CONTRACT, PriceKind.HAND]

prices = st.integers(0, 150_000).map(lambda ticks: Decimal(ticks).scaleb(-4))
PROMISED = Promised(3, {1: 2, 2: 4, 4: 9}, Decimal("0.75"))
# Mostly those that stand now; some that do not, and some of them promised on the order before.
STANDINGS: list[dict[str, Any]] = [
    *[{}] * 8,
    {"state": "paused"},
    {"state": "ended", "promised": PROMISED},
    {"weekdays": frozenset({NOON.weekday()})},
    {"weekdays": frozenset({(NOON.weekday() + 1) % 7})},
    {"weekdays": frozenset({(NOON.weekday() + 1) % 7}), "promised": PROMISED},
    {"starts_at": NOON + DAY},
    {"ends_at": NOON},
    {"audience_refusal": "it is for cafés only"},
]

limits = st.one_of(st.none(), st.integers(0, 4))


@dataclass(frozen=True)
class Trade:
    """All that prices a basket."""

    lines: list[BasketLine]
    book: PriceBook
    promotions: list[LivePromotion]
    delivery: Decimal

    def priced(self) -> PricedBasket:
        return price_basket(self.lines, self.book, self.promotions, delivery=self.delivery, at=NOON)

    def but(self, **changes: object) -> "Trade":
        return replace(self, **changes)  # type: ignore[arg-type]  # the fields are named where it is called


def random_book(seed: int) -> PriceBook:
    """Any prices and rates: from a seed, because drawing each would cost more than pricing the basket."""
    chance = random.Random(seed)
    return price_book(
        [random_product(chance, number) for number in PRODUCTS], chance.sample(PRODUCTS, chance.randint(0, 2))
    )


def random_product(chance: random.Random, number: int) -> SoldProduct:
    def price(kind: PriceKind, from_quantity: int = 1) -> PriceEntry:
        return PriceEntry(kind, Decimal(chance.randint(0, 150_000)).scaleb(-4), from_quantity)

    entries = [price(PriceKind.LIST), price(PriceKind.LIST, 6)]
    for kind in (PriceKind.PRICE_LIST, PriceKind.CONTRACT):
        for starts_on, ends_on in chance.sample(SPANS, chance.choice([0, 0, 0, 1, 2])):
            entries.append(replace(price(kind, chance.choice([1, 1, 4])), starts_on=starts_on, ends_on=ends_on))
    return SoldProduct(number, f"Product {number}", chance.choice(list(VatRate)), tuple(entries))


@st.composite
def baskets(draw: st.DrawFn) -> list[BasketLine]:
    lines = []
    for number in range(draw(st.integers(1, 6))):
        origin = draw(st.integers(0, 7))
        hand = HandPrice(draw(prices), "Matches a competitor") if origin == 0 else None
        agreed = AgreedPrice(draw(prices), draw(st.sampled_from(KINDS)), "order SO-1") if origin == 1 else None
        product, quantity = draw(st.sampled_from(PRODUCTS)), draw(st.integers(1, 14))
        lines.append(BasketLine(f"row {number}", product, quantity, hand, agreed))
    return lines


@st.composite
def offers(draw: st.DrawFn, number: int) -> LivePromotion:
    mechanic, terms = draw(st.sampled_from(TERMS))
    on = None
    if mechanic not in NAMES_ITS_PRODUCTS:
        on = draw(st.frozensets(st.sampled_from(PRODUCTS), min_size=1))
    return LivePromotion(
        id=number,
        version_id=100 + number,
        name=f"Promotion {number}",
        terms=parse_terms(mechanic, terms, products=on),
        includes_contracts=draw(st.booleans()),
        cap_per_order=draw(limits),
        left_for_customer=draw(limits),
        allocation_left=draw(limits),
        priority=draw(st.integers(1, 3)),
        combinability="exclusive" if draw(st.integers(0, 3)) == 0 else "combines",
        **draw(st.sampled_from(STANDINGS)),
    )


@st.composite
def trades(draw: st.DrawFn) -> Trade:
    promotions = [draw(offers(number)) for number in range(1, 1 + draw(st.integers(1, 8)))]
    return Trade(
        draw(baskets()),
        random_book(draw(st.integers(0, 10**6))),
        promotions,
        draw(st.sampled_from([Decimal(0), Decimal("6.95")])),
    )
