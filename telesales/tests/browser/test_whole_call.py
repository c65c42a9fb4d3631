"""One call by keyboard alone: sign in, Next, dial, type, offer, read back, confirm, outcome, next customer, letter."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from email.message import Message

import pytest
from playwright.sync_api import Page, expect

from calls.models import Call, Offer
from calls.rules.vocabulary import OfferState, Outcome
from calls.tests.make import make_entry
from customers.delivery import deliver
from customers.models import Customer
from customers.tests.mail_server import running_mailbox
from customers.tests.make import make_reachable_customer
from orders.models import Order
from orders.tests.make import make_past_order
from promotions.models import Product
from promotions.rules.vocabulary import Mechanic, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from telesales.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tea() -> Product:
    return make_product(code="TEA80", name="Breakfast tea", list_price=Decimal("10.00"), vat_rate=VatRate.ZERO)


@pytest.fixture
def cups() -> Product:
    return make_product(code="CUP12", name="Paper cups 12 oz", list_price=Decimal("20.00"))


@pytest.fixture
def first_due(coordinator: User, director: User, noon: dt.datetime, tea: Product, cups: Product) -> Customer:
    """A customer who always buys tea and could have the cups on offer, and another behind them in the queue."""
    customer = make_reachable_customer(name="Ardle Stores Ltd")
    make_past_order(customer, noon - dt.timedelta(days=7), {tea: 4})
    make_promotion(
        by=director,
        at=noon,
        mechanic=Mechanic.PERCENT_OFF,
        terms={"percent": "10"},
        products=[cups],
        name="Cups in November",
    )
    make_entry(at=noon, customer=customer)
    make_entry(at=noon, customer=make_reachable_customer(name="Bramble Café"), rank=noon.timestamp() + 3600)
    return customer


def test_a_call_from_next_to_the_acknowledgement_by_keyboard(
    coordinator: User, first_due: Customer, sign_in: SignIn, accessible: Callable[[Page], None], noon: dt.datetime
) -> None:
    page = sign_in(coordinator)
    accessible(page)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ardle Stores Ltd")
    accessible(page)
    page.keyboard.press("d")
    expect(page.get_by_text("Dialling")).to_be_visible()

    page.get_by_label("Breakfast tea, packs today").focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.locator("#pad-foot")).to_contain_text("£50.00")

    page.locator("body").evaluate("document.activeElement.blur()")
    page.keyboard.press("y")
    expect(page.locator("#pad-foot")).to_contain_text("£68.00")
    page.keyboard.press("f")
    expect(page.get_by_role("heading", name="Read back")).to_be_visible()
    accessible(page)
    choose_orderer(page)
    page.get_by_role("button", name="Confirm the order").press("Enter")
    expect(page.get_by_text("SO-2026-").first).to_be_visible()

    finish_with_an_order(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bramble Café")

    order = Order.objects.placed().get(customer=first_due, confirmed_at__gte=noon)
    assert (order.net_total, order.vat_total, order.gross_total) == (Decimal(68), Decimal("3.60"), Decimal("71.60"))
    assert Call.objects.get(customer=first_due).outcome == Outcome.ORDERED
    assert Offer.objects.get().state == OfferState.ACCEPTED
    with running_mailbox() as mailbox:
        deliver(at=dt.datetime.now(dt.UTC))
        deliver(at=dt.datetime.now(dt.UTC))
    [letter] = mailbox.letters
    assert str(order.number) in str(letter["Subject"])
    assert "£71.60" in words_of(letter)


def words_of(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()


def choose_orderer(page: Page) -> None:
    page.get_by_label("Who ordered").focus()
    page.keyboard.type("Sam")


def finish_with_an_order(page: Page) -> None:
    page.locator("body").evaluate("document.activeElement.blur()")
    page.keyboard.press("o")
    expect(page.get_by_role("radio", name="Order", exact=False).first).to_be_focused()
    page.keyboard.press("Enter")
