"""The same goods twice in a day, or for one delivery, are asked about; what is meant goes through."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from orders.models import Order
from orders.rules.duplicate import twin_of
from orders.tests.make import make_confirmed, make_draft
from promotions.models import Product
from promotions.tests.make import make_product


@pytest.fixture
def tea(db: None) -> Product:
    return make_product()


def ordered_at(call: Call, at: dt.datetime, tea: Product) -> Order:
    return make_confirmed(by=call.coordinator, at=at, customer=call.customer, lines={tea: 4})


def confirm(client: Client, call: Call, noon: dt.datetime, tea: Product, **more: str) -> str:
    order = make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 4})
    details = {
        "ordered_by": call.customer.contacts.get().pk,
        "delivery_on": "2026-11-25",
        "seen_version": order.version,
    }
    page = client.post(reverse("calls:confirm", args=[call.pk, order.pk]), details | more, follow=True)
    return page.text


def test_the_same_again_is_asked_about(coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime) -> None:
    earlier = ordered_at(call, noon - dt.timedelta(hours=2), tea)
    page = confirm(coordinator_client, call, noon, tea)
    assert f"ordered today already, at 10:00 in order {earlier.number}" in page
    assert Order.objects.placed().count() == 1


def test_what_is_meant_again_is_confirmed(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    ordered_at(call, noon - dt.timedelta(hours=2), tea)
    confirm(coordinator_client, call, noon, tea, again="yes")
    assert Order.objects.placed().count() == 2


def test_yesterdays_order_is_another(coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime) -> None:
    ordered_at(call, noon - dt.timedelta(hours=13), tea)
    confirm(coordinator_client, call, noon, tea)
    assert Order.objects.placed().count() == 2


def test_yesterdays_order_for_the_same_delivery_is_asked_about(
    coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime
) -> None:
    yesterday = noon - dt.timedelta(hours=19)
    earlier = make_confirmed(
        by=call.coordinator, at=yesterday, customer=call.customer, lines={tea: 4}, delivery_on=dt.date(2026, 11, 25)
    )
    page = confirm(coordinator_client, call, noon, tea)
    said = f"they ordered for the same delivery on Mon 23 November, at 17:00 in order {earlier.number}. Is this another"
    assert said in page
    assert Order.objects.placed().count() == 1


@pytest.mark.parametrize(
    ("wanted", "order", "same"),
    [
        ({1: 4}, {1: 4, 2: 1}, 1),
        ({1: 4}, {1: 5}, 0),
        ({1: 4, 2: 1}, {1: 4}, 1),
        ({1: 4, 2: 1, 3: 1}, {1: 4}, 0),
    ],
)
def test_half_of_it_is_the_same_order(wanted: dict[int, int], order: dict[int, int], same: int) -> None:
    assert twin_of(wanted, order) == same


def test_who_is_spoken_to_has_ordered(coordinator_client: Client, call: Call, tea: Product, noon: dt.datetime) -> None:
    make_draft(by=call.coordinator, at=noon, customer=call.customer, lines={tea: 4})
    page = coordinator_client.get(reverse("calls:finish", args=[call.pk]))
    assert page.context["back"].asked["ordered_by"].value == str(call.customer.contacts.get().pk)
