"""A time that cannot be promised: another one that is typed, and kept with Enter, is the one that is promised."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from calls.models import Callback
from calls.tests.make import make_callback, make_entry
from customers.tests.make import make_reachable_customer
from staff.models import User
from telesales.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SIX_IN_THE_MORNING, FOUR = "06:00", "16:00"


def ring_at(page: Page, day: dt.date, clock: str) -> None:
    page.wait_for_load_state("load")  # a draft that is put back would take the place of what is typed earlier
    page.get_by_label("Ring back on").or_(page.get_by_label("On", exact=True)).fill(str(day))
    page.get_by_label("At", exact=True).fill(clock)
    page.keyboard.press("Enter")


def promised_for(noon: dt.datetime) -> dt.datetime:
    return noon.replace(hour=16) + dt.timedelta(days=1)


def test_on_the_call(coordinator: User, sign_in: SignIn, noon: dt.datetime) -> None:
    make_entry(at=noon, customer=make_reachable_customer(name="Ardle Stores Ltd"))
    page, day = sign_in(coordinator), promised_for(noon).date()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ardle Stores Ltd")
    page.keyboard.press("2")
    expect(page.get_by_text("Buyer absent")).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("r")
    ring_at(page, day, SIX_IN_THE_MORNING)
    expect(page.get_by_text("Free instead")).to_be_visible()
    ring_at(page, day, FOUR)
    expect(page.get_by_text("Ardle Stores Ltd: saved.")).to_be_visible()
    assert Callback.objects.get().window_from == promised_for(noon)


def test_when_a_promise_is_moved(coordinator: User, sign_in: SignIn, noon: dt.datetime) -> None:
    promise = make_callback(make_reachable_customer(), owner=coordinator, at=noon + dt.timedelta(hours=2))
    page, day = sign_in(coordinator), promised_for(noon).date()
    page.goto(f"{page.url.rstrip('/')}/callbacks/{promise.pk}/change/")
    page.get_by_label("Why").fill("They wrote")
    ring_at(page, day, SIX_IN_THE_MORNING)
    expect(page.get_by_text("Free instead")).to_be_visible()
    ring_at(page, day, FOUR)
    expect(page.get_by_role("heading", level=1)).to_have_text("Callbacks")
    assert Callback.objects.filter(window_from=promised_for(noon)).exists()
