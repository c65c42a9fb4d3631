"""What a customer was written can be read at the desk, all of it and a page at a time."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from customers.actions.answers import link_token
from customers.models import Customer
from customers.reports import letters_of, lost_letters, waiting_letters
from customers.tests.make import make_customer, make_message
from staff.models import AccessRecord

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def customer(db: None) -> Customer:
    return make_customer(name="Canal Café Ltd")


def test_the_letters_of_a_customer_are_paged(coordinator_client: Client, customer: Customer, noon: dt.datetime) -> None:
    for number in range(32):
        make_message(customer, subject=f"Letter {number:02}", promised_at=noon + number * MINUTE)
    first = letters_of(customer.pk, limit=30)
    page = coordinator_client.get(reverse("customers:letters", args=[customer.pk]), {"after": first.further})
    assert [f"Letter {number:02}" in page.text for number in (0, 1, 2)] == [True, True, False]


@pytest.mark.parametrize("mark", ["x", "1", "999999999999999999-1"])
def test_a_mark_that_is_none_starts_at_the_newest(mark: str, customer: Customer) -> None:
    make_message(customer)
    assert len(letters_of(customer.pk, before=mark).rows) == 1


def test_lost_and_waiting_letters_are_paged_without_a_gap(customer: Customer, noon: dt.datetime) -> None:
    for number in range(5):
        make_message(customer, failed_at=noon + number // 2 * MINUTE)
        make_message(customer, due_at=noon + number // 2 * MINUTE)
    lost, lost_on = lost_letters(limit=3), lost_letters(before=lost_letters(limit=3).further, limit=3)
    waiting = waiting_letters(limit=3)
    waiting_on = waiting_letters(after=waiting.further, limit=3)
    for pages in ((lost, lost_on), (waiting, waiting_on)):
        assert [len(page.rows) for page in pages] == [3, 2]
        assert len({row.id for page in pages for row in page.rows}) == 5
        assert pages[1].further == ""


def test_a_letter_is_read_as_it_was_written(coordinator_client: Client, customer: Customer) -> None:
    letter = make_message(customer, text="Dear Sam,\n\n4 x <Tea>")
    page = coordinator_client.get(reverse("customers:letter-text", args=[customer.pk, letter.pk]))
    assert "4 x &lt;Tea&gt;" in page.text
    assert AccessRecord.objects.filter(record_id=customer.pk, page="customers:letter-text").exists()


def test_the_customers_own_link_is_not_shown_to_us(
    coordinator_client: Client, customer: Customer, noon: dt.datetime
) -> None:
    letter = make_message(customer)
    token = link_token(letter.key, noon)
    letter.text = f"Right?\nhttps://desk.example.com{reverse('customers:letter', args=[token])}\nBye"
    letter.save(update_fields=["text"])
    page = coordinator_client.get(reverse("customers:letter-text", args=[customer.pk, letter.pk])).text
    assert token not in page
    assert "Right?\n(their own link)\nBye" in page


def test_another_customers_letter_is_not_found(coordinator_client: Client, customer: Customer) -> None:
    letter = make_message(make_customer())
    assert coordinator_client.get(reverse("customers:letter-text", args=[customer.pk, letter.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_of_letters_asks_the_same_however_many(
    count: int, administrator_client: Client, customer: Customer, django_assert_max_num_queries: object
) -> None:
    for _ in range(count):
        make_message(customer)
    assert callable(django_assert_max_num_queries)
    for address in (reverse("customers:letters", args=[customer.pk]), reverse("customers:outbox") + "?show=waiting"):
        with django_assert_max_num_queries(8):
            administrator_client.get(address)
