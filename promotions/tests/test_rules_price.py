"""The customer's price before promotions."""

import datetime as dt
from decimal import Decimal

import pytest

from promotions.rules import (
    AgreedPrice,
    BasketLine,
    BasketRefused,
    HandPrice,
    PriceEntry,
    PriceKind,
    PriceRefused,
    UnitPrice,
    customer_price,
)
from promotions.tests.trade import NOON, A, make_book, make_offer, make_sold, price, priced

TODAY = dt.date(2026, 11, 24)


def price_of_juice(*entries: PriceEntry, quantity: int = 1, on: dt.date = TODAY) -> UnitPrice:
    return customer_price(make_sold(A, *entries), quantity, on)


def test_the_customers_price_list_goes_before_the_list() -> None:
    assert price_of_juice(price(PriceKind.PRICE_LIST, "11.00")).amount == Decimal("11.00")


def test_a_contract_goes_before_a_price_list_even_when_dearer() -> None:
    found = price_of_juice(price(PriceKind.PRICE_LIST, "8.00"), price(PriceKind.CONTRACT, "9.00"))

    assert (found.kind, found.amount) == (PriceKind.CONTRACT, Decimal("9.00"))


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        (dt.date(2026, 10, 31), PriceKind.LIST),
        (dt.date(2026, 11, 1), PriceKind.CONTRACT),
        (dt.date(2026, 11, 30), PriceKind.CONTRACT),
        (dt.date(2026, 12, 1), PriceKind.LIST),
    ],
)
def test_a_contract_holds_from_its_first_day_to_its_last(on: dt.date, kind: PriceKind) -> None:
    november = price(PriceKind.CONTRACT, "9.00", starts_on=dt.date(2026, 11, 1), ends_on=dt.date(2026, 11, 30))

    assert price_of_juice(november, on=on).kind == kind


def test_of_two_contracts_the_newer_holds() -> None:
    old = price(PriceKind.CONTRACT, "8.00", starts_on=dt.date(2025, 1, 1))
    new = price(PriceKind.CONTRACT, "8.50", starts_on=dt.date(2026, 1, 1))

    assert price_of_juice(new, old).amount == Decimal("8.50")


def test_the_newer_contract_decides_before_a_break_of_the_older() -> None:
    old = price(PriceKind.CONTRACT, "8.00", from_quantity=10, starts_on=dt.date(2025, 1, 1))
    new = price(PriceKind.CONTRACT, "8.50", starts_on=dt.date(2026, 1, 1))
    new_break = price(PriceKind.CONTRACT, "8.20", from_quantity=20, starts_on=dt.date(2026, 1, 1))
    overlapping = [new_break, old, new]

    assert price_of_juice(*overlapping, quantity=12).amount == Decimal("8.50")
    assert price_of_juice(*overlapping, quantity=20).amount == Decimal("8.20")


def test_a_break_of_an_older_contract_is_no_hint() -> None:
    old = price(PriceKind.CONTRACT, "8.00", from_quantity=10, starts_on=dt.date(2025, 1, 1))
    new = price(PriceKind.CONTRACT, "8.50", starts_on=dt.date(2026, 1, 1))
    basket = priced([BasketLine("1", A, 9)], book=make_book(make_sold(A, old, new)))

    assert basket.lines[0].hints == ()


@pytest.mark.parametrize(("quantity", "amount"), [(9, "10.00"), (10, "9.00"), (20, "8.00")])
def test_the_highest_break_reached_counts(quantity: int, amount: str) -> None:
    breaks = [price(PriceKind.LIST, "9.00", from_quantity=10), price(PriceKind.LIST, "8.00", from_quantity=20)]

    assert price_of_juice(*breaks, quantity=quantity).amount == Decimal(amount)


def test_a_contract_that_starts_at_ten_leaves_nine_to_the_list() -> None:
    assert price_of_juice(price(PriceKind.CONTRACT, "8.00", from_quantity=10), quantity=9).kind == PriceKind.LIST


