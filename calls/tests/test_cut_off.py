"""The cut-off that decides is counted down on every call, and a schedule that contradicts the round says so."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calls.actions import claim_next, fill
from calls.models import Call
from calls.reports import delivery_of
from calls.reports.delivery import contradictions, delivery_ahead
from calls.rules.cut_off import cut_off_that_counts
from calls.tests.make import make_schedule, open_call
from customers.models import Address, Customer
from customers.tests.make import make_reachable_customer
from orders.reports import read_back
from orders.tests.make import make_draft, make_round
from promotions.tests.make import make_product
from staff.models import User

WEDNESDAY, THURSDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 26)


@pytest.fixture
def customer(db: None) -> Customer:
    found = make_reachable_customer()
    Address.objects.create(customer=found, lines="1 Mill Lane", postcode="LS6 2AB")
    return found


def scheduled(customer: Customer, coordinator: User, noon: dt.datetime, cut_off: dt.time) -> Call:
    make_schedule(customer, cut_off=cut_off, at=noon)
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    return call


def test_a_call_without_a_schedule_counts_down_to_the_next_delivery(
    coordinator_client: Client, coordinator: User, customer: Customer, noon: dt.datetime
) -> None:
    make_round(name="Leeds")
    call = open_call(coordinator, noon, customer=customer)
    page = coordinator_client.get(reverse("calls:call", args=[call.pk]))
    words = " ".join(page.text.split())
    assert "Cut-off 16:00 for Wed 25 Nov" in words
    assert 'data-said="Cut-off"' in words


def test_a_cut_off_of_another_day_is_told_with_its_day(
    coordinator_client: Client, coordinator: User, customer: Customer, noon: dt.datetime
) -> None:
    make_round(name="Leeds")
    call = open_call(coordinator, noon, customer=customer)
    with time_machine.travel(noon + dt.timedelta(hours=6)):
        page = coordinator_client.get(reverse("calls:call", args=[call.pk]))
    assert "Cut-off Wed 25 Nov 16:00 for Thu 26 Nov" in " ".join(page.text.split())


@pytest.mark.parametrize(
    ("clock", "decides", "words"),
    [
        (
            dt.time(15),
            15,
            "Their schedule says Tue 24 Nov 15:00, the round Leeds Tue 24 Nov 16:00: the earlier counts.",
        ),
        (
            dt.time(17),
            16,
            "Their schedule says Tue 24 Nov 17:00, the round Leeds Tue 24 Nov 16:00: the earlier counts.",
        ),
        (dt.time(16), 16, ""),
    ],
)
def test_of_two_cut_offs_the_earlier_counts(
    customer: Customer, coordinator: User, noon: dt.datetime, clock: dt.time, decides: int, words: str
) -> None:
    make_round(name="Leeds")
    found = delivery_ahead(scheduled(customer, coordinator, noon, clock), noon).cut_off
    assert found is not None
    assert (found.at, found.delivery_on) == (noon.replace(hour=decides), WEDNESDAY)
    assert found.words == words
    assert contradictions(customer, noon) == ((found.words,) if words else ())


def test_a_day_chosen_on_the_draft_has_its_own_cut_off(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_round(name="Leeds")
    call = scheduled(customer, coordinator, noon, dt.time(15))
    draft = make_draft(by=coordinator, at=noon, customer=customer)
    type(draft).objects.update(delivery_on=THURSDAY)
    found = delivery_ahead(call, noon).cut_off
    assert found is not None
    assert (found.at, found.words) == (noon.replace(day=25, hour=16), "")


def test_a_delivery_that_cannot_be_had_is_said_and_the_next_one_counts(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_round(name="Leeds", weekdays=[3])
    call = scheduled(customer, coordinator, noon, dt.time(15))
    found = delivery_ahead(call, noon).cut_off
    assert found is not None
    assert found.delivery_on == THURSDAY
    assert found.words == "No delivery on Wed 25 November 2026: we do not deliver to them on a Wednesday."


def test_without_any_cut_off_nothing_is_counted_down(noon: dt.datetime) -> None:
    assert cut_off_that_counts(delivery_on=WEDNESDAY, scheduled=None, by_round=None, round_name="") is None


def test_the_read_back_starts_with_the_delivery_of_the_call(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    make_schedule(customer, delivery_after_days=2, at=noon)
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    draft = make_draft(by=coordinator, at=noon, customer=customer, lines={make_product(): 1})
    told = read_back(draft.pk, noon, meant_for=delivery_of(call).day)
    assert told.asked["delivery_on"].value == "2026-11-26"


def test_the_form_of_a_schedule_says_what_does_not_fit(
    director_client: Client, customer: Customer, noon: dt.datetime
) -> None:
    make_round(name="Leeds")
    schedule = make_schedule(customer, cut_off=dt.time(17), at=noon)
    page = director_client.get(reverse("calls:schedule", args=[schedule.pk]))
    assert "The next call does not fit their delivery. Their schedule says Tue 24 Nov 17:00" in page.text
