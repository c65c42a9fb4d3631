"""A draft is written from outside the card only while no colleague has the customer."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from calls.tests.make import open_call
from orders.models import Order
from orders.tests.make import make_past_order, make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Press = Callable[[Call, User, dt.datetime], str]


def order_again(call: Call, by: User, at: dt.datetime) -> str:
    return reverse("calls:order-again", args=[make_past_order(call.customer, at - DAY, {make_product(): 4}).number])


def take_over(call: Call, by: User, at: dt.datetime) -> str:
    quote = make_sent_quote(by=by, at=at, lines={make_product(): 4}, customer=call.customer)
    return reverse("calls:quote-order", args=[quote.number])


@pytest.mark.parametrize("address_of", [order_again, take_over])
def test_a_colleague_who_has_them_is_named(
    address_of: Press, second_coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon)
    page = second_coordinator_client.post(address_of(call, coordinator, noon), follow=True)
    assert f"{coordinator} is with this customer, at least until" in page.text
    assert not Order.objects.drafts().exists()


@pytest.mark.parametrize("address_of", [order_again, take_over])
def test_from_the_own_call_it_leads_back_to_it(
    address_of: Press, coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon)
    answer = coordinator_client.post(address_of(call, coordinator, noon))
    assert answer.headers["Location"] == reverse("calls:call", args=[call.pk])
    assert Order.objects.drafts().get().lines.get().quantity == 4


@pytest.mark.parametrize("address_of", [order_again, take_over])
def test_a_lease_that_has_lapsed_holds_nobody_back(
    address_of: Press, second_coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon - dt.timedelta(hours=3))
    second_coordinator_client.post(address_of(call, coordinator, noon))
    assert Order.objects.drafts().get().lines.get().quantity == 4