def test_a_product_without_a_price_is_refused_in_words() -> None:
    with pytest.raises(PriceRefused, match="Juice has no price on 24 November 2026"):
        customer_price(make_sold(A, prices=()), 1, TODAY)


def test_a_contract_follows_londons_date_not_utcs() -> None:
    july = make_book(make_sold(A, price(PriceKind.CONTRACT, "9.00", starts_on=dt.date(2026, 7, 1))))
    past_midnight_in_london = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

    assert priced([BasketLine("1", A, 1)], book=july, at=past_midnight_in_london).net == Decimal("9.00")


def test_a_hand_price_keeps_its_reason_and_takes_no_promotion() -> None:
    line = BasketLine("1", A, 2, hand=HandPrice(Decimal("9.50"), "Matches Bidfood"))
    basket = priced([line], make_offer("percent_off", {"products": [A], "percent": "10"}))

    assert basket.net == Decimal("19.00")
    assert basket.lines[0].trace == (
        "Hand price £9.50: Matches Bidfood.",
        "Offer: not used, a hand price takes no promotion.",
    )


@pytest.mark.parametrize(
    ("amount", "reason", "words"),
    [
        ("9.50", " ", "needs a reason"),
        ("-1", "Goodwill", "zero or more"),
        ("NaN", "Goodwill", "zero or more"),
        ("1.23456", "Goodwill", "four places"),
    ],
)
def test_a_hand_price_that_is_none_is_refused(amount: str, reason: str, words: str) -> None:
    with pytest.raises(PriceRefused, match=words):
        priced([BasketLine("1", A, 1, hand=HandPrice(Decimal(amount), reason))])


@pytest.mark.parametrize(("amount", "needs_approval"), [("7.99", True), ("8.00", False)])
def test_a_hand_price_below_the_floor_needs_approval(amount: str, needs_approval: bool) -> None:
    book = make_book(make_sold(A, floor_price=Decimal("8.00")))
    basket = priced([BasketLine("1", A, 1, hand=HandPrice(Decimal(amount), "Damaged"))], book=book)

    assert basket.needs_price_approval is needs_approval
    assert basket.lines[0].needs_price_approval is needs_approval


def test_an_agreed_price_stays_and_shows_todays_beside() -> None:
    agreed = AgreedPrice(Decimal("8.80"), PriceKind.LIST, "quote Q-2026-0012")
    line = priced([BasketLine("1", A, 1, agreed=agreed)]).lines[0]

    assert (line.net, line.today_price) == (Decimal("8.80"), Decimal("10.00"))
    assert line.trace == ("Agreed price £8.80, quote Q-2026-0012.", "Today's price would be £10.00.")


def test_rows_by_hand_count_towards_a_break() -> None:
    book = make_book(make_sold(A, price(PriceKind.LIST, "9.00", from_quantity=10)))
    by_hand = BasketLine("1", A, 9, hand=HandPrice(Decimal("8.00"), "Damaged"))

    assert priced([by_hand, BasketLine("2", A, 1)], book=book).lines[1].unit_price == Decimal("9.00")


@pytest.mark.parametrize("quantity", [0, -1])
def test_a_quantity_below_one_is_refused_at_its_row(quantity: int) -> None:
    with pytest.raises(BasketRefused) as refused:
        priced([BasketLine("row 7", A, quantity)])

    assert refused.value.field == "row 7"


def test_an_unknown_product_is_refused_at_its_row() -> None:
    with pytest.raises(BasketRefused, match="not one we sell"):
        priced([BasketLine("1", 999, 1)])


def test_an_empty_basket_costs_nothing() -> None:
    basket = priced([], delivery="6.95")

    assert (basket.gross, basket.delivery) == (Decimal(0), Decimal(0))


def test_an_instant_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="time zone"):
        priced([], at=NOON.replace(tzinfo=None))
