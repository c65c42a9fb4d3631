"""Who rings us is found and opened: by any spelling of a number, by a fragment of a name."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from calls.tests.make import open_call
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer, make_line
from staff.models import User

pytestmark = pytest.mark.django_db


def test_several_callers_are_a_choice_and_the_open_card_waits(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    waiting = open_call(coordinator, noon)
    for name in ("Bell Bakery", "Bell Books"):
        make_customer(name=name)
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert page.count('aria-label="They ring us: ') == 2
    assert f"{waiting.customer.name} is open." in page
    chosen = Customer.objects.get(name="Bell Books")
    address = reverse("calls:take", args=[chosen.account_number])
    card = coordinator_client.post(address, {"direction": "inbound"}, follow=True)
    assert "they rang us" in card.text
    assert Call.objects.get(stashed_at=None, ended_at=None).customer == chosen
    assert Call.objects.get(pk=waiting.pk).stashed_at == noon


@pytest.mark.parametrize(("names", "opens_on_enter"), [(["Bell Bakery"], True), (["Bell Bakery", "Bell Books"], False)])
def test_enter_opens_a_caller_only_where_there_is_no_choice(
    coordinator_client: Client, names: list[str], opens_on_enter: bool
) -> None:
    """Of several each has its digit; the cursor is in none."""
    for name in names:
        make_customer(name=name)
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert ("autofocus" in page) is opens_on_enter
    assert [page.count(f'data-key="{digit}"') for digit in (1, 2)] == [1, len(names) - 1]


def test_more_callers_than_are_shown_are_said(coordinator_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calls.views.inbound.MOST_SHOWN", 2)
    for _ in range(3):
        make_customer(name="Bell Bakery")
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert "The first 2 for “bell”; there are more." in " ".join(page.split())
    assert page.count('aria-label="They ring us: ') == 2


def test_a_caller_of_a_closed_account_is_met_with_words(coordinator_client: Client) -> None:
    customer = make_customer(name="Bell Bakery", status=CustomerStatus.CLOSED)
    page = coordinator_client.get(reverse("calls:caller"), {"q": "bell"}).text
    assert "The account is closed" in page
    assert "They ring us" not in page
    address = reverse("calls:take", args=[customer.account_number])
    met = coordinator_client.post(address, {"direction": "inbound"}, follow=True)
    assert "The account of Bell Bakery is closed, so there is no card to open." in met.text
    assert "They ring us" not in met.text
    assert not Call.objects.exists()


def test_a_caller_is_opened_from_their_page(coordinator_client: Client) -> None:
    customer = make_customer()
    page = coordinator_client.get(reverse("customers:customer", args=[customer.account_number])).text
    assert "They ring us" in page
    assert f'action="{reverse("calls:take", args=[customer.account_number])}"' in page


@pytest.mark.parametrize("name", ["calls:callbacks", "orders:orders", "calls:day"])
def test_the_caller_is_one_key_away_from_every_page(coordinator_client: Client, name: str) -> None:
    page = " ".join(coordinator_client.get(reverse(name)).text.split())
    assert page.count(f'href="{reverse("calls:caller")}" data-key="i"') == 1


@pytest.mark.parametrize("spelling", ["0113 496 0077", "+44 113 4960077", "(0113) 496-0077", "4960077"])
def test_a_caller_is_found_by_any_spelling(coordinator_client: Client, spelling: str) -> None:
    customer = make_customer(name="Bell Bakery")
    make_line(customer, number="+441134960077")
    assert "Bell Bakery" in coordinator_client.get(reverse("calls:caller"), {"q": spelling}).text


def test_a_caller_who_is_not_found_is_written_down_as_typed(coordinator_client: Client) -> None:
    page = coordinator_client.get(reverse("calls:caller"), {"q": "Bell & Son"}).text
    assert f"{reverse('calls:missed')}?caller=Bell+%26+Son" in page
    assert 'value="Bell &amp; Son"' in coordinator_client.get(reverse("calls:missed"), {"caller": "Bell & Son"}).text
