"""Nobody rings a customer who is closed, except who rang us or asked something; the reason is kept, and until when."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import fill, keep_promise
from calls.actions.ranking import propose_candidates
from calls.actions.ring import ring_scheduled
from calls.models import Call, LeftOut, QueueEntry
from calls.rules.left_out import Because, CauseKind
from calls.rules.refusals import NothingOpen
from calls.rules.vocabulary import Outcome
from calls.tests.make import make_callback, open_call
from calls.tests.test_fill import make_enquiry
from customers.actions import open_service_task
from customers.actions.closures import add_closure
from customers.models import Customer
from customers.rules.vocabulary import CustomerKind, CustomerStatus
from customers.tests.make import make_reachable_customer
from orders.tests.make import make_sent_quote
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def customer(coordinator: User, noon: dt.datetime) -> Customer:
    """A prospect, closed today and tomorrow, with a promise, news and a quote for today."""
    customer = make_reachable_customer(kind=CustomerKind.PROSPECT)
    make_callback(customer, owner=coordinator, at=noon)
    open_service_task(key="late", customer_id=customer.pk, about="order SO-1", words="late", at=noon)
    make_sent_quote(by=coordinator, at=noon - 5 * DAY, lines={make_product(): 1}, customer=customer)
    propose_candidates(at=noon)
    return customer


def close(customer: Customer, by: User, at: dt.datetime) -> None:
    days: dict[str, Any] = {"from_on": at.date(), "until_on": at.date() + DAY}
    add_closure(customer_id=customer.pk, words="Refit", by=by, at=at, **days)


def test_nothing_is_rung_about_until_they_are_back(customer: Customer, coordinator: User, noon: dt.datetime) -> None:
    close(customer, coordinator, noon)
    assert fill(day=noon.date(), at=noon) == 0
    left = LeftOut.objects.order_by("cause").values_list("cause", "because", "until_on")
    assert list(left) == [
        (cause, Because.SHUT, noon.date() + DAY) for cause in (CauseKind.PROMISED, CauseKind.QUOTE, CauseKind.TASK)
    ]
    assert fill(day=noon.date() + 2 * DAY, at=noon + 2 * DAY) >= 3


def test_who_stands_in_the_queue_leaves_it_and_comes_back_when_they_open_after_all(
    customer: Customer, coordinator: User, noon: dt.datetime
) -> None:
    found = fill(day=noon.date(), at=noon)
    close(customer, coordinator, noon)
    fill(day=noon.date(), at=noon)
    assert not QueueEntry.objects.open().exists()
    customer.closures.update(withdrawn_at=noon)
    assert fill(day=noon.date(), at=noon) == found


def test_who_asked_something_is_answered(customer: Customer, coordinator: User, noon: dt.datetime) -> None:
    close(customer, coordinator, noon)
    make_enquiry(customer, coordinator, noon)
    assert fill(day=noon.date(), at=noon) == 1


def test_the_page_of_a_customer_says_until_when(
    customer: Customer, coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    close(customer, coordinator, noon)
    fill(day=noon.date(), at=noon)
    page = coordinator_client.get(reverse("calls:why", args=[customer.account_number])).text
    assert "They are closed until Wed 25 Nov" in page


def test_nothing_is_promised_for_those_days_and_what_is_offered_instead_lies_after_them(
    coordinator: User, coordinator_client: Client, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon)
    close(call.customer, coordinator, noon)
    typed = {"outcome": Outcome.PROMISE, "promise_day": "2026-11-25", "promise_clock": "10:30"}
    page = coordinator_client.post(reverse("calls:outcome", args=[call.pk]), typed)
    assert page.status_code == 422
    assert "They are closed on Wednesday 25 November (Refit), until Wednesday 25 November" in page.text
    assert "2026-11-26 09:00" in page.text
    assert "2026-11-25 1" not in page.text


def test_from_no_list_is_a_closed_account_s_card_opened(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    promise = make_callback(customer, owner=coordinator, at=noon)
    fill(day=noon.date(), at=noon)
    entry = QueueEntry.objects.get()
    Customer.objects.filter(pk=customer.pk).update(status=CustomerStatus.CLOSED)
    given: dict[str, Any] = {"operator": coordinator, "at": noon}
    with pytest.raises(NothingOpen, match="account is closed"):
        keep_promise(callback_id=promise.pk, **given)
    with pytest.raises(NothingOpen, match="account is closed"):
        ring_scheduled(entry_id=entry.pk, **given)
    assert not Call.objects.exists()
