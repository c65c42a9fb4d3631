"""Which schedules ask for what no round gives: noted with the schedule and when the round changes, and listed."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from calls.actions.contradictions import compare_all
from calls.models import Contradiction, Schedule
from calls.tests.make import make_schedule
from calls.tests.test_schedule_pages import GIVEN
from customers.models import Address, Customer
from customers.tests.make import make_reachable_customer
from orders.models import DeliveryRound
from orders.tests.make import make_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def leeds() -> DeliveryRound:
    return make_round(name="Leeds")


def in_leeds() -> Customer:
    customer = make_reachable_customer()
    Address.objects.create(customer=customer, lines="1 Mill Lane", postcode="LS6 2AB")
    return customer


def against_round(noon: dt.datetime) -> Schedule:
    return make_schedule(in_leeds(), at=noon, cut_off=dt.time(17))


def listed(client: Client, **asked: str | int) -> list[int]:
    answer = client.get(reverse("calls:contradicting"), asked)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["page"].rows]


def test_a_cut_off_after_the_rounds_is_listed(
    coordinator_client: Client, leeds: DeliveryRound, noon: dt.datetime
) -> None:
    schedule = against_round(noon)
    assert listed(coordinator_client) == [schedule.pk]
    assert "the round Leeds Tue 24 Nov 16:00" in coordinator_client.get(reverse("calls:contradicting")).text


def test_a_cut_off_before_the_rounds_is_no_broken_promise(
    coordinator_client: Client, leeds: DeliveryRound, noon: dt.datetime
) -> None:
    schedule = make_schedule(in_leeds(), at=noon, cut_off=dt.time(15))
    assert listed(coordinator_client) == []
    assert listed(coordinator_client, what="early") == [schedule.pk]


def test_a_schedule_that_fits_is_not(coordinator_client: Client, leeds: DeliveryRound, noon: dt.datetime) -> None:
    make_schedule(in_leeds(), at=noon, cut_off=dt.time(16))
    assert listed(coordinator_client) == listed(coordinator_client, what="early") == []


def test_a_round_that_changes_afterwards_is_noticed(leeds: DeliveryRound, noon: dt.datetime) -> None:
    schedule = make_schedule(in_leeds(), at=noon, cut_off=dt.time(16))
    DeliveryRound.objects.update(weekdays=[3])
    assert compare_all(at=noon) == 1
    assert "we do not deliver to them on a Wednesday" in Contradiction.objects.get(schedule=schedule).words
    assert compare_all(at=noon) == 0


def test_what_was_mended_goes_from_the_list(leeds: DeliveryRound, noon: dt.datetime) -> None:
    against_round(noon)
    leeds.cut_offs.update(clock=dt.time(17))
    assert compare_all(at=noon) == 1
    assert not Contradiction.objects.exists()


def test_of_one_round(coordinator_client: Client, leeds: DeliveryRound, noon: dt.datetime) -> None:
    schedule, other = against_round(noon), make_round(name="York", postcode_areas=["YO"])
    assert listed(coordinator_client, round=leeds.pk) == [schedule.pk]
    assert listed(coordinator_client, round=other.pk) == []


@pytest.mark.parametrize("asked", [{"round": "x"}, {"round": "9" * 30}, {"after": "x"}])
def test_what_cannot_be_read_asks_for_all(
    coordinator_client: Client, leeds: DeliveryRound, noon: dt.datetime, asked: dict[str, str]
) -> None:
    schedule = against_round(noon)
    assert listed(coordinator_client, **asked) == [schedule.pk]


def test_they_are_paged_and_ask_no_more_for_more(
    director_client: Client,
    leeds: DeliveryRound,
    noon: dt.datetime,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    made = [make_schedule(in_leeds(), at=None, cut_off=dt.time(17)).pk for _ in range(60)]
    Contradiction.objects.bulk_create(
        Contradiction(schedule_id=pk, round=leeds, cut_off_at=noon, is_broken=True, words="No van.", found_at=noon)
        for pk in made
    )
    with django_assert_max_num_queries(6):
        first = director_client.get(reverse("calls:contradicting")).context["page"]
    assert [row.pk for row in first.rows] + listed(director_client, after=first.following) == made


def test_the_admin_site_says_it_when_it_is_set(
    administrator_client: Client, leeds: DeliveryRound, noon: dt.datetime
) -> None:
    given = GIVEN | {"customer": in_leeds().pk, "cut_off": "17:00"}
    said = administrator_client.post(reverse("admin:calls_schedule_add"), given, follow=True).text
    assert "The next call does not fit their delivery. Their schedule says" in said


def test_the_admin_site_says_it_of_one_that_stands(
    administrator_client: Client, leeds: DeliveryRound, noon: dt.datetime
) -> None:
    page = administrator_client.get(reverse("admin:calls_schedule_change", args=[against_round(noon).pk])).text
    assert "The next call does not fit their delivery. Their schedule says Tue 24 Nov 17:00" in page


def test_the_round_leads_to_the_schedules_against_it(administrator_client: Client, leeds: DeliveryRound) -> None:
    page = administrator_client.get(reverse("admin:orders_deliveryround_change", args=[leeds.pk])).text
    assert f"{reverse('calls:contradicting')}?round={leeds.pk}" in page


def test_the_customers_page_of_schedules_says_it(
    director_client: Client, leeds: DeliveryRound, noon: dt.datetime
) -> None:
    schedule = against_round(noon)
    page = director_client.get(reverse("calls:schedules", args=[schedule.customer.account_number])).text
    assert "The next call does not fit their delivery." in page


def test_the_desk_leads_there(director_client: Client) -> None:
    assert reverse("calls:contradicting") in director_client.get(reverse("targets:desk")).text
