"""What was made in a call is foreseen as its outcome and asked for by it; from making it one comes back."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from calls.models import Call
from calls.rules.outcomes import OutcomeIncomplete
from calls.rules.vocabulary import Outcome
from calls.tests.make import finish_call, open_call
from calls.tests.test_appointments import make as make_appointment
from customers.models import Customer
from orders.actions.enquiry import record_enquiry
from orders.rules.vocabulary import EnquiryKind
from orders.tests.make import make_quote, make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


def make(what: Outcome, customer: Customer, by: User, at: dt.datetime) -> None:
    if what == Outcome.QUOTE:
        make_quote(by=by, at=at, customer=customer)
    elif what == Outcome.APPOINTMENT:
        make_appointment(by, at + dt.timedelta(days=1), at, customer=customer)
    else:
        kind, due_at = EnquiryKind.PRICE, at + dt.timedelta(hours=2)
        told = {"key": uuid4(), "contact_id": None, "kind": kind, "words": "Forty?", "owner": by, "due_at": due_at}
        record_enquiry(customer_id=customer.pk, by=by, at=at, **told)  # type: ignore[arg-type]


MADE = [Outcome.QUOTE, Outcome.APPOINTMENT, Outcome.ENQUIRY]


@pytest.mark.parametrize("what", MADE)
def test_what_was_made_is_foreseen_and_enough(
    what: Outcome, coordinator_client: Client, call: Call, noon: dt.datetime
) -> None:
    make(what, call.customer, call.coordinator, noon)
    page = coordinator_client.get(reverse("calls:call", args=[call.pk]))
    assert page.context["choices"].chosen == what
    assert finish_call(call, what, noon).outcome == what


@pytest.mark.parametrize("what", MADE)
def test_what_was_made_before_the_call_does_not_count(what: Outcome, call: Call, noon: dt.datetime) -> None:
    make(what, call.customer, call.coordinator, noon - MINUTE)
    with pytest.raises(OutcomeIncomplete, match="in this call"):
        finish_call(call, what, noon)


@pytest.mark.parametrize("what", [Outcome.QUOTE, Outcome.ENQUIRY])
def test_what_a_colleague_made_meanwhile_does_not_count(
    what: Outcome, call: Call, second_coordinator: User, noon: dt.datetime
) -> None:
    make(what, call.customer, second_coordinator, noon)
    with pytest.raises(OutcomeIncomplete, match="in this call"):
        finish_call(call, what, noon)


def test_an_earlier_quote_that_is_sent_in_the_call_counts(coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon - MINUTE)
    make_sent_quote(by=coordinator, at=noon, lines={make_product(): 1}, customer=call.customer)
    assert finish_call(call, Outcome.QUOTE, noon).outcome == Outcome.QUOTE


def test_what_is_missing_is_one_press_away(coordinator_client: Client, call: Call) -> None:
    answer = coordinator_client.post(
        reverse("calls:outcome", args=[call.pk]), {"outcome": "quote", "words": "as typed"}
    )
    assert answer.status_code == 422
    assert "No quote was made or sent in this call." in answer.text
    assert f"{reverse('orders:quote-new')}?customer={call.customer.account_number}" in answer.text


def test_an_enquiry_leads_back_to_the_card(coordinator_client: Client, call: Call, coordinator: User) -> None:
    address = coordinator_client.get(reverse("calls:call", args=[call.pk])).context["enquiry_url"]
    typed = {"key": uuid4(), "kind": "price", "words": "Forty?", "owner": coordinator.pk, "due_at": "2026-11-24T15:00"}
    assert coordinator_client.post(address, typed).headers["Location"] == reverse("calls:call", args=[call.pk])


def test_an_enquiry_leads_to_no_foreign_page(coordinator_client: Client, call: Call, coordinator: User) -> None:
    address = f"{reverse('orders:enquiry-new')}?customer={call.customer.account_number}&back=https://example.com/"
    typed = {"key": uuid4(), "kind": "price", "words": "Forty?", "owner": coordinator.pk, "due_at": "2026-11-24T15:00"}
    assert coordinator_client.post(address, typed).headers["Location"] == reverse("orders:enquiries")


def test_an_appointment_leads_back_to_the_card(coordinator_client: Client, call: Call, coordinator: User) -> None:
    address = f"{reverse('calls:appointment-new')}?customer={call.customer.account_number}"
    typed = {"key": uuid4(), "person": coordinator.pk, "day": "2026-11-25", "clock": "10:00", "minutes": "45"}
    answer = coordinator_client.post(address, {**typed, "place": "Leeds", "purpose": "Tasting"})
    assert answer.headers["Location"] == reverse("calls:call", args=[call.pk])


def test_a_quote_leads_back_to_the_card(coordinator_client: Client, call: Call, noon: dt.datetime) -> None:
    card = reverse("calls:call", args=[call.pk])
    theirs = make_quote(by=call.coordinator, at=noon, customer=call.customer)
    other = make_quote(by=call.coordinator, at=noon)
    assert card in coordinator_client.get(reverse("orders:quote", args=[theirs.number])).text
    assert card not in coordinator_client.get(reverse("orders:quote", args=[other.number])).text
