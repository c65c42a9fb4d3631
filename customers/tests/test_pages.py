"""Look-up, a customer's page, notes and the outbox, as a browser asks for them."""

import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from customers.models import Address, Customer, Event, Message
from customers.rules.vocabulary import EventKind
from customers.tests.make import make_contact, make_customer, make_line, make_message, make_reachable_customer
from staff.models import AccessRecord, User

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@pytest.fixture
def customer(db: None) -> Customer:
    return make_reachable_customer(account_number="CAL/42", name="Calder <Café> Ltd", do_not_mention="the flood")


def page_of(customer: Customer) -> str:
    return f"/customers/account/{customer.account_number}/"


def test_the_page_shows_who_they_are_escaped(coordinator_client: Client, customer: Customer) -> None:
    html = coordinator_client.get(page_of(customer)).content.decode()
    assert "Calder &lt;Café&gt; Ltd" in html
    assert "the flood" in html
    assert "Sam Field" in html


def test_who_saw_the_page_is_kept(coordinator_client: Client, coordinator: User, customer: Customer) -> None:
    coordinator_client.get(page_of(customer))
    record = AccessRecord.objects.get()
    assert (record.user, record.record_type, record.record_id) == (coordinator, "customers.customer", customer.pk)


def test_each_number_says_whether_it_may_be_rung(administrator_client: Client, customer: Customer) -> None:
    customer.lines.update(do_not_call_at=NOON)
    html = administrator_client.get(page_of(customer)).content.decode()
    assert "Not to be rung" in html
    assert "They told us not to ring this number." in html


def test_an_unknown_account_is_not_found(coordinator_client: Client) -> None:
    assert coordinator_client.get("/customers/account/NOBODY/").status_code == 404


def test_a_note_is_kept_and_shown(coordinator_client: Client, customer: Customer) -> None:
    answer = coordinator_client.post(f"/customers/{customer.pk}/notes/", {"words": "Ask for <Sam>"}, follow=True)
    assert "Ask for &lt;Sam&gt;" in answer.content.decode()
    assert Event.objects.get().kind == EventKind.NOTE


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Card 4111 1111 1111 1111, ring at ten", "card number"),
        (" ", "The note is empty"),
        ("a\0b", "a character in it that cannot be kept"),
    ],
)
def test_a_refused_note_comes_back_with_its_words(
    words: str, said: str, coordinator_client: Client, customer: Customer
) -> None:
    answer = coordinator_client.post(f"/customers/{customer.pk}/notes/", {"words": words})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert words in answer.content.decode()
    assert not Event.objects.exists()


def test_a_note_for_nobody_is_not_found(coordinator_client: Client) -> None:
    assert coordinator_client.post("/customers/0/notes/", {"words": "Hello"}).status_code == 404


def test_somebody_without_the_right_may_not_write(privacy_officer_client: Client, customer: Customer) -> None:
    assert privacy_officer_client.post(f"/customers/{customer.pk}/notes/", {"words": "Hello"}).status_code == 403


def test_the_history_goes_on_earlier(coordinator_client: Client, customer: Customer) -> None:
    for minute in range(35):
        Event.objects.create(
            customer=customer,
            kind=EventKind.NOTE,
            happened_at=NOON + dt.timedelta(minutes=minute),
            sentence=f"Note number {minute}.",
        )
    first = coordinator_client.get(page_of(customer))
    mark = first.context["page"].history.earlier
    second = coordinator_client.get(page_of(customer), {"before": mark}).content.decode()
    assert "Note number 5." in first.content.decode()
    assert "Note number 4." in second
    assert "Note number 5." not in second


@pytest.mark.parametrize("mark", ["", "x", "1-", "9" * 18 + "-1", "-1-1"])
def test_a_mark_that_is_none_shows_the_newest(mark: str, coordinator_client: Client, customer: Customer) -> None:
    assert coordinator_client.get(page_of(customer), {"before": mark}).status_code == 200


def test_the_page_asks_as_often_for_twenty_as_for_one(
    coordinator_client: Client, customer: Customer, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    def fill(times: range) -> None:
        for number in times:
            make_line(customer, number=f"+44207946{number:04d}", is_main=False)
            make_contact(customer, is_buyer=False)
            make_message(customer)
            Address.objects.create(customer=customer, lines="1 High Street", postcode="LS11 5PS")
            Event.objects.create(customer=customer, kind=EventKind.NOTE, happened_at=NOON, sentence="Note")

    fill(range(1000, 1001))
    with django_assert_max_num_queries(14):
        coordinator_client.get(page_of(customer))
    fill(range(1001, 1020))
    with django_assert_max_num_queries(14):
        coordinator_client.get(page_of(customer))


def test_the_look_up_shows_what_was_found_and_why(coordinator_client: Client, customer: Customer) -> None:
    make_customer(name="Calder Bakery")
    html = coordinator_client.get("/customers/", {"q": "calder"}).content.decode()
    assert "2 found" in html
    assert "Name: Calder &lt;Café&gt; Ltd" in html


def test_enter_on_the_only_match_opens_it(coordinator_client: Client, customer: Customer) -> None:
    assert coordinator_client.get("/customers/", {"q": "CAL/42"})["Location"] == page_of(customer)


def test_htmx_gets_only_the_matches(coordinator_client: Client, customer: Customer) -> None:
    html = coordinator_client.get("/customers/", {"q": "calder"}, headers={"HX-Request": "true"}).content.decode()
    assert "Calder" in html
    assert "<html" not in html


def test_nobody_found_says_what_to_try(coordinator_client: Client) -> None:
    assert "Nobody was found" in coordinator_client.get("/customers/", {"q": "zzz"}).content.decode()


def test_the_outbox_shows_what_failed_and_what_waits(administrator_client: Client, customer: Customer) -> None:
    make_message(customer, subject="Waiting one")
    make_message(customer, subject="Failed one", failed_at=NOON, last_error="550 No such user")
    make_message(customer, subject="Sent one", sent_at=NOON)
    failed, waiting = (administrator_client.get(f"/customers/outbox/{show}").text for show in ("", "?show=waiting"))
    subjects = ("Failed one", "550 No such user", "Waiting one", "Sent one")
    assert [word in failed for word in subjects] == [True, True, False, False]
    assert [word in waiting for word in subjects] == [False, False, True, False]


def test_a_failed_letter_is_sent_again_to_another_address(administrator_client: Client, customer: Customer) -> None:
    letter = make_message(customer, failed_at=NOON)
    url = f"/customers/outbox/{letter.pk}/resend/"
    assert "again now" in administrator_client.post(url, {"to": "new@x.example"}, follow=True).content.decode()
    assert Message.objects.waiting().get().to == "new@x.example"


def test_an_address_that_is_none_is_refused_in_words(administrator_client: Client, customer: Customer) -> None:
    letter = make_message(customer, failed_at=NOON)
    answer = administrator_client.post(f"/customers/outbox/{letter.pk}/resend/", {"to": "nonsense"}, follow=True)
    assert "“nonsense” is not an email address" in answer.content.decode()
    assert Message.objects.failed().exists()


def test_a_coordinator_may_not_open_the_outbox(coordinator_client: Client) -> None:
    assert coordinator_client.get("/customers/outbox/").status_code == 403
