"""The order pad: pricing a basket against all live promotions, finding a product, an edit's round trip."""

import datetime as dt
import random
import time
from decimal import Decimal
from functools import partial

from benchmarks.database import throw_away_database
from benchmarks.figures import Figure, Timing, timing_of
from promotions.rules import (
    BasketLine,
    LivePromotion,
    Mechanic,
    PriceBook,
    PriceEntry,
    PriceKind,
    SoldProduct,
    Terms,
    VatRate,
    parse_terms,
    price_basket,
    price_book,
)

AT = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)
PRODUCTS = 400
PRODUCTS_IN_A_PROMOTION = 8
LINES, PROMOTIONS = 50, 200
GOAL_MS = 5.0
# Two random draws of the same size differ by as much.
NOISE = 1.2

# Line promotions come in equal numbers of each mechanic.
MECHANICS: list[tuple[Mechanic, dict[str, object]]] = [
    (Mechanic.PERCENT_OFF, {"percent": "10"}),
    (Mechanic.AMOUNT_OFF, {"amount": "0.50"}),
    (Mechanic.PROMOTION_PRICE, {"price": "6.50"}),
    (Mechanic.BUY_GET_FREE, {"buy": 2, "get": 1}),
    (Mechanic.BUY_GET_AT, {"buy": 3, "get": 1, "percent": "50"}),
    (Mechanic.GROUP_FOR, {"size": 3, "price": "9.00"}),
    (
        Mechanic.TIERS,
        {"basis": "quantity", "steps": [{"at_least": 10, "percent": "5"}, {"at_least": 20, "percent": "8"}]},
    ),
    (Mechanic.INTRODUCTION_PRICE, {"price": "5.00"}),
    (Mechanic.BUNDLE_FOR, {"price": "12.00"}),
]

# A desk runs a handful of order promotions at a time; each leaves its share on every line.
REWARDS: list[dict[str, object]] = [
    {"spend": "100.00", "reward": "percent_off", "percent": "2"},
    {"spend": "500.00", "reward": "amount_off", "amount": "10.00"},
    {"spend": "150.00", "reward": "free_delivery"},
    {"spend": "2000.00", "reward": "free_product", "product": 1},
]


def measure() -> list[Figure]:
    plain = time_of(LINES, PROMOTIONS)
    basket = f"{LINES} lines x {PROMOTIONS} promotions"
    return [*_priced(basket, plain), *_on_the_database()]


def _priced(basket: str, plain: Timing) -> list[Figure]:
    """Growing no faster than lines + promotions: four times of either in four times the time at most, and four times of
    both in what each of them adds.
    """
    lines, promotions = time_of(4 * LINES, PROMOTIONS), time_of(LINES, 4 * PROMOTIONS)
    added = lines.fastest + promotions.fastest - plain.fastest
    both = time_of(4 * LINES, 4 * PROMOTIONS).fastest
    return [
        Figure(f"pad: price {basket}, p50", plain.p50, "ms", goal=GOAL_MS),
        Figure(f"pad: price {basket}, p99", plain.p99, "ms"),
        Figure("pad: four times the lines", lines.fastest, "ms", reference=plain.fastest, goal=4.0 * NOISE),
        Figure("pad: four times the promotions", promotions.fastest, "ms", reference=plain.fastest, goal=4.0 * NOISE),
        Figure("pad: four times both, to what each adds", both, "ms", reference=added, goal=NOISE),
    ]


def _on_the_database() -> list[Figure]:
    with throw_away_database():
        from benchmarks.pad_data import edited, searched

        return [*searched(), *edited()]


def time_of(lines: int, promotions: int) -> Timing:
    """The catalogue grows with the basket, so that a promotion stays as rare in it."""
    chance = random.Random(lines * promotions)
    products = PRODUCTS * max(1, lines // LINES)
    work = partial(
        price_basket,
        make_basket(chance, lines, products),
        make_book(chance, products),
        make_promotions(chance, promotions, products),
        delivery=Decimal("6.95"),
        at=AT,
    )
    return timing_of(work, times=200, clock=time.process_time)


def make_basket(chance: random.Random, lines: int, products: int) -> list[BasketLine]:
    chosen = chance.sample(range(products), lines)
    return [BasketLine(str(number), product, chance.randint(1, 24)) for number, product in enumerate(chosen)]


def make_book(chance: random.Random, products: int) -> PriceBook:
    return price_book(make_product(chance, number) for number in range(products))


def make_product(chance: random.Random, number: int) -> SoldProduct:
    """A product with a break, and for one in five a contract price."""
    listed = Decimal(chance.randint(100, 2000)) / 100
    prices = [PriceEntry(PriceKind.LIST, listed), PriceEntry(PriceKind.LIST, listed * Decimal("0.9"), 12)]
    if chance.random() < 0.2:
        prices.append(PriceEntry(PriceKind.CONTRACT, listed * Decimal("0.85")))
    rate = chance.choice([VatRate.STANDARD, VatRate.STANDARD, VatRate.REDUCED, VatRate.ZERO])
    return SoldProduct(number, f"Product {number}", rate, tuple(prices), unit="case")


def make_promotions(chance: random.Random, count: int, products: int) -> list[LivePromotion]:
    return [make_promotion(chance, number, products) for number in range(1, count + 1)]


def make_promotion(chance: random.Random, number: int, products: int) -> LivePromotion:
    return LivePromotion(
        id=number,
        version_id=number,
        name=f"Promotion {number}",
        terms=make_terms(chance, number, products),
        priority=chance.randint(1, 9),
        includes_contracts=chance.random() < 0.3,
        combinability="exclusive" if chance.random() < 0.02 else "combines",
    )


def make_terms(chance: random.Random, number: int, products: int) -> Terms:
    if number <= len(REWARDS):
        return parse_terms(Mechanic.SPEND_REWARD, REWARDS[number - 1])
    mechanic, terms = MECHANICS[number % len(MECHANICS)]
    on = chance.sample(range(products), PRODUCTS_IN_A_PROMOTION)
    if mechanic == Mechanic.BUNDLE_FOR:
        items = [{"product": product, "quantity": 1} for product in on[:2]]
        return parse_terms(mechanic, {**terms, "items": items})
    return parse_terms(mechanic, terms, products=on)
