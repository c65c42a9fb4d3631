"""A day by keyboard: the brief, a skip, eleven calls of eleven kinds, promises kept, a caller in between, zero."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pytest
import time_machine
from django.utils.timezone import now
from playwright.sync_api import Locator, Page, expect

from calls.actions import fill
from calls.models import Attempt, Call, Callback, HandOver, MovedCall, Override, QueueEntry
from calls.reports.day_end import day_end
from calls.rules.overrides import OverrideKind
from calls.rules.vocabulary import Direction, EntryEnd, Outcome
from calls.tests.make import make_callback, make_schedule
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


def tab_to(page: Page, target: Locator, *, most: int = 80) -> None:
    """As a hand without a mouse gets there: by Tab, from wherever the focus is."""
    focused = target.and_(page.locator(":focus"))
    for _ in range(most):
        if focused.count():
            return
        page.keyboard.press("Tab")
    expect(target).to_be_focused()


def type_into(page: Page, field: Locator, typed: str) -> None:
    tab_to(page, field)
    page.keyboard.type(typed)


def open_link(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("link", name=name))
    page.keyboard.press("Enter")


def leave_fields(page: Page) -> None:
    page.keyboard.press("Escape")


def expect_card(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} Ltd")


def ring(page: Page, name: str) -> None:
    expect_card(page, name)
    leave_fields(page)
    page.keyboard.press("d")
    expect(page.get_by_text("Dialling")).to_be_visible()


def choose(page: Page, group: str, reason: str) -> None:
    leave_fields(page)
    page.keyboard.press(group)
    expect(page.locator("#outcome-choices").get_by_role("radio").first).to_be_visible()
    page.keyboard.press(reason)


def save(page: Page, group: str, reason: str) -> None:
    """By its two digits; Enter saves and brings the next customer."""
    choose(page, group, reason)
    page.keyboard.press("Enter")


def order_tea(page: Page) -> None:
    leave_fields(page)
    page.keyboard.press("p")
    expect(page.get_by_label("Breakfast tea, packs today")).to_be_focused()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    expect(page.locator("#pad-foot")).to_contain_text("£50.00")
    leave_fields(page)
    page.keyboard.press("f")
    type_into(page, page.get_by_label("Who ordered"), "Sam")
    tab_to(page, page.get_by_role("button", name="Confirm the order"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("SO-2026-").first).to_be_visible()


def promise_half_past_twelve(page: Page) -> None:
    """The browser of the tests speaks American: it takes the month first, and asks for the half of the day."""
    choose(page, "2", "1")
    page.keyboard.press("r")
    type_into(page, page.get_by_label("Ring back on"), "11242026")
    expect(page.get_by_label("Ring back on")).to_have_value("2026-11-24")
    type_into(page, page.get_by_label("At", exact=True), "1230P")
    expect(page.get_by_label("At", exact=True)).to_have_value("12:30")
    page.keyboard.press("Enter")


def skip_for_today(page: Page, name: str, why: str) -> None:
    """Found by their name; the page that says why they come up leaves them out, with a reason."""
    page.keyboard.press("k")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name} Ltd")
    leave_fields(page)
    open_link(page, "Why now, why not")
    expect(page.get_by_role("heading", level=1)).to_contain_text("why now, why not")
    type_into(page, page.get_by_role("combobox"), "Leave")
    type_into(page, page.get_by_role("textbox", name="Why"), why)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} Ltd is left out for today.")).to_be_visible()


def write_notes(page: Page, words: str) -> None:
    leave_fields(page)
    page.keyboard.press("w")
    page.keyboard.type(words)


def answer_caller(page: Page, name: str) -> None:
    """They ring while another card is open: found by name, opened, and the card before waits."""
    leave_fields(page)
    page.keyboard.press("i")
    expect(page.get_by_label("Caller", exact=True)).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name=f"They ring us: {name} Ltd")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect_card(page, name)


def go_to_the_days_end(page: Page) -> None:
    open_link(page, "My day")
    expect(page.get_by_role("heading", level=1)).to_have_text("My day")
    page.keyboard.press("z")
    expect(page.get_by_role("heading", level=1)).to_have_text("Day’s end")


def settle(page: Page, what: str, name: str) -> None:
    open_link(page, what.format(name=f"{name} Ltd"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{name} Ltd")


def move(page: Page, name: str, why: str) -> None:
    settle(page, "Move {name} to another day", name)
    type_into(page, page.get_by_role("textbox", name="Why"), why)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{name} Ltd is rung on Wednesday 25 November instead")).to_be_visible()


def hand_over(page: Page, name: str, to: str, why: str) -> None:
    settle(page, "Hand over: {name}", name)
    type_into(page, page.get_by_role("combobox"), to)
    type_into(page, page.get_by_role("textbox", name="Why"), why)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"offered to {to}", exact=True)).to_be_visible()


def take_what_is_offered(page: Page, name: str) -> None:
    """By the colleague, at their own screen."""
    button = page.get_by_role("button", name=f"Take {name} Ltd")
    expect(button).to_be_visible()
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_be_hidden()


@pytest.mark.usefixtures("a_day")
def test_a_day_from_the_brief_to_zero(
    coordinator: User,
    second_coordinator: User,
    sign_in: SignIn,
    sign_in_beside: SignIn,
    accessible: Callable[[Page], None],
    clock: time_machine.Traveller,
    noon: dt.datetime,
) -> None:
    page = sign_in(coordinator)
    expect(page.get_by_text("Early van")).to_be_visible()
    accessible(page)
    page.keyboard.press("b")
    expect(page.get_by_text("Early van")).to_be_hidden()
    skip_for_today(page, "Dunne", "The manager rings them herself")
    open_link(page, "My day")
    expect(page.get_by_role("heading", level=1)).to_have_text("My day")
    page.keyboard.press("n")

    ring_through_the_morning(page)
    expect(page.get_by_text("Nobody is ready to be rung just now")).to_be_visible()
    clock.move_to(noon + dt.timedelta(minutes=31))
    fill(day=noon.date(), at=now())
    page.keyboard.press("n")
    ring(page, "Cedar")
    choose(page, "4", "5")
    tab_to(page, page.get_by_role("button", name="Save, my day"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My day")

    go_to_the_days_end(page)
    expect(page.get_by_text("2 scheduled customers left")).to_be_visible()
    accessible(page)
    move(page, "Birch", "Nobody there")
    hand_over(page, "Holme", "Dev Patel", "I am off at one")
    take_what_is_offered(sign_in_beside(second_coordinator), "Holme")
    go_to_the_days_end(page)
    expect(page.get_by_text("Nobody is left: 10 scheduled customers accounted for")).to_be_visible()
    check_the_calls()
    check_what_the_day_left(coordinator, noon)


def ring_through_the_morning(page: Page) -> None:
    """From the first press of Next until nobody is ready, with a caller in between."""
    ring(page, "Promised")
    save(page, "4", "6")
    ring(page, "Ardle")
    order_tea(page)
    save(page, "3", "1")
    ring(page, "Birch")
    save(page, "1", "1")
    ring(page, "Cedar")
    promise_half_past_twelve(page)
    expect_card(page, "Elder")
    write_notes(page, "asked about crumpets")
    answer_caller(page, "Jarvis")
    save(page, "4", "2")
    expect_card(page, "Elder")
    expect(page.get_by_label("Notes of this call")).to_have_value("asked about crumpets")
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


def check_the_calls() -> None:
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
        Outcome.UNAVAILABLE,
    ]
    assert Attempt.objects.count() == 10
    assert calls.get(direction=Direction.INBOUND).customer.name == "Jarvis Ltd"


def check_what_the_day_left(coordinator: User, noon: dt.datetime) -> None:
    for name in ("Promised Ltd", "Cedar Ltd"):
        kept = Callback.objects.get(customer__name=name)
        assert kept.closed_at is not None
        assert kept.first_attempt_at is not None
        assert kept.window_from <= kept.first_attempt_at <= kept.window_until
    made = Callback.objects.get(customer__name="Cedar Ltd")
    assert (made.window_from, made.owner, made.is_exact) == (noon + dt.timedelta(minutes=30), coordinator, True)
    skipped = Override.objects.get()
    assert (skipped.kind, skipped.customer.name, skipped.words) == (
        OverrideKind.SKIP,
        "Dunne Ltd",
        "The manager rings them herself",
    )
    assert QueueEntry.objects.get(customer__name="Dunne Ltd").closed_as == EntryEnd.SKIPPED
    assert BriefReading.objects.get().user == coordinator
    assert MovedCall.objects.get().words == "Nobody there"
    assert HandOver.objects.get().taken_at is not None
    carol = day_end(noon.date(), now(), owner=coordinator).own
    assert carol
    tally = carol.tally
    assert (tally.called, tally.left_out, tally.moved, carol.handed, tally.left) == (7, 1, 1, 1, 0)
