"""What we could not sell is counted by product, and leads to who asked; what was given up stands with its reasons."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.models import Customer
from customers.tests.make import make_customer
from orders.actions.demand import give_up_item, record_lost_demand
from orders.reports.lists import PAGE
from orders.reports.unsold import UnsoldRow, given_up_rows, unsold_rows
from orders.rules.vocabulary import GivenUpReason, UnsoldReason
from orders.tests.make import make_past_order
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

DAY = dt.timedelta(days=1)


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea")


class Desk:
    """Records what was asked for in vain."""

    def __init__(self, by: User, at: dt.datetime) -> None:
        self.by, self.at = by, at

    def lose(self, customer: Customer, product: Product | None = None, **more: Any) -> None:
        fields: dict[str, Any] = {
            "product_id": product.pk if product else None,
            "words": "",
            "quantity": 3,
            "reason": UnsoldReason.SHORT,
            "key": uuid4(),
            "at": self.at,
        }
        record_lost_demand(customer_id=customer.pk, by=self.by, **fields | more)


@pytest.fixture
def desk(coordinator: User, noon: dt.datetime) -> Desk:
    return Desk(coordinator, noon)


def test_it_is_counted_by_product(desk: Desk, tea: Product, noon: dt.datetime) -> None:
    rosa, sam = make_customer(), make_customer()
    desk.lose(rosa, tea, quantity=2)
    desk.lose(rosa, tea, quantity=None)
    desk.lose(sam, tea, quantity=5, reason=UnsoldReason.ENDED, at=noon - DAY)
    [row] = unsold_rows(noon).rows
    assert row == UnsoldRow(tea.pk, tea.code, "Tea", 3, 7, 2, noon, "Short of stock")


def test_words_are_the_same_in_any_case_and_the_last_asked_comes_first(
    desk: Desk, tea: Product, noon: dt.datetime
) -> None:
    desk.lose(make_customer(), tea, at=noon - DAY)
    for words in ("Bamboo plates", "bamboo plates "):
        desk.lose(make_customer(), words=words, reason=UnsoldReason.NOT_STOCKED)
    assert [(row.name, row.asked) for row in unsold_rows(noon).rows] == [("bamboo plates", 2), ("Tea", 1)]


def test_after_ninety_days_it_is_no_longer_shown(desk: Desk, tea: Product, noon: dt.datetime) -> None:
    desk.lose(make_customer(), tea, at=noon - 91 * DAY)
    assert unsold_rows(noon).rows == ()


def test_the_list_is_paged_by_key_at_the_same_cost(desk: Desk, noon: dt.datetime) -> None:
    customer = make_customer()
    for number in range(PAGE + 1):
        desk.lose(customer, make_product(), at=noon - dt.timedelta(minutes=number))
    with CaptureQueriesContext(connection) as told:
        first = unsold_rows(noon)
    assert (len(first.rows), len(told)) == (PAGE, 2)
    assert len(unsold_rows(noon, after=first.following).rows) == 1


def test_a_row_leads_to_who_asked(
    coordinator_client: Client, director_client: Client, desk: Desk, tea: Product
) -> None:
    rosa = make_customer(name="Rosa’s", account_number="R1")
    desk.lose(rosa, tea)
    desk.lose(rosa, words="bamboo & plates", reason=UnsoldReason.NOT_STOCKED)
    queries = ("words=bamboo%20%26%20plates", f"product={tea.pk}")
    for client in (coordinator_client, director_client):
        page = client.get(reverse("orders:unsold"))
        for row, query in zip(page.context["page"].rows, queries, strict=True):
            address = f"{reverse('orders:askings')}?{query}"
            assert address in page.text
            who = client.get(address)
            assert row.name in who.context["name"]
            assert reverse("customers:customer", args=["R1"]) in who.text


@pytest.mark.parametrize("query", ["", "?product=x", "?product=999999999", "?words=+", "?words=tea&after=x"])
def test_an_address_that_is_not_ours_is_no_page(coordinator_client: Client, query: str) -> None:
    assert coordinator_client.get(f"{reverse('orders:askings')}{query}").status_code == 404


def test_what_was_given_up_stands_with_its_reason(
    coordinator_client: Client, coordinator: User, tea: Product, noon: dt.datetime
) -> None:
    told: dict[str, Any] = {"reason": GivenUpReason.MENU, "words": "Sells coffee only now", "rest": 90 * DAY}
    give_up_item(customer_id=make_customer(name="Rosa’s").pk, product_id=tea.pk, by=coordinator, at=noon, **told)
    page = coordinator_client.get(reverse("orders:given-up"))
    for words in ("Rosa’s", "Tea", "Menu or range changed", "Sells coffee only now"):
        assert words in page.text


def test_what_was_bought_again_is_not_given_up(coordinator: User, tea: Product, noon: dt.datetime) -> None:
    told: dict[str, Any] = {"reason": GivenUpReason.PRICE, "words": "", "rest": 90 * DAY}
    once, again = make_customer(name="Once"), make_customer(name="Again")
    for customer in (once, again):
        give_up_item(customer_id=customer.pk, product_id=tea.pk, by=coordinator, at=noon, **told)
    make_past_order(once, noon - DAY, {tea: 4})
    make_past_order(again, noon + DAY, {tea: 4})
    assert [row.customer for row in given_up_rows().rows] == ["Once"]
