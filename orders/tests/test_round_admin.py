"""Delivery rounds in the admin site."""

from django.test import Client
from django.urls import reverse

from orders.tests.make import make_round


def test_its_weekdays_are_ticked_by_name_and_read_on_the_list(administrator_client: Client) -> None:
    made = make_round(weekdays=[0, 2])
    page = administrator_client.get(reverse("admin:orders_deliveryround_change", args=[made.pk])).text
    assert page.count('name="weekdays"') == 7
    assert "Monday, Wednesday" in administrator_client.get(reverse("admin:orders_deliveryround_changelist")).text
