"""Appointments as a browser asks for them."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from calls.models import Appointment
from calls.tests.test_appointments import make, make_meeting
from conftest import signed_in
from customers.models import Address, Customer
from customers.rules.vocabulary import AddressKind
from customers.tests.make import make_contact, make_customer
from staff.models import User

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def client(coordinator: User) -> Client:
    return signed_in(coordinator)


@pytest.fixture
def customer(db: None) -> Customer:
    customer = make_customer(name="Canal Café Ltd")
    make_contact(customer)
    Address.objects.create(
        customer=customer, kind=AddressKind.DELIVERY, lines="2 Wharf Street\nLeeds", postcode="LS1 4AA"
    )
    return customer


def typed(person: User, **overrides: str) -> dict[str, str]:
    fields = {
        "key": str(uuid4()),
        "person": str(person.pk),
        "day": "2026-11-25",
        "clock": "10:00",
        "minutes": "45",
        "place": "2 Wharf Street",
        "purpose": "Autumn range",
    }
    return fields | overrides


def test_an_appointment_is_made_once(client: Client, coordinator: User, customer: Customer) -> None:
    address = f"{reverse('calls:appointment-new')}?customer={customer.account_number}"
    assert 'value="2 Wharf Street, Leeds, LS1 4AA"' in client.get(address).content.decode()
    posted = typed(coordinator)
    for _ in range(2):
        page = client.post(address, posted, follow=True).content.decode()
    assert "Wed 25 Nov 2026, 10:00 to 10:45" in page
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"day": "2026-11-23"}, {"day": "soon"}, {"clock": "25:00"}, {"minutes": "7"}, {"purpose": ""}]
)
def test_what_cannot_be_comes_back_as_typed(
    wrong: dict[str, str], client: Client, coordinator: User, customer: Customer
) -> None:
    address = f"{reverse('calls:appointment-new')}?customer={customer.account_number}"
    answer = client.post(address, typed(coordinator, place="Round the back", **wrong))
    assert answer.status_code == 422
    assert 'value="Round the back"' in answer.content.decode()
    assert not Appointment.objects.exists()


def test_it_is_moved_and_cancelled(client: Client, coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    moving = typed(coordinator, day="2026-11-26", sequence="0")
    assert client.post(reverse("calls:appointment-move", args=[appointment.pk]), moving).status_code == 302
    cancelling = reverse("calls:appointment-cancel", args=[appointment.pk])
    assert client.post(cancelling, {"reason": " "}).status_code == 422
    assert client.post(cancelling, {"reason": "They are closed"}).status_code == 302
    page = client.get(reverse("calls:appointment", args=[appointment.pk])).content.decode()
    assert "They are closed" in page
    assert "Move it" not in page


def test_the_calendar_file_is_given(client: Client, coordinator: User, noon: dt.datetime) -> None:
    appointment = make(coordinator, noon + DAY, noon)
    answer = client.get(reverse("calls:appointment-file", args=[appointment.pk]))
    assert answer["Content-Type"].startswith("text/calendar")
    assert Calendar.from_ical(answer.content.decode()).walk("VEVENT")


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_asks_little_however_long(
    count: int,
    client: Client,
    coordinator: User,
    noon: dt.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(count):
        make(coordinator, noon + (number + 1) * DAY, noon)
    with django_assert_max_num_queries(5):
        page = client.get(reverse("calls:appointments") + "?mine=on").content.decode()
    assert page.count(">Canal Café Ltd</a>") == count


def when(page: str) -> list[int]:
    return [number for number in range(55) if f"about {number:02d};" in page]


@pytest.mark.parametrize("over", [False, True])
def test_the_list_goes_on(over: bool, client: Client, coordinator: User, customer: Customer, noon: dt.datetime) -> None:
    """Those to come from the soonest on, those that are past from the latest back."""
    for number in range(55):
        starts_at = noon + (number + 1) * DAY
        meeting = make_meeting(starts_at, purpose=f"about {number:02d};")
        made = make(coordinator, starts_at, noon, customer=customer, meeting=meeting)
        if over:
            past = noon - (number + 1) * DAY
            Appointment.objects.filter(pk=made.pk).update(starts_at=past, ends_at=past + dt.timedelta(hours=1))
    chosen = {"over": "on"} if over else {}
    first = client.get(reverse("calls:appointments"), chosen)
    rest = client.get(reverse("calls:appointments"), {**chosen, "after": first.context["page"].following})
    assert (when(first.text), when(rest.text)) == (list(range(50)), list(range(50, 55)))


def test_a_key_of_the_list_that_we_did_not_make_is_no_page(client: Client) -> None:
    assert client.get(reverse("calls:appointments"), {"after": "x"}).status_code == 404
