"""What is taken off an order: what they are told to pay, what goes back into stock, what promotions get back."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Message
from customers.rules.vocabulary import MessageKind
from orders.actions import allocate_order, credit_order, fulfil_order, give_up_rest
from orders.actions.payable import payable
from orders.models import LineFulfilment, Order, OrderPromotion
from orders.reports.takings import takings
from orders.rules.credited import RateSums, left_to_pay, uses_back
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, told
from promotions.models import CustomerUses, Product, Promotion
from promotions.rules import Mechanic, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    """Four of Tea at 20 %, two of Logs at 5 %, £10.00 each, £69.00 with VAT; but for one of Tea they have left."""
    lines = {
        make_product(name="Tea", stock_free=20): 4,
        make_product(name="Logs", stock_free=20, vat_rate=VatRate.REDUCED): 2,
    }
    made = make_confirmed(by=coordinator, at=noon, lines=lines)
    fulfil_order(order_id=made.pk, told=told(made, (3, 3), (2, 2)), by=None, at=noon)
    return made


def end(order: Order, by: User, at: dt.datetime) -> Order:
    ended = give_up_rest(order_id=order.pk, reason="Discontinued", key=uuid4(), by=by, at=at)
    ended.refresh_from_db()
    return ended


def credit(order: Order, name: str, packs: int, by: User, at: dt.datetime) -> Order:
    line = order.lines.get(product__name=name)
    credit_order(order_id=order.pk, packs={line.pk: packs}, reason="Burst", key=uuid4(), by=by, at=at)
    order.refresh_from_db()
    return order


def free(name: str) -> int:
    return Product.objects.values_list("stock_free", flat=True).get(name=name)


def test_the_letter_says_what_will_not_follow_and_what_is_left_to_pay(
    order: Order, coordinator: User, noon: dt.datetime
) -> None:
    end(order, coordinator, noon)
    letter = Message.objects.get(kind=MessageKind.CHANGE)
    for words in (
        "- The rest will not follow: 1 x Tea. Discontinued",
        "- To pay £57.00, was £69.00.",
        "    1 of them will not follow\n    taken off: £10.00",
        "Goods without VAT: £60.00\nTaken off, without VAT: −£10.00",
        "on £30.00: £6.00",
        "on £20.00: £1.00\nTo pay: £57.00",
    ):
        assert words in letter.text
    for words in ("1 of them will not follow", "−£10.00", "<strong>£57.00</strong>"):
        assert words in letter.html
    assert "69.00" not in letter.html.partition("<table")[2]


def test_what_was_credited_before_is_told_apart(order: Order, coordinator: User, noon: dt.datetime) -> None:
    credit(order, "Logs", 1, coordinator, noon)
    end(order, coordinator, noon)
    text = Message.objects.get(kind=MessageKind.CHANGE).text
    assert "    1 of them credited\n    taken off: £10.00" in text
    assert "To pay: £46.50" in text


def test_the_page_says_the_same_sum(
    order: Order, coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    ended = end(order, coordinator, noon)
    page = coordinator_client.get(reverse("orders:order", args=[order.number])).content.decode()
    assert payable(ended).gross == Decimal("57.00")
    assert "Left to pay" in page
    assert "£57.00" in page


def test_nothing_taken_off_is_the_order_as_it_was_confirmed(order: Order) -> None:
    assert payable(order).gross == order.gross_total == Decimal("69.00")


def test_vat_is_worked_out_once_on_what_is_left() -> None:
    rows = [
        RateSums(VatRate.STANDARD, Decimal("10.03"), Decimal("2.01")),
        RateSums(VatRate.ZERO, Decimal(5), Decimal(0)),
    ]
    left = left_to_pay(rows, {VatRate.STANDARD: Decimal("3.33")})
    assert [(row.net, row.vat) for row in left] == [
        (Decimal("6.70"), Decimal("1.34")),
        (Decimal("5"), Decimal("0.00")),
    ]


def test_what_was_reserved_for_it_is_free_again(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(name="Tea", stock_free=20): 10})
    allocate_order(order_id=order.pk, by=coordinator, at=noon)
    fulfil_order(order_id=order.pk, told=told(order, (6, 4)), by=None, at=noon)
    assert free("Tea") == 10
    ended = end(order, coordinator, noon)
    done = LineFulfilment.objects.get()
    assert (ended.state, free("Tea")) == (OrderState.DESPATCHED, 16)
    assert (done.allocated, done.picked, done.despatched, done.given_up) == (4, 4, 4, 6)


@pytest.fixture
def promotion(director: User, noon: dt.datetime) -> Promotion:
    """Half price for Tea, ten packs in all."""
    tea = make_product(name="Tea", stock_free=20)
    return make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "50"}, products=[tea], allocation=10
    )


def test_the_promotion_gets_back_what_never_left_and_what_came_back(
    promotion: Promotion, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={Product.objects.get(): 10})
    fulfil_order(order_id=order.pk, told=told(order, (6, 6)), by=None, at=noon)
    end(order, coordinator, noon)
    promotion.refresh_from_db()
    assert (promotion.taken, CustomerUses.objects.get().uses) == (6, 6)
    credit(order, "Tea", 2, coordinator, noon)
    promotion.refresh_from_db()
    used = OrderPromotion.objects.get()
    assert (promotion.taken, used.uses, used.uses_given_back) == (4, 10, 6)
    assert takings(promotion.pk).saving == Decimal("20.00")


def test_the_next_customer_may_have_it(promotion: Promotion, coordinator: User, noon: dt.datetime) -> None:
    tea = Product.objects.get()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    fulfil_order(order_id=order.pk, told=told(order, (6, 6)), by=None, at=noon)
    end(order, coordinator, noon)
    assert make_confirmed(by=coordinator, at=noon, lines={tea: 4}).net_total == Decimal("20.00")


@pytest.mark.parametrize(
    ("uses", "packs", "credited", "back"), [(10, 10, 4, 4), (3, 9, 2, 0), (3, 9, 3, 1), (1, 5, 4, 0), (1, 5, 5, 1)]
)
def test_only_whole_uses_go_back(uses: int, packs: int, credited: int, back: int) -> None:
    assert uses_back(uses, packs, credited) == back
