"""A customer is found by any fragment that somebody has."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from customers.models import Address, Customer
from customers.reports import look_up, match_page
from customers.reports.look_up import _ways_in
from customers.tests.make import make_contact, make_customer, make_line

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe() -> Customer:
    customer = make_customer(account_number="CAL-0042", name="O'Brien & Siân's Café (Stockton-on-Tees) Ltd")
    make_contact(customer, name="Siobhán Ní Dhomhnaill")
    make_line(customer, number="+442079460142")
    Address.objects.create(customer=customer, lines="1 High Street", postcode="TS18 1HU")
    make_customer(name="Another Company Ltd")
    return customer


@pytest.mark.parametrize(
    ("typed", "why", "what"),
    [
        ("CAL-0042", "Account number", "CAL-0042"),
        ("cal-00", "Account number", "CAL-0042"),
        ("020 7946 0142", "Telephone number", "020 7946 0142"),
        ("+44 (0)20 7946 0142", "Telephone number", "020 7946 0142"),
        ("0142", "Telephone number", "020 7946 0142"),
        ("020 7946", "Telephone number", "020 7946 0142"),
        ("6 0142", "Telephone number", "020 7946 0142"),
        ("ts181hu", "Postcode", "TS18 1HU"),
        ("TS18", "Postcode", "TS18 1HU"),
        ("brien", "Name", "O'Brien & Siân's Café (Stockton-on-Tees) Ltd"),
        ("obrien sians", "Name", "O'Brien & Siân's Café (Stockton-on-Tees) Ltd"),
        ("o'bri", "Name", "O'Brien & Siân's Café (Stockton-on-Tees) Ltd"),
        ("cafe sian", "Name", "O'Brien & Siân's Café (Stockton-on-Tees) Ltd"),
        ("STOCKTON tees", "Name", "O'Brien & Siân's Café (Stockton-on-Tees) Ltd"),
        ("tockt", "Name", "O'Brien & Siân's Café (Stockton-on-Tees) Ltd"),
        ("siobhan", "Contact", "Siobhán Ní Dhomhnaill"),
        ("homhn", "Contact", "Siobhán Ní Dhomhnaill"),
    ],
)
def test_a_fragment_finds_them_and_says_why(cafe: Customer, typed: str, why: str, what: str) -> None:
    matches = look_up(typed)
    assert [(match.account_number, match.why, match.what) for match in matches] == [("CAL-0042", why, what)]


@pytest.mark.parametrize("typed", ["", " ", "x", "zzzz", "'", "%%", "__", "\0\0", "& | !", "q:*", "\\", "9" * 500])
def test_what_fits_nobody_finds_nobody(cafe: Customer, typed: str) -> None:
    assert look_up(typed) == ()


def test_a_number_of_two_customers_finds_both() -> None:
    for _ in range(2):
        make_line(make_customer(), number="+442079460150")
    assert len(look_up("020 7946 0150")) == 2


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("St. John's Stores", "st johns"),
        ("St. John's Stores", "st john’s"),
        ("St Johns Stores", "st john"),
        ("Łódź Bakery", "lodz"),
        ("Bjørn's Bar", "bjorns"),
        ("100% Fresh", "100%"),
        ("A_B Trading", "a_b"),
    ],
)
def test_marks_in_a_name_are_typed_or_not(name: str, typed: str) -> None:
    make_customer(name="Stone & Sons")
    meant = make_customer(name=name)
    assert [match.customer_id for match in look_up(typed)] == [meant.pk]


def test_an_account_comes_before_a_name() -> None:
    make_customer(account_number="A1", name="Shaw")
    make_customer(account_number="SHAW1", name="Other")
    assert [match.account_number for match in look_up("shaw")] == ["SHAW1", "A1"]


def test_who_has_left_finds_nobody(cafe: Customer) -> None:
    cafe.contacts.update(left_at="2026-01-01T00:00Z")
    assert look_up("siobhan") == ()


def test_twenty_are_found_with_as_few_queries_as_one(
    cafe: Customer, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert len(look_up("brien")) == 1
    for _ in range(30):
        make_line(make_customer(name="Brien Brothers"), number="+442079460151")
    with django_assert_num_queries(2):
        assert len(look_up("brien")) == 20


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("CAL-0042", "customers_by_account"),
        ("0142 555", "customers_by_number_end"),
        ("020 7946 0142", "customers_by_number"),
        ("TS18 1HU", "customers_by_postcode"),
        ("brien", "customers_by_name"),
        ("siobhan", "customers_by_contact_name"),
    ],
)
def test_each_way_in_is_an_index(cafe: Customer, typed: str, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plans = "\n".join(way.explain() for way in _ways_in(typed))
    assert f" {index}" in plans
    assert "Seq Scan" not in plans


def test_the_pages_hold_each_once() -> None:
    made = {make_customer(name="Bell Bakery").pk for _ in range(25)}
    first = match_page("bell")
    second = match_page("bell", begins=str(first.following))
    assert [len(first.rows), len(second.rows), second.following] == [20, 5, None]
    assert {match.customer_id for match in (*first.rows, *second.rows)} == made


@pytest.mark.parametrize("begins", ["x", "-3", "9" * 40])
def test_what_is_no_place_begins_at_the_first(cafe: Customer, begins: str) -> None:
    assert match_page(cafe.account_number, begins=begins).begins == 0


def test_the_page_says_that_there_are_more_and_leads_there(coordinator_client: Client) -> None:
    for _ in range(25):
        make_customer(name="Bell & Sons")
    page = coordinator_client.get(reverse("customers:look-up"), {"q": "bell & sons"}).text
    assert "The first 20 for “bell &amp; sons”; there are more." in " ".join(page.split())
    assert "?q=bell%20%26%20sons&amp;begins=20" in page
