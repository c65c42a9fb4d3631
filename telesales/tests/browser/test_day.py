"""A day by keyboard: the brief, ten calls of ten kinds, a promise kept, a skip, a caller in between, none left."""

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import Page, expect

from calls.actions import fill
from calls.models import Attempt, Call, Callback, HandOver, MovedCall
from calls.reports.day_end import day_end
from calls.rules.vocabulary import Direction, Outcome
from calls.tests.make import make_callback, make_schedule
from conftest import signed_in
from customers.tests.make import make_reachable_customer
from orders.tests.make import make_past_order
from promotions.models import BriefReading
from promotions.rules.vocabulary import VatRate
from promotions.tests.make import make_brief, make_product
from staff.models import User
from telesales.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TUESDAY = 1
# In the order of their cut-offs.
SCHEDULED = ("Ardle", "Birch", "Cedar", "Dunne", "Elder", "Frith", "Glade", "Holme", "Ibsen", "Jarvis")


@pytest.fixture(autouse=True)
def at_noon(noon: dt.datetime) -> Iterator[None]:
    """Calling hours, whenever the tests run; the clock goes on from there."""
    with time_machine.travel(noon, tick=True):
        yield


@pytest.fixture
def a_day(coordinator: User, director: User, noon: dt.datetime) -> None:
    """Ten scheduled customers, a promise for noon, and a note in the brief."""
    make_brief(by=director, at=noon, title="Early van", must_read=True)
    tea = make_product(code="TEA80", name="Breakfast tea", list_price=Decimal(10), vat_rate=VatRate.ZERO)
    for number, name in enumerate(SCHEDULED):
        customer = make_reachable_customer(name=f"{name} Ltd")
        cut_off = dt.time(14 + number // 6, number % 6 * 10)
        make_schedule(customer, weekdays=[TUESDAY], owner=coordinator, cut_off=cut_off)
        if number == 0:
            make_past_order(customer, noon - dt.timedelta(days=8), {tea: 4})
    make_callback(make_reachable_customer(name="Promised Ltd"), owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)


def leave_fields(page: Page) -> None:
    page.locator("body").evaluate("document.activeElement.blur()")


def expect_card(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} Ltd")


def ring(page: Page, name: str) -> None:
    expect_card(page, name)
    leave_fields(page)
    page.keyboard.press("d")
    expect(page.get_by_text("Dialling")).to_be_visible()


def save(page: Page, group: str, reason: str) -> None:
    """By its two digits; Enter saves and brings the next customer."""
    leave_fields(page)
    page.keyboard.press(group)
    expect(page.locator("#outcome-choices").get_by_role("radio").first).to_be_visible()
    page.keyboard.press(reason)
    page.keyboard.press("Enter")


def order_tea(page: Page) -> None:
    page.get_by_label("Breakfast tea, packs today").focus()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.locator("#pad-foot")).to_contain_text("£50.00")
    leave_fields(page)
    page.keyboard.press("f")
    page.get_by_label("Who ordered").focus()
    page.keyboard.type("Sam")
    page.get_by_role("button", name="Confirm the order").press("Enter")
    expect(page.get_by_text("SO-2026-").first).to_be_visible()


def promise_tomorrow(page: Page) -> None:
    leave_fields(page)
    page.keyboard.press("2")
    expect(page.locator("#outcome-choices").get_by_role("radio").first).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("r")
    page.get_by_label("Ring back on").fill("2026-11-25")
    page.get_by_label("At", exact=True).fill("10:30")
    page.keyboard.press("Enter")


def put_back(page: Page, why: str) -> None:
    leave_fields(page)
    page.keyboard.press("b")
    page.get_by_label("Why do you put this customer back?").focus()
    page.keyboard.type(why)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is back in the queue")).to_be_visible()
    page.keyboard.press("n")


def answer_caller(page: Page, name: str) -> None:
    """They ring while another card is open: found by name, opened, and the card before waits."""
    leave_fields(page)
    page.keyboard.press("i")
    expect(page.get_by_label("Caller", exact=True)).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.get_by_role("button", name=f"{name} Ltd rings us").press("Enter")
    expect_card(page, name)


