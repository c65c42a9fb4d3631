"""My day puts the work first: what waits, by when, and what a colleague or the Director wants of one."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import MissedContact
from calls.reports import my_day
from calls.rules.inbound import MissedKind
from calls.tests.make import make_callback, make_entry
from customers.actions import answer_letter
from customers.actions.answers import link_token
from customers.rules.vocabulary import Answer
from customers.tests.make import make_reachable_customer
from orders.actions import decide_hold
from orders.actions.queries import hold_queried
from orders.models import Enquiry, Hold, Order
from orders.rules.vocabulary import HoldKind
from orders.tests.make import make_confirmed, make_past_order
from promotions.tests.make import make_brief, make_product
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def test_calls_are_counted_by_the_hour_of_their_cut_off(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    make_entry(at=noon, owner=coordinator, due_at=noon + HOUR / 2)
    make_entry(at=noon, due_at=noon + HOUR / 2)
    make_entry(at=noon, owner=second_coordinator, pool_at=noon + HOUR, due_at=noon + 2 * HOUR)
    make_entry(at=noon, owner=coordinator, due_at=noon - HOUR)
    assert [(band.mine, band.shared, band.is_past) for band in my_day(coordinator, noon).bands] == [
        (1, 0, True),
        (1, 1, False),
    ]


def test_an_enquiry_that_is_due_leads_to_its_page_and_its_customer(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    customer, due = make_reachable_customer(), noon + HOUR
    fields = {"kind": "price", "owner": coordinator, "recorded_by": coordinator, "received_at": noon, "due_at": due}
    enquiry = Enquiry.objects.create(key=uuid.uuid4(), customer=customer, words="Gloves?", **fields)
    page = coordinator_client.get(reverse("calls:day")).text
    assert f'<a href="{reverse("orders:enquiry", args=[enquiry.pk])}">Gloves?</a>' in page
    assert f'<a href="{reverse("customers:customer", args=[customer.account_number])}">' in page
    assert ">13:00</time>" in page


def test_the_brief_is_there_until_it_is_read(coordinator_client: Client, director: User, noon: dt.datetime) -> None:
    brief = make_brief(by=director, at=noon, title="Early van")
    address = reverse("calls:day")
    assert "Early van" in coordinator_client.get(address).text
    coordinator_client.post(reverse("promotions:brief-read"), {"note": f"{brief.pk}-1", "back": address})
    assert "Early van" not in coordinator_client.get(address).text


def test_missed_calls_are_everybodys(coordinator: User, director: User, noon: dt.datetime) -> None:
    MissedContact.objects.create(
        key=uuid.uuid4(),
        kind=MissedKind.values[0],
        caller="01632 960001",
        arrived_at=noon - 2 * HOUR,
        due_at=noon - HOUR,
        recorded_by=director,
        recorded_at=noon - HOUR,
    )
    [line] = my_day(coordinator, noon).missed
    assert (line.caller, line.is_late) == ("01632 960001", True)


def test_orders_that_are_held_are_shown_to_who_took_them(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    order = make_past_order(make_reachable_customer(), noon - HOUR, {make_product(): 1})
    Order.objects.filter(pk=order.pk).update(taken_by=coordinator)
    assert my_day(coordinator, noon).troubled == ()
    Hold.objects.create(order=order, kind=HoldKind.CREDIT, words="Over the limit by £20.", placed_at=noon)
    [troubled] = my_day(coordinator, noon).troubled
    assert troubled.words == "Held: Over the limit by £20."
    assert my_day(second_coordinator, noon).troubled == ()


def test_an_order_that_is_queried_is_named_until_it_is_settled(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    assert order.acknowledgement
    token = link_token(order.acknowledgement.key, noon + 24 * HOUR)
    answer_letter(token=token, answer=Answer.QUERIED, words="Two, please", at=noon)
    assert [row.words for row in my_day(coordinator, noon).troubled] == ["They ask: Two, please"]
    hold_queried(at=noon)
    assert [row.words for row in my_day(coordinator, noon).troubled] == ["Held: They query it: Two, please"]
    decide_hold(hold_id=Hold.objects.get().pk, releases=True, reason="One it is", by=coordinator, at=noon)
    assert my_day(coordinator, noon).troubled == ()


def test_a_panel_that_holds_more_says_so(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    for _ in range(12):
        make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    assert "Twelve are shown" not in coordinator_client.get(reverse("calls:day")).text
    make_callback(make_reachable_customer(), owner=coordinator, at=noon)
    assert "Twelve are shown: all promises" in coordinator_client.get(reverse("calls:day")).text
