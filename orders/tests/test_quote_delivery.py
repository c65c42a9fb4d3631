"""What a quote comes to is what the order made of it comes to: delivery and VAT included."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from customers.models import Address, Customer, Message
from customers.rules.vocabulary import AddressKind, MessageKind
from customers.tests.make import make_contact, make_customer
from orders.actions.quote import send_quote, take_over_quote
from orders.models import DeliveryRound, QuoteRevision
from orders.reports.quotes import quote_sheet
from orders.rules.quote import QuoteRefused
from orders.tests.make import make_quote, make_round, make_sent_quote
from promotions.models import Product
from promotions.rules.vocabulary import Mechanic, Reward, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(db: None) -> Customer:
    """In Leeds, where a delivery costs £6.95 up to £100.00, and £30.00 is the least order."""
    make_round(least_total=Decimal(30), charge=Decimal("6.95"), free_from_total=Decimal(100))
    customer = make_customer()
    make_contact(customer)
    Address.objects.create(customer=customer, kind=AddressKind.DELIVERY, lines="2 Wharf Street", postcode="LS1 4AA")
    return customer


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal("3.33"), vat_rate=VatRate.ZERO)


@pytest.fixture
def cups(db: None) -> Product:
    return make_product(name="Cups", list_price=Decimal("7.77"), vat_rate=VatRate.STANDARD)


def make_spend(by: User, at: dt.datetime, **terms: Any) -> None:
    fields = {"spend": "20.00", **terms}
    make_promotion(by=by, at=at, mechanic=Mechanic.SPEND_REWARD, terms=fields, name="Twenty")


@pytest.mark.parametrize(("packs", "delivery"), [(4, Decimal("6.95")), (40, Decimal(0))])
def test_the_order_comes_to_what_was_quoted(
    packs: int, delivery: Decimal, customer: Customer, tea: Product, cups: Product, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: packs, cups: packs}, customer=customer)
    revision = quote.revisions.get()
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    order.refresh_from_db()
    names = ("net_total", "delivery_total", "vat_total", "gross_total")
    assert revision.delivery_total == delivery
    assert [getattr(order, name) for name in names] == [getattr(revision, name) for name in names]


@pytest.mark.parametrize("reward", [Reward.PERCENT_OFF, Reward.FREE_PRODUCT, Reward.FREE_DELIVERY])
def test_it_does_with_a_reward_of_the_day_too(
    reward: Reward, customer: Customer, tea: Product, cups: Product, coordinator: User, noon: dt.datetime
) -> None:
    rewards: dict[Reward, dict[str, Any]] = {
        Reward.PERCENT_OFF: {"percent": "5"},
        Reward.FREE_PRODUCT: {"product": make_product(name="Jug").pk, "quantity": 1},
    }
    make_spend(coordinator, noon, reward=reward.value, **rewards.get(reward, {}))
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 4, cups: 4}, customer=customer)
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    order.refresh_from_db()
    assert order.gross_total == quote.revisions.get().gross_total


def test_it_is_charged_in_the_letter(
    customer: Customer, tea: Product, cups: Product, coordinator: User, noon: dt.datetime
) -> None:
    make_sent_quote(by=coordinator, at=noon, lines={tea: 1, cups: 1}, customer=customer)
    letter = Message.objects.get(kind=MessageKind.QUOTE)
    for body in (letter.text, letter.html):
        assert all(said in body for said in ("Delivery", "£6.95", "£20.58", "Minimum order £30.00: £18.90 more."))


def test_what_is_missing_is_said_while_it_is_priced(
    customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={tea: 1}, customer=customer)
    sheet = quote_sheet(quote.number, noon)
    assert sheet is not None
    assert sheet.delivery_hints == (
        "Minimum order £30.00: £26.67 more.",
        "£96.67 more: free delivery (now £6.95).",
    )


def test_another_charge_is_looked_at_before_it_is_sent(
    customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    quote = make_quote(by=coordinator, at=noon, lines={tea: 10}, customer=customer)
    DeliveryRound.objects.update(charge=Decimal("8.50"))
    seen = quote.revisions.get().version
    with pytest.raises(QuoteRefused, match=r"was £6.95, is £8.50 now"):
        send_quote(quote_id=quote.pk, number=1, seen_version=seen, by=coordinator, at=noon)
    seen = quote.revisions.get().version
    sent = send_quote(quote_id=quote.pk, number=1, seen_version=seen, by=coordinator, at=noon)
    assert (sent.delivery_total, sent.gross_total) == (Decimal("8.50"), Decimal("41.80"))


def remarks(by: User, at: dt.datetime, customer: Customer, lines: dict[Product, int]) -> list[str]:
    make_quote(by=by, at=at, lines=lines, customer=customer)
    said: list[str] = QuoteRevision.objects.get().remarks
    return said


def test_a_gift_that_a_quote_cannot_hold_is_said(
    customer: Customer, cups: Product, coordinator: User, noon: dt.datetime
) -> None:
    jug = make_product(name="Jug")
    make_spend(coordinator, noon, reward=Reward.FREE_PRODUCT.value, product=jug.pk, quantity=1)
    (said,) = remarks(coordinator, noon, customer, {cups: 4})
    assert said.startswith("Ordered today, 1 x Jug would be free (“Twenty”). A quote holds no gifts")


def test_free_delivery_that_a_quote_cannot_hold_is_said(
    customer: Customer, cups: Product, coordinator: User, noon: dt.datetime
) -> None:
    make_spend(coordinator, noon, reward=Reward.FREE_DELIVERY.value)
    assert remarks(coordinator, noon, customer, {cups: 4}) == [
        "Ordered today, the delivery would be free (“Twenty”). A quote does not hold that."
    ]


def test_what_others_may_take_meanwhile_is_said(
    customer: Customer, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    terms, products = {"percent": "10"}, [tea]
    make_promotion(
        by=coordinator,
        at=noon,
        mechanic=Mechanic.PERCENT_OFF,
        terms=terms,
        products=products,
        name="Ten off",
        allocation=6,
    )
    assert remarks(coordinator, noon, customer, {tea: 4}) == [
        "“Ten off” has 6 left, and these prices count on 4. A quote reserves none; its prices hold all the same."
    ]