def settle(page: Page, what: str, name: str) -> None:
    page.get_by_role("link", name=what.format(name=f"{name} Ltd")).press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name} Ltd")


def move(page: Page, name: str, why: str) -> None:
    settle(page, "Move {name} to another day", name)
    page.get_by_label("Why").focus()
    page.keyboard.type(why)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} Ltd is rung on Wednesday 25 November instead")).to_be_visible()


@pytest.mark.usefixtures("a_day")
def test_a_day_from_the_brief_to_zero(
    coordinator: User,
    second_coordinator: User,
    sign_in: SignIn,
    accessible: Callable[[Page], None],
    noon: dt.datetime,
) -> None:
    page = sign_in(coordinator)
    expect(page.get_by_text("Early van")).to_be_visible()
    accessible(page)
    page.keyboard.press("b")
    expect(page.get_by_text("Early van")).to_be_hidden()
    page.keyboard.press("n")

    ring(page, "Promised")
    save(page, "4", "6")
    ring(page, "Ardle")
    order_tea(page)
    save(page, "3", "1")
    ring(page, "Birch")
    save(page, "1", "1")
    ring(page, "Cedar")
    promise_tomorrow(page)
    expect_card(page, "Dunne")
    put_back(page, "The manager rings them herself")
    expect_card(page, "Elder")
    answer_caller(page, "Jarvis")
    save(page, "4", "2")
    ring(page, "Elder")
    save(page, "4", "1")
    ring(page, "Frith")
    save(page, "4", "3")
    ring(page, "Glade")
    save(page, "2", "3")
    ring(page, "Holme")
    save(page, "1", "2")
    ring(page, "Ibsen")
    save(page, "4", "7")

    expect(page.get_by_text("Nobody is ready to be rung just now")).to_be_visible()
    page.keyboard.press("z")
    expect(page.get_by_text("3 scheduled customers left")).to_be_visible()
    accessible(page)
    move(page, "Birch", "Nobody there")
    move(page, "Dunne", "The manager rings them")
    settle(page, "Hand {name} over", "Holme")
    page.get_by_role("combobox").focus()
    page.keyboard.type("Dev")
    page.get_by_label("Why").focus()
    page.keyboard.type("I am off at one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("offered to Dev Patel", exact=True)).to_be_visible()
    signed_in(second_coordinator).post(f"/calls/hand-overs/{HandOver.objects.get().pk}/take/")
    page.reload()
    expect(page.get_by_text("Nobody is left: 10 scheduled customers accounted for")).to_be_visible()
    check_what_the_day_left(coordinator, noon)


def check_what_the_day_left(coordinator: User, noon: dt.datetime) -> None:
    calls = Call.objects.finished().order_by("saved_at")
    assert [call.outcome for call in calls] == [
        Outcome.SEASONAL,
        Outcome.ORDERED,
        Outcome.NO_ANSWER,
        Outcome.PROMISE,
        Outcome.ALREADY_ORDERED,
        Outcome.ENOUGH_STOCK,
        Outcome.ELSEWHERE_PRICE,
        Outcome.ASKED_BY_EMAIL,
        Outcome.BUSY,
        Outcome.CREDIT,
    ]
    assert Attempt.objects.count() == 9
    assert calls.get(direction=Direction.INBOUND).customer.name == "Jarvis Ltd"
    kept = Callback.objects.get(customer__name="Promised Ltd")
    assert kept.first_attempt_at is not None
    assert kept.window_from <= kept.first_attempt_at <= kept.window_until
    assert BriefReading.objects.get().user == coordinator
    assert set(MovedCall.objects.values_list("words", flat=True)) == {"Nobody there", "The manager rings them"}
    carol = day_end(noon.date(), noon, owner=coordinator).own
    assert carol
    assert (carol.tally.called, carol.tally.moved, carol.handed, carol.tally.left) == (7, 2, 1, 0)
