"""A price is set by hand with a reason, takes no promotion, goes with its line, and holds the order below the floor."""

import datetime as dt
from decimal import Decimal

import pytest

from customers.tests.make import make_contact, make_customer
from orders.actions import confirm_order, set_quantity
from orders.actions.desk_price import clear_desk_price, set_hand_price, take_todays_price
from orders.actions.quote import take_over_quote
from orders.models import DeskPrice, Hold, Order, OrderLine
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_draft, make_ready_draft, make_sent_quote
from promotions.models import Product
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal("10.00"), floor_price=Decimal("8.00"))


def by_hand(
    order: Order, product: Product, price: str, by: User, at: dt.datetime, reason: str = "Matches Acme"
) -> Order:
    return set_hand_price(
        order_id=order.pk, product_id=product.pk, unit_price=Decimal(price), reason=reason, by=by, at=at
    )


def line_of(order: Order) -> OrderLine:
    return order.lines.get(is_gift=False)


def test_it_stands_with_its_reason_and_takes_no_promotion(tea: Product, director: User, noon: dt.datetime) -> None:
    make_promotion(by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[tea])
    order = by_hand(make_draft(by=director, at=noon, lines={tea: 3}), tea, "9.5000", director, noon)
    line = line_of(order)
    assert (line.unit_price, line.net_total, line.saving_total, line.price_kind) == (
        Decimal("9.5000"),
        Decimal("28.50"),
        Decimal(0),
        "hand",
    )
    assert line.trace[0] == "Hand price £9.50: Matches Acme."
    assert "a hand price takes no promotion" in line.trace[1]


def test_set_twice_it_is_set_once(tea: Product, director: User, noon: dt.datetime) -> None:
    order = make_draft(by=director, at=noon, lines={tea: 3})
    once = by_hand(order, tea, "9.50", director, noon)
    twice = by_hand(order, tea, "9.50", director, noon)
    assert (once.version, DeskPrice.objects.count()) == (twice.version, 1)


def test_it_stays_when_the_quantity_changes_and_goes_with_the_line(
    tea: Product, director: User, noon: dt.datetime
) -> None:
    order = by_hand(make_draft(by=director, at=noon, lines={tea: 3}), tea, "9.50", director, noon)

    def line_at(quantity: int) -> OrderLine:
        set_quantity(order_id=order.pk, product_id=tea.pk, quantity=quantity, was=None, by=director, at=noon)
        return line_of(order)

    assert line_at(5).net_total == Decimal("47.50")
    with pytest.raises(OrderLine.DoesNotExist):
        line_at(0)
    assert line_at(5).unit_price == Decimal("10.00")


@pytest.mark.parametrize(
    ("price", "reason", "field"),
    [("-1", "Matches Acme", "unit_price"), ("9.12345", "Matches Acme", "unit_price"), ("9.50", "  ", "reason")],
)
def test_no_price_or_no_reason_is_refused_at_its_field(
    tea: Product, director: User, noon: dt.datetime, price: str, reason: str, field: str
) -> None:
    order = make_draft(by=director, at=noon, lines={tea: 3})
    with pytest.raises(OrderRefused) as refused:
        by_hand(order, tea, price, director, noon, reason)
    assert refused.value.field == field


def test_what_is_not_on_the_order_has_no_price_to_set(tea: Product, director: User, noon: dt.datetime) -> None:
    with pytest.raises(OrderRefused, match="Type a quantity first"):
        by_hand(make_draft(by=director, at=noon), tea, "9.50", director, noon)


def test_cleared_it_is_todays_price_again(tea: Product, director: User, noon: dt.datetime) -> None:
    order = by_hand(make_draft(by=director, at=noon, lines={tea: 3}), tea, "9.50", director, noon)
    clear_desk_price(order_id=order.pk, product_id=tea.pk, by=director, at=noon)
    assert line_of(order).unit_price == Decimal("10.00")


@pytest.mark.parametrize(("price", "state"), [("8.0000", OrderState.ALLOCATED), ("7.9999", OrderState.HELD)])
def test_below_the_floor_the_order_is_held(
    tea: Product, director: User, noon: dt.datetime, price: str, state: OrderState
) -> None:
    order = by_hand(make_ready_draft(by=director, at=noon, lines={tea: 3}), tea, price, director, noon)
    confirmed = confirm_order(order_id=order.pk, seen_version=order.version, by=director, at=noon)
    assert confirmed.state == state
    assert [hold.kind for hold in Hold.objects.all()] == (["price"] if state == OrderState.HELD else [])


def test_todays_price_takes_the_place_of_a_quoted_one(tea: Product, director: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_contact(customer)
    quote = make_sent_quote(by=director, at=noon, lines={tea: 3}, customer=customer)
    Product.objects.filter(pk=tea.pk).update(list_price=Decimal("9.00"), floor_price=None)
    order = take_over_quote(quote_id=quote.pk, by=director, at=noon)
    agreed = line_of(order)
    assert (agreed.unit_price, agreed.price_basis, agreed.trace[-1]) == (
        Decimal("10.00"),
        "hand",
        "Today's price would be £9.00.",
    )
    take_todays_price(order_id=order.pk, product_id=tea.pk, by=director, at=noon)
    assert (line_of(order).unit_price, line_of(order).price_basis) == (Decimal("9.00"), "")
    clear_desk_price(order_id=order.pk, product_id=tea.pk, by=director, at=noon)
    assert line_of(order).unit_price == Decimal("10.00")


def test_more_than_an_order_can_hold_is_refused_in_words(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={tea: 100_000})
    with pytest.raises(OrderRefused, match=r"more than £10,000,000\.00 cannot be taken"):
        by_hand(draft, tea, "900000", coordinator, noon)
    assert line_of(draft).unit_price == Decimal("10.00")
