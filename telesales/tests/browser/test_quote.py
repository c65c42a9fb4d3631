"""A quote is put together by keyboard: found, counted, added, and on to the next."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import expect

from orders.tests.make import make_quote
from promotions.tests.make import make_product
from staff.models import User
from telesales.tests.browser.conftest import SignIn

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_products_are_added_one_after_the_other(coordinator: User, sign_in: SignIn, noon: dt.datetime) -> None:
    with time_machine.travel(noon, tick=True):
        quote = make_quote(by=coordinator, at=noon)
        for name in ("Assam tea", "Blue roll"):
            make_product(name=name)
        page = sign_in(coordinator)
        page.goto(page.url.split("/calls/")[0] + reverse("orders:quote", args=[quote.number]))
        page.keyboard.press("/")
        for name, typed in (("assam", "3"), ("blue", "12")):
            page.keyboard.type(name)
            page.keyboard.press("Enter")
            expect(page.get_by_label("Packs of")).to_be_focused()
            page.keyboard.type(typed)
            page.keyboard.press("Enter")
            expect(page.get_by_label("Add a product")).to_be_focused()
        assert list(quote.revisions.get().lines.order_by("pk").values_list("quantity", flat=True)) == [3, 12]
