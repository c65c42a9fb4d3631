"""The worked cases that the trade agreed on, to the penny."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from promotions.rules import LivePromotion, PriceBook, PriceKind
from promotions.tests.trade import A, B, C, F, K, R, Rows, Z, make_book, make_offer, make_sold, price, priced, rows


@dataclass
class Case:
    """A basket, its promotions, and what it must come to: net (delivery in it), VAT, and saving on goods."""

    name: str
    basket: Rows
    net: str
    vat: str
    saving: str = "0.00"
    offers: list[LivePromotion] = field(default_factory=list)
    book: PriceBook = field(default_factory=make_book)
    delivery: str = "0"


TEN_OFF_JUICE = make_offer("percent_off", {"products": [A], "percent": "10"})
THREE_CUPS_FOR_5 = make_offer("group_for", {"products": [C], "size": 3, "price": "5.00"})
THREE_FOR_9 = make_offer("group_for", {"products": [B, C], "size": 3, "price": "9.00"})
FIVE_OFF_FROM_100 = make_offer("spend_reward", {"spend": "100.00", "reward": "percent_off", "percent": "5"}, id=2)
TIERS: dict[str, object] = {
    "products": [B],
    "basis": "quantity",
    "steps": [{"at_least": 10, "percent": "10"}, {"at_least": 20, "percent": "15"}],
}


def contract(amount: str) -> PriceBook:
    return make_book(make_sold(A, price(PriceKind.CONTRACT, amount)))


CASES = [
    Case("V01 nothing on offer", [(A, 3)], "30.00", "6.00"),
    Case("V02 a tenth off one product", [(A, 3)], "27.00", "5.40", "3.00", [TEN_OFF_JUICE]),
    Case(
        "V03 an amount off each",
        [(B, 2)],
        "5.00",
        "1.00",
        "3.00",
        [make_offer("amount_off", {"products": [B], "amount": "1.50"})],
    ),
    Case(
        "V04 a promotion price",
        [(A, 2)],
        "18.00",
        "3.60",
        "2.00",
        [make_offer("promotion_price", {"products": [A], "price": "9.00"})],
    ),
    Case(
        "V05 a promotion price above the customer's own is left",
        [(A, 2)],
        "20.00",
        "4.00",
        "0.00",
        [make_offer("promotion_price", {"products": [A], "price": "11.00"})],
    ),
    Case(
        "V06 two of seven free when every third is",
        [(C, 7)],
        "10.00",
        "2.00",
        "4.00",
        [make_offer("buy_get_free", {"products": [C], "buy": 2, "get": 1})],
    ),
    Case("V07 two groups of three and one at its own price", [(C, 7)], "12.00", "2.40", "2.00", [THREE_CUPS_FOR_5]),
    Case("V08 mix and match takes the dearest first", [(B, 2), (C, 2)], "11.00", "2.20", "1.00", [THREE_FOR_9]),
    Case("V09 a group dearer than its units is left", [(C, 3)], "6.00", "1.20", "0.00", [THREE_FOR_9]),
    Case(
        "V10 a group over two rates is shared by normal price before VAT",
        [(B, 1), (Z, 1)],
        "6.00",
        "0.53",
        "3.00",
        [make_offer("group_for", {"products": [B, Z], "size": 2, "price": "6.00"})],
    ),
    Case(
        "V11 a break counts both rows",
        [(A, 6), (A, 4)],
        "90.00",
        "18.00",
        book=make_book(make_sold(A, price(PriceKind.LIST, "9.00", from_quantity=10))),
    ),
    Case("V12 the highest tier reached, on all", [(B, 20)], "68.00", "13.60", "12.00", [make_offer("tiers", TIERS)]),
    Case("V13 off the order from a spend", [(A, 11)], "104.50", "20.90", "5.50", [FIVE_OFF_FROM_100]),
    Case(
        "V14 a spend counts what line promotions left",
        [(A, 11)],
        "99.00",
        "19.80",
        "11.00",
        [TEN_OFF_JUICE, FIVE_OFF_FROM_100],
    ),
    Case("V15 a contract price is left alone", [(A, 2)], "17.00", "3.40", "0.00", [TEN_OFF_JUICE], contract("8.50")),
    Case(
        "V16 unless contracts are included",
        [(A, 2)],
        "15.68",
        "3.14",
        "3.92",
        [make_offer("percent_off", {"products": [A], "percent": "20"}, includes_contracts=True)],
        contract("9.80"),
    ),
    Case("V17 a dearer contract stands", [(A, 1)], "10.40", "2.08", book=contract("10.40")),
    Case(
        "V18 two at most on an order",
        [(A, 5)],
        "48.00",
        "9.60",
        "2.00",
        [make_offer("percent_off", {"products": [A], "percent": "10"}, cap_per_order=2)],
    ),
    Case(
        "V19 three left of the allocation",
        [(A, 5)],
        "47.00",
        "9.40",
        "3.00",
        [make_offer("promotion_price", {"products": [A], "price": "9.00"}, allocation_left=3)],
    ),
    Case(
        "V20 an exclusive one that saves as much stands by its priority",
        [(A, 1), (C, 6)],
        "20.00",
        "4.00",
        "2.00",
        [
            make_offer("percent_off", {"products": [A], "percent": "20"}, combinability="exclusive", priority=1, id=3),
            make_offer("group_for", {"products": [C], "size": 3, "price": "5.00"}, priority=2, id=4),
        ],
    ),
    Case(
        "V21 free delivery from a spend",
        [(A, 5)],
        "50.00",
        "10.00",
        "0.00",
        [make_offer("spend_reward", {"spend": "50.00", "reward": "free_delivery"})],
        delivery="6.95",
    ),
    Case("V22 delivery follows the goods by rate", [(A, 1), (Z, 2)], "26.00", "2.60", delivery="6.00"),
    Case("V23 a line is rounded once, half up", [(K, 3)], "1.01", "0.20"),
    Case(
        "V24 an incidental gift takes the main goods' rate",
        [(A, 3)],
        "30.00",
        "6.00",
        "3.00",
        [make_offer("spend_reward", {"spend": "30.00", "reward": "free_product", "product": F, "incidental": True})],
    ),
    Case(
        "a gift that is not incidental shares its price with the goods before VAT",
        [(A, 3)],
        "30.00",
        "5.45",
        "3.00",
        [make_offer("spend_reward", {"spend": "30.00", "reward": "free_product", "product": F})],
    ),
    Case("each rate is worked out by itself", [(A, 1), (R, 1), (Z, 1)], "23.00", "2.40"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    basket = priced(rows(*case.basket), *case.offers, book=case.book, delivery=case.delivery)

    assert basket.net == Decimal(case.net)
    assert basket.vat == Decimal(case.vat)
    assert basket.gross == Decimal(case.net) + Decimal(case.vat)
    assert basket.saving == Decimal(case.saving)


def test_the_trace_says_that_a_promotion_price_is_dearer() -> None:
    dearer = make_offer("promotion_price", {"products": [A], "price": "11.00"}, name="Juice week")
    (line,) = priced(rows((A, 2)), dearer).lines
    assert "Juice week: not used, its price £11.00 is not below this customer's own." in line.trace
