"""Weekdays are ticked by their names and read by them; nobody counts from Monday as 0."""

import pytest
from django.test import Client
from django.urls import reverse

from customers.rules.calendar import weekday_names
from customers.tests.make import make_customer
from customers.tests.test_admin import change


@pytest.mark.parametrize(
    ("days", "names"), [([], ""), ([2], "Wednesday"), ([4, 0], "Monday, Friday"), ([0, 1, 2, 3, 4], "Monday to Friday")]
)
def test_they_are_read_by_their_names(days: list[int], names: str) -> None:
    assert weekday_names(days) == names


def test_the_customers_delivery_days_are_ticked_and_kept(administrator_client: Client) -> None:
    customer = make_customer(delivery_days=[1])
    page = administrator_client.get(f"/admin/customers/customer/{customer.pk}/change/").text
    assert page.count('name="delivery_days"') == 7
    assert "Wednesday</label>" in page
    change(administrator_client, customer, [], delivery_days=["4", "0"])
    customer.refresh_from_db()
    assert customer.delivery_days == [0, 4]


@pytest.mark.parametrize("nonsense", ["7", "Monday", "-1"])
def test_what_is_no_weekday_is_refused(administrator_client: Client, nonsense: str) -> None:
    customer = make_customer(delivery_days=[1])
    page = change(administrator_client, customer, [], delivery_days=[nonsense])
    assert "Tick the weekdays by their names." in page
    customer.refresh_from_db()
    assert customer.delivery_days == [1]


def test_the_list_says_when_we_deliver(administrator_client: Client) -> None:
    make_customer(delivery_days=[1, 3])
    make_customer()
    page = administrator_client.get(reverse("admin:customers_customer_changelist")).text
    assert "Tuesday, Thursday" in page
    assert "Monday to Friday" in page
