"""An account number that would not go into an address is refused in words; what may be one opens its pages."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from customers.models import Customer
from customers.rules.accounts import is_account_number
from customers.tests.make import make_customer
from telesales.tests.test_routes import ROUTES

REFUSED = "cannot be an account number. It holds up to 20 letters"


@pytest.mark.parametrize("text", ["C00123", "A/B 1", "13085", "P-000001", "a.b_c&d+e-f", "A/B/1"])
def test_what_may_be_one(text: str) -> None:
    assert is_account_number(text)


@pytest.mark.parametrize(
    "text", ["", "A/B 1?", "../x", "A/../B", "A//B", "A/", "/A", ".", "A#1", "100%", "A\n", "9" * 21]
)
def test_what_may_not(text: str) -> None:
    assert not is_account_number(text)


def test_the_admin_site_refuses_one_in_words_and_keeps_what_was_typed(administrator_client: Client) -> None:
    typed = {"account_number": "A/B 1?", "name": "Acme"}
    page = administrator_client.post(reverse("admin:customers_customer_add"), typed).text
    assert f"“A/B 1?” {REFUSED}" in page
    assert 'value="A/B 1?"' in page
    assert not Customer.objects.exists()


@pytest.mark.parametrize("account", ["A/B 1", "A/B 1?", "100% #1"])
def test_every_address_with_one_opens_also_where_it_was_kept_before(director_client: Client, account: str) -> None:
    make_customer(account_number=account)
    named = [route.name for route in ROUTES if "account_number" in route.arguments and not route.post]
    assert len(named) > 5
    for name in named:
        address = reverse(name, kwargs={"account_number": account})
        assert director_client.get(address).status_code == 200, address


def test_the_links_of_their_page_lead_somewhere(director_client: Client) -> None:
    customer = make_customer(account_number="A/B 1?")
    page = director_client.get(reverse("customers:customer", args=[customer.account_number])).text
    links = {unescape(link) for link in re.findall(r'(?:href|hx-get)="([^"#]+)"', page) if "B%201" in link}
    assert len(links) > 4
    assert {director_client.get(link).status_code for link in links} == {200}
