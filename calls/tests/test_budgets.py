"""Pages and reads whose statements do not grow with what they show."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.actions import fill
from calls.models import Call, QueueEntry
from calls.tests.make import make_callback, make_entry, make_missed, make_schedule, open_call
from customers.actions import record_event
from customers.rules.vocabulary import EventKind
from customers.tests.make import make_customer, make_reachable_customer
from orders.models import Order
from staff.models import User

pytestmark = pytest.mark.django_db

ROWS = [1, 20]


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def fill_the_day(coordinator: User, noon: dt.datetime, rows: int) -> None:
    for number in range(rows):
        customer = make_entry(at=noon, due_at=noon + dt.timedelta(minutes=30 * number), owner=coordinator).customer
        make_callback(customer, owner=coordinator, at=noon)
        Order.objects.create(
            number=f"T-{number}",
            customer=customer,
            state="confirmed",
            taken_by=coordinator,
            opened_at=noon,
            edited_at=noon,
            confirmed_at=noon,
            gross_total=Decimal(0),
        )


@pytest.mark.parametrize("rows", ROWS)
def test_my_day(coordinator_client: Client, coordinator: User, noon: dt.datetime, rows: int) -> None:
    fill_the_day(coordinator, noon, rows)
    assert statements(coordinator_client, reverse("calls:day")) <= 15


@pytest.mark.parametrize("rows", ROWS)
def test_callbacks(coordinator_client: Client, coordinator: User, noon: dt.datetime, rows: int) -> None:
    fill_the_day(coordinator, noon, rows)
    assert statements(coordinator_client, reverse("calls:callbacks")) <= 5


def test_the_call_page(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon)
    address = reverse("calls:call", args=[call.pk])
    bare = statements(coordinator_client, address)
    crowd(call, coordinator, noon)
    assert statements(coordinator_client, address) == bare <= 36


def crowd(call: Call, coordinator: User, noon: dt.datetime) -> None:
    for _ in range(20):
        record_event(customer_id=call.customer_id, kind=EventKind.NOTE, sentence="said", by=coordinator, at=noon)
        make_callback(call.customer, owner=coordinator, at=noon)
        make_schedule(call.customer)


def test_callbacks_are_paged_by_key(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    for number in range(55):
        make_callback(customer, owner=coordinator, at=noon + dt.timedelta(minutes=number), words=f"about {number};")
    first = coordinator_client.get(reverse("calls:callbacks"))
    rest = coordinator_client.get(reverse("calls:callbacks"), {"after": first.context["page"].following})
    assert "about 49;" in first.text
    assert "about 50;" not in first.text
    assert [row.words for row in rest.context["page"].rows] == [f"about {number};" for number in range(50, 55)]


@pytest.mark.parametrize("rows", ROWS)
def test_missed_calls_and_who_is_left_out(
    coordinator_client: Client, coordinator: User, noon: dt.datetime, rows: int
) -> None:
    for _ in range(rows):
        make_missed(coordinator, noon, customer=make_customer())
        make_schedule(make_customer())
    fill(day=noon.date(), at=noon)
    assert statements(coordinator_client, reverse("calls:missed")) <= 6
    assert statements(coordinator_client, f"{reverse('calls:left-out')}?of=left_out:no_number") <= 12


def test_why_does_not_ask_more_in_a_longer_queue(coordinator_client: Client, noon: dt.datetime) -> None:
    entry = make_entry(at=noon)
    address = reverse("calls:why", args=[entry.customer.account_number])
    alone = statements(coordinator_client, address)
    for _ in range(20):
        make_entry(at=noon)
    assert statements(coordinator_client, address) == alone <= 16
    assert QueueEntry.objects.count() == 21
