"""An order's whole way in a browser, from mix and match over two rates of VAT to a part despatch."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from email.message import Message
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from calls.models import Offer
from calls.rules.vocabulary import OfferState
from calls.tests.make import make_entry
from customers.delivery import deliver
from customers.models import Customer
from customers.tests.mail_server import Mailbox, running_mailbox
from customers.tests.make import make_reachable_customer
from orders.models import Order, Substitute
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_past_order
from promotions.models import Product
from promotions.rules.vocabulary import Mechanic, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from telesales.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEN = Decimal("10.00")


class Shelf(NamedTuple):
    """What the customer buys: cola and juice in a group of two rates, napkins that are short, logs at a third rate."""

    cola: Product
    juice: Product
    napkins: Product
    kraft: Product
    logs: Product
    cups: Product


@pytest.fixture
def shelf(director: User, noon: dt.datetime) -> Shelf:
    goods = Shelf(
        cola=make_product(name="Cola", list_price=TEN),
        juice=make_product(name="Juice", list_price=Decimal("8.00"), vat_rate=VatRate.ZERO),
        napkins=make_product(name="White napkins", list_price=TEN, stock_free=1),
        kraft=make_product(name="Kraft napkins", list_price=TEN),
        logs=make_product(name="Logs", list_price=TEN, floor_price=Decimal("5.00"), vat_rate=VatRate.REDUCED),
        cups=make_product(name="Paper cups", list_price=TEN),
    )
    Substitute.objects.create(product=goods.napkins, substitute=goods.kraft)
    terms = {"size": 2, "price": "15.00"}
    group = [goods.cola, goods.juice]
    make_promotion(by=director, at=noon, name="Two", mechanic=Mechanic.GROUP_FOR, terms=terms, products=group)
    cups = {"percent": "10"}
    make_promotion(by=director, at=noon, name="Cups", mechanic=Mechanic.PERCENT_OFF, terms=cups, products=[goods.cups])
    return goods


@pytest.fixture
def customer(shelf: Shelf, noon: dt.datetime) -> Customer:
    found = make_reachable_customer(name="Ardle Stores Ltd")
    usual = dict.fromkeys((shelf.cola, shelf.juice, shelf.napkins, shelf.logs), 1)
    for weeks in (1, 2, 3):
        make_past_order(found, noon - dt.timedelta(weeks=weeks), usual)
    make_entry(at=noon, customer=found)
    return found


def test_an_order_from_the_first_line_to_the_part_that_left(
    coordinator: User,
    director: User,
    customer: Customer,
    context: BrowserContext,
    sign_in: SignIn,
    accessible: Callable[[Page], None],
    noon: dt.datetime,
) -> None:
    page = sign_in(coordinator)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ardle Stores Ltd")
    with running_mailbox() as mailbox:
        take(page, accessible)
        order = Order.objects.get(customer=customer, confirmed_at__gte=noon)
        assert (order.state, order.net_total, order.vat_total) == (OrderState.HELD, Decimal("53.00"), Decimal("8.07"))
        assert str(order.number) in subject(newest(mailbox, 1))
        assert "£61.07" in words(newest(mailbox, 1))

        context.clear_cookies()
        page = sign_in(director)
        change(page, str(order.number))
        assert "Juice: 3, was 1" in words(newest(mailbox, 2))
        approve(page, str(order.number))
        part_despatch(page, str(order.number))
        assert "Juice" in words(newest(mailbox, 3))
    order.refresh_from_db()
    assert (order.state, order.revision) == (OrderState.PART_DESPATCHED, 2)
    answers = dict(Offer.objects.values_list("promotion_version__promotion__name", "state"))
    assert answers == {"Cups": OfferState.DECLINED, "Two": OfferState.BOUGHT_UNPROMPTED}


def take(page: Page, accessible: Callable[[Page], None]) -> None:
    """Typed, refused, substituted, priced by hand, read back, confirmed, saved."""
    for name, packs in (("Cola", 1), ("Juice", 1), ("White napkins", 3), ("Logs", 2)):
        page.get_by_label(f"{name}, packs today").fill(str(packs))
        page.keyboard.press("Enter")
    expect(page.locator("#pad-foot")).to_contain_text("Saved £3.00")
    expect(page.locator("#substitutes")).to_contain_text("only 1 free")
    accessible(page)

    leave_the_field(page)
    page.keyboard.press("x")
    page.keyboard.press("2")
    expect(page.locator("#prompts")).to_contain_text("Nothing to offer")
    expect(page.get_by_role("button", name="Have instead")).to_be_visible()
    page.keyboard.press("h")
    expect(page.get_by_label("Kraft napkins, packs today")).to_have_value("2")

    page.get_by_label("Logs, packs today").focus()
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    page.keyboard.type("4.00")
    page.keyboard.press("Enter")
    # Refused at its row, and the cursor stands where the answer is missing.
    expect(page.get_by_label("Logs, why this price")).to_be_focused()
    expect(page.get_by_label("Logs, price of one pack")).to_have_value("4.00")
    expect(page.get_by_label("Logs, why this price")).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.locator("[data-unkept]")).to_be_visible()
    expect(page.get_by_label("Logs, why this price")).to_be_focused()
    page.keyboard.type("Damp ones, agreed at the counter")
    page.keyboard.press("Enter")
    expect(page.locator("#pad-foot")).to_contain_text("£61.07")
    # The pad was drawn anew; the row last worked in has the cursor, and its keys mean it, not the first.
    expect(page.locator(".pad-row:focus")).to_contain_text("Logs")
    page.keyboard.press("v")
    expect(page.get_by_label("Logs, price of one pack")).to_be_focused()
    assert wider_than_the_narrowest_screen(page) <= 0
    page.keyboard.press("Escape")
    page.keyboard.press("v")

    leave_the_field(page)
    page.keyboard.press("f")
    expect(page.get_by_text("instead of White napkins")).to_be_visible()
    expect(page.get_by_text("This order will be held.")).to_be_visible()
    accessible(page)
    page.keyboard.press("c")
    expect(page.get_by_text("is confirmed")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ardle Stores Ltd: saved.")).to_be_visible()


def change(page: Page, number: str) -> None:
    """Three packs of juice instead of one, read back as a difference."""
    page.goto(f"{base(page)}/orders/{number}/change/")
    page.get_by_label("Packs of Juice").fill("3")
    page.get_by_role("button", name="Look at the difference").click()
    expect(page.get_by_text("Juice: 3, was 1")).to_be_visible()
    page.get_by_role("button", name="They agree").click()
    expect(page.get_by_text("revision 2").first).to_be_visible()


def approve(page: Page, number: str) -> None:
    page.goto(f"{base(page)}/orders/approvals/")
    page.get_by_label("Reason").fill("The logs are damp")
    page.get_by_role("button", name="Release").click()
    expect(page.get_by_text("Nothing waits for a decision.")).to_be_visible()


def part_despatch(page: Page, number: str) -> None:
    """All the cola has left, and one of three packs of juice; the rest is due on Thursday week."""
    page.goto(f"{base(page)}/orders/{number}/fulfil/")
    for name, packs in (("Cola", 1), ("Juice", 1)):
        page.get_by_label(f"{name} picked").fill(str(packs))
        page.get_by_label(f"{name} despatched").fill(str(packs))
    page.get_by_role("button", name="Keep").click()
    expect(page.get_by_text(f"Order {number} is kept.")).to_be_visible()


def wider_than_the_narrowest_screen(page: Page) -> int:
    """In px, of the page as it stands; what a screen reader alone is told counts too."""
    desk = page.viewport_size
    assert desk is not None
    page.set_viewport_size({"width": 320, "height": 640})
    wider: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.set_viewport_size(desk)
    return wider


def leave_the_field(page: Page) -> None:
    page.locator("body").evaluate("document.activeElement.blur()")


def base(page: Page) -> str:
    return "/".join(page.url.split("/")[:3])


def newest(mailbox: Mailbox, count: int) -> Message:
    """The last of so many letters that have arrived by now."""
    for _ in range(2):
        deliver(at=dt.datetime.now(dt.UTC))
    assert len(mailbox.letters) == count
    return mailbox.letters[-1]


def subject(letter: Message) -> str:
    return str(letter["Subject"])


def words(letter: Message) -> str:
    part = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return bytes(part.get_payload(decode=True)).decode()
