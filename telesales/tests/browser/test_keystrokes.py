"""The keys of the pad: how many a repeat order of ten lines takes from Next to Next, and what a digit means."""

import datetime as dt
import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from calls.actions import type_quantities
from calls.models import Offer
from calls.tests.make import make_entry
from customers.models import Customer
from customers.tests.make import make_reachable_customer
from orders.actions.repricing import Worked
from orders.models import GivenUp, Order
from orders.rules.vocabulary import GivenUpReason
from orders.tests.make import make_past_order
from promotions.rules.vocabulary import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from telesales.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINES = 10
MOST_KEYS = 40


@pytest.fixture
def regular(coordinator: User, director: User, noon: dt.datetime) -> Customer:
    """Orders the same ten lines each week; one promotion is open to them, and another customer waits behind."""
    customer = make_reachable_customer(name="Ardle Stores Ltd")
    products = [make_product(name=f"Usual {number}") for number in range(LINES)]
    for weeks in (1, 2, 3):
        make_past_order(customer, noon - dt.timedelta(weeks=weeks), dict.fromkeys(products, 4))
    terms = {"percent": "10"}
    make_promotion(by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[make_product()])
    make_entry(at=noon, customer=customer)
    make_entry(at=noon, customer=make_reachable_customer(name="Bramble Café"), rank=noon.timestamp() + 3600)
    return customer


