"""The pages of orders and enquiries: what they show, keep and refuse, and what they cost."""

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from customers.tests.make import make_customer
from orders.models import Enquiry, Order
from orders.reports import lists
from orders.rules.vocabulary import OrderState
from orders.tests.make import make_confirmed, make_past_order
from promotions.tests.make import make_product
from staff.models import User


def test_the_list_shows_orders_and_links_to_them(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 2})
    page = coordinator_client.get(reverse("orders:orders"))
    assert reverse("orders:order", args=[order.number]) in page.content.decode()


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("mine=on", 1), ("state=cancelled", 0), ("q=SO-2026-000001", 1), ("q=acme", 1), ("q=nobody", 0)],
)
def test_the_filters_are_in_the_address(
    coordinator: User,
    second_coordinator: User,
    coordinator_client: Client,
    noon: dt.datetime,
    query: str,
    found: int,
) -> None:
    make_confirmed(by=second_coordinator, at=noon, lines={make_product(): 1})
    make_confirmed(by=coordinator, at=noon, lines={make_product(): 1}, customer=make_customer(name="Acme Ltd"))
    page = coordinator_client.get(f"{reverse('orders:orders')}?{query}")
    assert len(page.context["page"].rows) == found


def test_pages_follow_each_other_without_gaps(
    coordinator_client: Client, noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    customer, tea = make_customer(), make_product()
    numbers = [make_past_order(customer, noon, {tea: 1}).number for _ in range(5)]
    seen: list[str] = []
    after = ""
    while True:
        page = coordinator_client.get(reverse("orders:orders"), {"after": after}).context["page"]
        seen += [row.number for row in page.rows]
        after = page.following
        if not after:
            break
    assert seen == numbers[::-1]


def test_the_first_nine_of_a_list_open_by_their_digit(coordinator_client: Client, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product()
    for _ in range(10):
        make_past_order(customer, noon, {tea: 1})
    page = coordinator_client.get(reverse("orders:orders")).text
    assert [page.count(f'data-key="{digit}"') for digit in range(1, 11)] == [1] * 9 + [0]


def test_a_page_key_that_is_not_ours_is_no_page(coordinator_client: Client) -> None:
    assert coordinator_client.get(reverse("orders:orders"), {"after": "x"}).status_code == 404


@pytest.mark.parametrize("orders", [1, 20])
def test_the_list_costs_the_same_with_many_orders(coordinator_client: Client, noon: dt.datetime, orders: int) -> None:
    for _ in range(orders):
        make_past_order(make_customer(), noon, {make_product(): 1})
    with CaptureQueriesContext(connection) as caught:
        coordinator_client.get(reverse("orders:orders"))
    assert len(caught) <= 4


def test_an_order_is_cancelled_from_its_page(coordinator: User, coordinator_client: Client, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    answer = coordinator_client.post(reverse("orders:cancel", args=[order.number]), {"reason": "Ordered twice"})
    assert answer.status_code == 302
    assert "Ordered twice" in coordinator_client.get(answer.headers["Location"]).content.decode()


def test_a_refused_cancellation_keeps_what_was_typed(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    typed = "card 4111 1111 1111 1111"
    answer = coordinator_client.post(reverse("orders:cancel", args=[order.number]), {"reason": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert Order.objects.get().state == OrderState.ALLOCATED


def test_an_unknown_order_is_no_page(coordinator_client: Client) -> None:
    assert coordinator_client.get(reverse("orders:order", args=["SO-2026-999999"])).status_code == 404
    assert coordinator_client.post(reverse("orders:cancel", args=["SO-1"]), {"reason": "x"}).status_code == 404


def asked(owner: User, **overrides: str) -> dict[str, str]:
    return {
        "key": str(uuid4()),
        "kind": "price",
        "words": "What is a pallet of <tea>?",
        "owner": str(owner.pk),
        "due_at": "2099-11-24T16:00",
    } | overrides


def test_one_form_makes_one_enquiry(coordinator: User, coordinator_client: Client) -> None:
    address = f"{reverse('orders:enquiry-new')}?customer={make_customer().account_number}"
    assert coordinator_client.get(address).status_code == 200
    posted = asked(coordinator)
    for _ in range(2):
        assert coordinator_client.post(address, posted).status_code == 302
    assert Enquiry.objects.get().words == "What is a pallet of <tea>?"


def test_a_refused_enquiry_keeps_its_words(coordinator: User, coordinator_client: Client) -> None:
    address = f"{reverse('orders:enquiry-new')}?customer={make_customer().account_number}"
    answer = coordinator_client.post(address, asked(coordinator, due_at="2001-01-01T10:00"))
    assert answer.status_code == 422
    assert "What is a pallet of &lt;tea&gt;?" in answer.content.decode()
    assert not Enquiry.objects.exists()


def test_an_answer_closes_the_enquiry(coordinator: User, coordinator_client: Client) -> None:
    address = f"{reverse('orders:enquiry-new')}?customer={make_customer().account_number}"
    coordinator_client.post(address, asked(coordinator))
    enquiry = Enquiry.objects.get()
    told = {"answer": "£900", "state": "won"}
    assert coordinator_client.post(reverse("orders:enquiry", args=[enquiry.pk]), told).status_code == 302
    shown = coordinator_client.get(reverse("orders:enquiry", args=[enquiry.pk])).content.decode()
    assert "£900" in shown
    other = coordinator_client.post(reverse("orders:enquiry", args=[enquiry.pk]), told | {"answer": "£800"})
    assert other.status_code == 422


@pytest.mark.parametrize("count", [1, 20])
def test_enquiries_cost_the_same_with_many(coordinator: User, coordinator_client: Client, count: int) -> None:
    for _ in range(count):
        address = f"{reverse('orders:enquiry-new')}?customer={make_customer().account_number}"
        coordinator_client.post(address, asked(coordinator))
    with CaptureQueriesContext(connection) as caught:
        page = coordinator_client.get(reverse("orders:enquiries"))
    assert len(page.context["page"].rows) == count
    # Session, person, what was to be said after the last post, and the list.
    assert len(caught) <= 5


@pytest.mark.parametrize("name", ["orders:orders", "orders:enquiries"])
def test_who_may_not_take_orders_is_kept_out(privacy_officer_client: Client, name: str) -> None:
    assert privacy_officer_client.get(reverse(name)).status_code == 403
