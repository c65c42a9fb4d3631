"""Every page of every person by axe: at the desk's width in the light, on a phone in the dark; and none overflows."""

import datetime as dt
from collections.abc import Callable
from io import StringIO
from typing import Literal

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from calls.models import Appointment, Call, Callback, QueueEntry, Schedule
from customers.models import Customer, Message
from customers.tests.make import make_line, make_message
from orders.models import Enquiry, Order, Quote
from orders.rules.vocabulary import OrderState
from promotions.models import Promotion
from staff.models import User
from staff.rules import Role
from targets.models import Target
from telesales.tests.browser.conftest import SignIn
from telesales.tests.test_routes import OK, ROUTES
from telesales.up.sign_ins import COORDINATOR

LOOKS: tuple[tuple[int, int, Literal["light", "dark"]], ...] = ((1280, 800, "light"), (390, 844, "dark"))
# A screen of 1280 at four times its size (WCAG 2.2, 1.4.10 Reflow).
NARROWEST = 320
# A premium number: the card says so in a sentence.
MAY_NOT_BE_RUNG = "+449098790123"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wholesaler(db: None, noon: dt.datetime) -> None:
    call_command("demo", customers=60, as_of=noon.date(), stdout=StringIO())
    make_message(Customer.objects.order_by("pk")[0])


def plain_pages(standing: Role) -> list[str]:
    """What opens for this role without naming anything."""
    routes = [route for route in ROUTES if not route.post and getattr(route, standing) == OK]
    return [reverse(route.name, kwargs=route.arguments) for route in routes]


def pages_of_things() -> list[str]:
    """A page of each thing that the made-up wholesaler has."""
    customer = Customer.objects.filter(schedules__isnull=False).order_by("pk")[0]
    order = Order.objects.exclude(state=OrderState.DRAFT).order_by("-confirmed_at")[0]
    letter = Message.objects.filter(is_internal=False).order_by("pk")[0]
    found = [
        reverse("customers:customer", args=[customer.account_number]),
        reverse("customers:letters", args=[customer.pk]),
        reverse("customers:letter-text", args=[letter.customer_id, letter.pk]),
        reverse("calls:schedules", args=[customer.account_number]),
        reverse("calls:schedule-new", args=[customer.account_number]),
        reverse("calls:promises-of", args=[customer.account_number]),
        reverse("calls:closure", args=[customer.account_number]),
        reverse("calls:why", args=[customer.account_number]),
        reverse("calls:take", args=[customer.account_number]),
        reverse("orders:enquiry-new") + f"?customer={customer.account_number}",
        reverse("orders:account") + f"?customer={customer.account_number}",
        reverse("orders:order", args=[order.number]),
    ]
    things = (
        ("calls:schedule", Schedule),
        ("promotions:promotion", Promotion),
        ("promotions:edit", Promotion),
        ("orders:enquiry", Enquiry),
        ("calls:appointment", Appointment),
        ("targets:target", Target),
        ("calls:put-off", QueueEntry),
        ("calls:promise-change", Callback),
    )
    for route, model in things:
        first = model.objects.order_by("pk").first()
        if first is not None:
            found.append(reverse(route, args=[first.pk]))
    promotion = Promotion.objects.order_by("pk").first()
    if promotion is not None:
        told = ("orders:promotion-preview", "targets:promotion-results")
        found += [f"{reverse(route)}?promotion={promotion.pk}" for route in told]
    quote = Quote.objects.order_by("pk").first()
    return [*found, reverse("orders:quote", args=[quote.number])] if quote else found


def look_at(page: Page, addresses: list[str], accessible: Callable[[Page], None]) -> None:
    """Looks at all of them before it fails with what is wrong on each."""
    start = "/".join(page.url.split("/", 3)[:3])
    wrong: list[str] = []
    for address in addresses:
        answer = page.goto(start + address)
        assert answer is not None
        if answer.status != OK:
            wrong.append(f"{address}: {answer.status}")
            continue
        for width, height, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            try:
                accessible(page)
            except AssertionError as found:
                wrong.append(f"{width} px, {scheme}: {found}")
        page.set_viewport_size({"width": NARROWEST, "height": 640})
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            wrong.append(f"{address} is {wider} px wider than the narrowest screen")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.COORDINATOR])
def test_pages_of_the_desk(role: Role, wholesaler: None, sign_in: SignIn, accessible: Callable[[Page], None]) -> None:
    others = [] if role == Role.DIRECTOR else plain_pages(Role.DIRECTOR)
    look_at(sign_in(somebody(role)), [address for address in plain_pages(role) if address not in others], accessible)


def test_pages_of_things(wholesaler: None, sign_in: SignIn, accessible: Callable[[Page], None]) -> None:
    look_at(sign_in(somebody(Role.DIRECTOR)), pages_of_things(), accessible)


def somebody(role: Role) -> User:
    person: User = User.objects.filter(role=role).exclude(email=COORDINATOR.email).order_by("pk")[0]
    return person


def test_pages_of_the_administrator(wholesaler: None, sign_in: SignIn, accessible: Callable[[Page], None]) -> None:
    page = sign_in(User.objects.get(role=Role.ADMINISTRATOR))
    look_at(page, [reverse("customers:outbox")], accessible)


def test_the_card_the_read_back_and_the_outcome(
    wholesaler: None, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    page = sign_in(User.objects.get(email=COORDINATOR.email))
    page.keyboard.press("n")
    page.wait_for_selector(".pad")
    make_line(Call.objects.open().get().customer, number=MAY_NOT_BE_RUNG, is_main=False)
    card = "/" + page.url.split("/", 3)[3]
    cell = page.locator("[data-cell]").first
    cell.focus()
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    page.locator("#pad-foot .btn").first.wait_for()
    look_at(page, [card, f"{card}finish/", f"{card}put-back/", f"{card}outcome/choices/?group=no_order"], accessible)
    assert Callback.objects.exists()
