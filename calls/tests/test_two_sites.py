"""Two sites of one customer: each scheduled call is for its own, and both may order for one day."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from calls.actions import claim_next, fill, type_quantities
from calls.models import Call, DeskSettings, QueueReason, Schedule
from calls.reports import delivery_of
from calls.reports.day_ahead import work_of
from calls.reports.scheduled import left_customers, tallies, together
from calls.tests.make import make_schedule
from calls.tests.test_fill import make_order
from customers.models import Address, Customer
from customers.tests.make import make_address, make_reachable_customer
from orders.models import Order
from orders.rules.order import Typed
from orders.tests.make import make_round
from promotions.tests.make import make_product
from staff.models import User

DAY = dt.timedelta(days=1)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def customer(db: None) -> Customer:
    """With the mill in Leeds; to York a delivery costs £9.00."""
    make_round(postcode_areas=["YO"], charge=Decimal(9))
    customer = make_reachable_customer()
    make_address(customer, lines="1 Mill Lane\nLeeds")
    return customer


@pytest.fixture
def shop(customer: Customer) -> Address:
    return make_address(customer, lines="2 Coney Street\nYork", postcode="YO1 9QL")


@pytest.fixture
def schedule(customer: Customer, shop: Address) -> Schedule:
    return make_schedule(customer, address=shop)


@pytest.fixture
def call(schedule: Schedule, coordinator: User, noon: dt.datetime) -> Call:
    """For the delivery to the shop."""
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    return call


def type_tea(call: Call, at: dt.datetime, packs: int = 2) -> Order:
    typed = [Typed(make_product(name="Tea", list_price=Decimal(10)).pk, packs, None)]
    return type_quantities(call_id=call.pk, token=call.lease_token, typed=typed, by=call.coordinator, at=at).order


@pytest.mark.parametrize(("goes_to", "left"), [("shop", 0), ("mill", 1), ("", 0)])
def test_an_order_for_the_other_site_does_not_spare_the_call(
    goes_to: str, left: int, schedule: Schedule, shop: Address, coordinator: User, noon: dt.datetime
) -> None:
    places = {"shop": shop, "mill": schedule.customer.addresses.exclude(pk=shop.pk).get(), "": None}
    tomorrow = (noon + DAY).date()
    make_order(schedule.customer, coordinator, noon - 3 * DAY, delivery_on=tomorrow, address=places[goes_to])
    fill(day=noon.date(), at=noon)
    assert QueueReason.objects.count() == left


def test_an_order_that_names_no_site_spares_neither_of_two(
    schedule: Schedule, shop: Address, coordinator: User, noon: dt.datetime
) -> None:
    mill = schedule.customer.addresses.exclude(pk=shop.pk).get()
    make_schedule(schedule.customer, address=mill)
    make_order(schedule.customer, coordinator, noon - 3 * DAY, delivery_on=(noon + DAY).date())
    tally = together(tallies(noon.date(), noon))
    fill(day=noon.date(), at=noon)
    assert (tally.ordered, tally.left, QueueReason.objects.count()) == (0, 1, 2)


def test_a_schedule_that_has_ended_makes_no_second_site(
    schedule: Schedule, shop: Address, coordinator: User, noon: dt.datetime
) -> None:
    mill = schedule.customer.addresses.exclude(pk=shop.pk).get()
    make_schedule(schedule.customer, address=mill, valid_until=noon.date() - DAY)
    make_order(schedule.customer, coordinator, noon - 3 * DAY, delivery_on=(noon + DAY).date())
    assert fill(day=noon.date(), at=noon) == 0


@pytest.mark.parametrize(("goes_to", "ordered", "left"), [("shop", 1, 0), ("mill", 0, 1)])
def test_the_day_s_end_counts_each_site_by_itself(
    goes_to: str, ordered: int, left: int, schedule: Schedule, shop: Address, coordinator: User, noon: dt.datetime
) -> None:
    places = {"shop": shop, "mill": schedule.customer.addresses.exclude(pk=shop.pk).get()}
    make_order(schedule.customer, coordinator, noon, delivery_on=(noon + DAY).date(), address=places[goes_to])
    tally = together(tallies(noon.date(), noon))
    assert (tally.ordered, tally.left) == (ordered, left)


def test_a_schedule_without_an_address_is_for_all(
    schedule: Schedule, shop: Address, coordinator: User, noon: dt.datetime
) -> None:
    Schedule.objects.update(address=None)
    make_order(schedule.customer, coordinator, noon - DAY, delivery_on=(noon + DAY).date(), address=shop)
    assert fill(day=noon.date(), at=noon) == 0


def test_what_is_typed_goes_where_the_call_is_for(call: Call, shop: Address, noon: dt.datetime) -> None:
    order = type_tea(call, noon)
    order.refresh_from_db()
    assert (order.address, order.delivery_total) == (shop, Decimal(9))


def test_nothing_goes_to_a_site_that_was_ended(call: Call, shop: Address, noon: dt.datetime) -> None:
    Address.objects.filter(pk=shop.pk).update(ended_at=noon)
    assert str(type_tea(call, noon).address) == "1 Mill Lane, LS1 4AA"


def test_the_next_order_of_the_call_is_for_the_site_that_has_none(
    call: Call, schedule: Schedule, shop: Address, noon: dt.datetime
) -> None:
    mill = schedule.customer.addresses.exclude(pk=shop.pk).get()
    make_schedule(schedule.customer, address=mill, cut_off=dt.time(16))
    assert call.entry is not None
    QueueReason.objects.create(
        entry=call.entry, schedule=Schedule.objects.get(address=mill), due_on=noon.date(), level=3, rank=1,
        pool_at=noon, ready_at=noon,
    )  # fmt: skip
    make_order(schedule.customer, call.coordinator, noon, delivery_on=(noon + DAY).date(), address=shop)
    assert delivery_of(call).address_id == mill.pk
    assert type_tea(call, noon).address == mill


def test_the_first_quantity_costs_few_statements(
    coordinator_client: Client, call: Call, shop: Address, noon: dt.datetime
) -> None:
    tea = make_product(name="Tea")
    with CaptureQueriesContext(connection) as told:
        typed = {f"quantity-{tea.pk}": "2", f"was-{tea.pk}": "0"}
        coordinator_client.post(reverse("calls:quantity", args=[call.pk]), typed, headers=HTMX)
    assert Order.objects.drafts().get().address == shop
    statements = [query["sql"] for query in told if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) <= 16, "\n".join(statements)


def test_the_read_back_offers_both_and_keeps_the_choice(
    coordinator_client: Client, call: Call, shop: Address, noon: dt.datetime
) -> None:
    order = type_tea(call, noon)
    mill = call.customer.addresses.exclude(pk=shop.pk).get()
    page = coordinator_client.get(reverse("calls:finish", args=[call.pk]))
    assert [place.id for place in page.context["back"].places] == [mill.pk, shop.pk]
    typed = {"address": str(mill.pk), "was-address": str(shop.pk), "seen_version": str(order.version)}
    answer = coordinator_client.post(reverse("calls:details", args=[call.pk, order.pk]), typed, headers=HTMX)
    order.refresh_from_db()
    assert (answer.status_code, answer["HX-Refresh"], order.address, order.delivery_total) == (
        204,
        "true",
        mill,
        Decimal(0),
    )
    again = coordinator_client.get(reverse("calls:finish", args=[call.pk]))
    assert "This call is for the delivery to 2 Coney Street, York, YO1 9QL." in again.text


def test_the_call_page_says_which_site_it_is_for(
    coordinator_client: Client, call: Call, shop: Address, noon: dt.datetime
) -> None:
    page = reverse("calls:call", args=[call.pk])
    assert "for <strong>2 Coney Street, York, YO1 9QL</strong>" in coordinator_client.get(page).text
    Address.objects.exclude(pk=shop.pk).update(ended_at=noon)
    assert "for <strong>2 Coney Street" not in coordinator_client.get(page).text


def test_an_address_that_is_not_theirs_is_refused_at_its_field(
    coordinator_client: Client, call: Call, noon: dt.datetime
) -> None:
    order = type_tea(call, noon)
    typed = {"address": "999999", "was-address": str(order.address_id), "seen_version": str(order.version)}
    answer = coordinator_client.post(reverse("calls:details", args=[call.pk, order.pk]), typed, headers=HTMX)
    assert answer.status_code == 422
    assert "This is no address of theirs. Choose one of the list." in answer.text


def test_who_can_still_be_rung_in_time_for_one_site_is_not_missed(
    customer: Customer, schedule: Schedule, noon: dt.datetime
) -> None:
    make_schedule(customer, address=make_address(customer), cut_off=dt.time(11))
    fill(day=noon.date(), at=noon)
    counts = together(tallies(noon.date(), noon))
    assert (counts.waiting, counts.missed) == (1, 0)
    assert left_customers(noon.date(), noon, is_ahead=True).rows[0].cut_off == noon + dt.timedelta(hours=3)
    [due], _ = work_of(DeskSettings(), noon)
    assert due.cut_off == noon + dt.timedelta(hours=3)