class Keyboard:
    """Counts what is pressed; the digits of quantities are counted apart."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys.append(key)

    def type_quantity(self, digits: str) -> None:
        self.page.keyboard.type(digits)


def test_ten_usual_lines_from_next_to_next(
    coordinator: User, regular: Customer, sign_in: SignIn, noon: dt.datetime
) -> None:
    page = sign_in(coordinator)
    keyboard = Keyboard(page)
    keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ardle Stores Ltd")
    keyboard.press("d")
    expect(page.get_by_text("Dialling")).to_be_visible()
    take_ten_lines(keyboard)
    decline_the_offer(keyboard)
    confirm(keyboard)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bramble Café")

    order = Order.objects.placed().get(customer=regular, confirmed_at__gte=noon)
    assert [line.quantity for line in order.lines.all()] == list(range(2, 2 + LINES))
    assert len(keyboard.keys) <= MOST_KEYS, f"{len(keyboard.keys)}: {' '.join(keyboard.keys)}"


def take_ten_lines(keyboard: Keyboard) -> None:
    keyboard.press("p")
    expect(keyboard.page.locator("input[data-cell]").first).to_be_focused()
    for number in range(LINES):
        keyboard.type_quantity(str(2 + number))
        keyboard.press("Enter")
    expect(keyboard.page.locator("#pad-foot")).to_contain_text(f"Lines {LINES}")
    keyboard.press("Escape")


def decline_the_offer(keyboard: Keyboard) -> None:
    keyboard.press("x", "1")
    expect(keyboard.page.get_by_text("Nothing to offer on this order now.")).to_be_visible()


def test_nothing_typed_on_a_slow_line_misses_the_read_back(
    coordinator: User, regular: Customer, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(**typed: Any) -> Worked:
        time.sleep(0.3)
        return type_quantities(**typed)

    monkeypatch.setattr("calls.views.pad.type_quantities", slowly)
    page = sign_in(coordinator)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ardle Stores Ltd")
    page.keyboard.press("p")
    expect(page.locator("input[data-cell]").first).to_be_focused()
    for _ in range(4):
        page.keyboard.type("3")
        page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.get_by_role("heading", name="Read back")).to_be_visible(timeout=20_000)
    expect(page.locator("ul.read-back > li")).to_have_count(4)


def confirm(keyboard: Keyboard) -> None:
    keyboard.press("f")
    expect(keyboard.page.get_by_role("heading", name="Read back")).to_be_visible()
    keyboard.press("c")
    expect(keyboard.page.get_by_text("SO-2026-").first).to_be_visible()


def test_a_refused_quantity_holds_the_read_back_until_what_stands_is_put_back(
    coordinator: User, regular: Customer, sign_in: SignIn
) -> None:
    page = sign_in(coordinator)
    page.keyboard.press("n")
    cell = page.get_by_label("Usual 1, packs today")
    for typed in ("3", "2.5"):
        cell.fill(typed)
        page.keyboard.press("Enter")
    expect(cell).to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(cell).to_be_focused()
    expect(page.locator("[data-unkept]")).to_be_visible()
    page.get_by_role("button", name="put back what stands").click()
    expect(cell).to_have_value("3")
    expect(cell).not_to_have_attribute("aria-invalid", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    expect(page.get_by_label("Who ordered")).to_be_visible()


def test_a_digit_means_what_was_opened_last(
    coordinator: User, director: User, sign_in: SignIn, noon: dt.datetime
) -> None:
    """A grey row and an offer both ask for a reason by digit."""
    customer, gone, kept = make_reachable_customer(), make_product(name="Tea"), make_product(name="Cups")
    for weeks, lines in enumerate([{kept: 1}] * 4 + [{gone: 4, kept: 1}] * 3, 1):
        make_past_order(customer, noon - dt.timedelta(weeks=weeks), lines)
    terms = {"percent": "10"}
    make_promotion(by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[make_product()])
    make_entry(at=noon, customer=customer)
    page = sign_in(coordinator)
    page.keyboard.press("n")
    expect(page.get_by_text("normally 4")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("x")
    page.keyboard.press("2")
    expect(page.get_by_text("Nothing to offer on this order now.")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("3")
    expect(page.get_by_text("Tea is not shown any more")).to_be_visible()
    assert Offer.objects.get().reason == "Too dear"
    assert GivenUp.objects.get().reason == GivenUpReason.MENU


def test_one_product_after_the_other_is_searched_for_and_stays_in_sight(
    coordinator: User, regular: Customer, sign_in: SignIn
) -> None:
    """Enter goes back to the search; what was added stands under it, also when the page is loaded again."""
    found = [make_product(name=name) for name in ("Saffron", "Turmeric")]
    page = sign_in(coordinator)
    page.keyboard.press("n")
    expect(page.locator(".pad")).to_be_visible()
    page.keyboard.press("/")
    for product, packs in zip(found, ("2", "3"), strict=True):
        page.keyboard.type(product.name)
        page.keyboard.press("Enter")
        expect(page.get_by_label(f"{product.name}, packs today")).to_be_focused()
        page.keyboard.type(packs)
        page.keyboard.press("Enter")
        expect(page.locator("#pad-search")).to_be_focused()
    expect(page.locator("#pad-foot")).to_contain_text("Lines 2")
    for _ in range(2):
        rows = page.locator(".pad-row .pad-name")
        expect(rows.nth(0)).to_contain_text("Saffron")
        expect(rows.nth(1)).to_contain_text("Turmeric")
        expect(rows.nth(2)).to_contain_text("Usual")
        page.reload()


def test_pieces_become_packs_in_their_field(coordinator: User, sign_in: SignIn, noon: dt.datetime) -> None:
    """What is refused stays as it was typed."""
    customer, cups = make_reachable_customer(), make_product(name="Cups", unit="case", pack_size=24)
    make_past_order(customer, noon - dt.timedelta(weeks=1), {cups: 3})
    make_entry(at=noon, customer=customer)
    page = sign_in(coordinator)
    page.keyboard.press("n")
    cell, said = page.locator(f"#pad-cell-{cups.pk}"), page.locator(f"#pad-said-{cups.pk}")
    expect(cell).to_be_visible()
    page.wait_for_load_state("load")
    for typed, words, stands in [("72p", "72 pieces: 3 × case of 24.", "3"), ("30p", "24 or 48 pieces", "30p")]:
        cell.fill(typed)
        cell.press("Enter")
        expect(said).to_contain_text(words)
        expect(cell).to_have_value(stands)


def test_why_says_the_whole_order_too_and_stays_open(
    coordinator: User, director: User, sign_in: SignIn, noon: dt.datetime
) -> None:
    customer, cups = make_reachable_customer(), make_product(name="Cups")
    make_past_order(customer, noon - dt.timedelta(weeks=1), {cups: 3})
    terms = {"spend": "50.00", "reward": "amount_off", "amount": "5.00"}
    make_promotion(by=director, at=noon, name="Five off", mechanic=Mechanic.SPEND_REWARD, terms=terms)
    make_entry(at=noon, customer=customer)
    page = sign_in(coordinator)
    page.keyboard.press("n")
    cell, why = page.locator(f"#pad-cell-{cups.pk}"), page.locator("#pad-why")
    expect(cell).to_be_visible()
    page.wait_for_load_state("load")
    cell.fill("3")
    cell.press("Escape")
    page.keyboard.press("t")
    expect(why).to_have_text("Five off: not used, it starts at £50.00, this order has £30.00 that counts.")
    cell.fill("6")
    cell.press("Tab")
    expect(why).to_have_text("Five off: £5.00 off, from £50.00: £5.00 off.")
    expect(why).to_be_visible()
    expect(page.locator(f"#pad-trace-{cups.pk}")).to_be_visible()
