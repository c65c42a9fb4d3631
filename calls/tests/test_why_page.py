"""Why now and why not, for any customer, and going against the order from there."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from calls.actions import claim_next, fill
from calls.actions.exceptions import close_customer_for, leave_out_call, move_call
from calls.models import Override
from calls.rules.vocabulary import Level, Outcome
from calls.tests.make import finish_call, make_callback, make_entry, make_schedule, open_call
from conftest import signed_in
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_line, make_reachable_customer
from staff.models import AccessRecord, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def christmas(clock: time_machine.Traveller) -> dt.datetime:
    """A Friday on which nobody is rung; the clock stands there."""
    day = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    clock.move_to(day)
    return day


def why(client: Client, customer: Customer, **posted: str) -> str:
    address = reverse("calls:why", args=[customer.account_number])
    answer = client.post(address, posted, follow=True) if posted else client.get(address)
    return " ".join(answer.text.split())


def test_the_place_is_told_with_its_reasons(coordinator_client: Client, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    fill(day=noon.date(), at=noon)
    make_entry(at=noon, level=Level.PROMISE)
    page = why(coordinator_client, schedule.customer)
    assert "1 before them in the queue, 1 of those ready now." in page
    assert "Ready now for anybody" in page
    assert "<li>Cut-off 15:00</li>" in page
    assert AccessRecord.objects.filter(page="calls:why", record_id=schedule.customer_id).exists()


def test_who_has_them_is_told(coordinator_client: Client, second_coordinator: User, noon: dt.datetime) -> None:
    call = open_call(second_coordinator, noon)
    assert "With Dev Patel now, at least until 12:05" in why(coordinator_client, call.customer)


def test_what_the_gate_said_is_told_with_its_end(coordinator: User, christmas: dt.datetime) -> None:
    entry = make_entry(at=christmas)
    claim_next(operator=coordinator, at=christmas)
    page = why(signed_in(coordinator), entry.customer)
    assert "It is a public holiday where they are. They come up again Tue 29 Dec" in page


def test_what_keeps_them_out_is_told(coordinator_client: Client, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP))
    fill(day=noon.date(), at=noon)
    page = why(coordinator_client, schedule.customer)
    assert "Not in the queue" in page
    assert "The account is on stop. They come up again as soon as the stop is lifted." in page


def test_how_todays_place_ended_is_told(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    call = open_call(coordinator, noon)
    finish_call(call, Outcome.DORMANT, noon)
    assert "Their place ended Tue 24 Nov 12:00: called." in why(coordinator_client, call.customer)


def test_who_may_not_be_rung_now_is_not_called_ready(coordinator: User, christmas: dt.datetime) -> None:
    page = why(signed_in(coordinator), make_entry(at=christmas).customer)
    assert "Not now: It is a public holiday where they are. You may ring them from Tue 29 Dec" in page
    assert "Ready now" not in page


def test_a_closure_is_told_with_its_end(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    days = {"from_on": noon.date(), "until_on": noon.date() + dt.timedelta(days=3)}
    close_customer_for(customer_id=schedule.customer_id, words="Stocktaking", by=coordinator, at=noon, **days)
    page = why(coordinator_client, schedule.customer)
    assert "They are closed until Fri 27 Nov 2026: Stocktaking." in page
    assert "falls away, because they are closed" in page


def test_a_day_that_was_skipped_is_told_with_its_words(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer())
    leave_out_call(schedule_id=schedule.pk, on=noon.date(), words="They are in Leeds", by=coordinator, at=noon)
    assert "left out, for today only: They are in Leeds." in why(coordinator_client, schedule.customer)


def test_a_call_that_was_moved_is_told_with_its_day(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    to = noon.date() + dt.timedelta(days=2)
    move_call(schedule_id=schedule.pk, on=noon.date(), to=to, words="Away", by=coordinator, at=noon)
    assert "Their scheduled call of today was moved to Thu 26 Nov 2026" in why(coordinator_client, schedule.customer)


def test_a_call_that_was_moved_twice_is_told_with_its_last_day(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[1])
    fill(day=noon.date(), at=noon)
    tuesday, thursday, friday = (noon.date() + dt.timedelta(days=n) for n in (0, 2, 3))
    for on, to in ((tuesday, thursday), (thursday, friday)):
        move_call(schedule_id=schedule.pk, on=on, to=to, words="Away", by=coordinator, at=noon)
    assert "Their scheduled call of today was moved to Fri 27 Nov 2026" in why(coordinator_client, schedule.customer)


def test_a_holiday_is_told_with_the_day_instead(coordinator: User, christmas: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(), weekdays=[4], at=christmas - dt.timedelta(days=7))
    page = why(signed_in(coordinator), schedule.customer)
    assert "Their scheduled call of today is on Thu 24 Dec 2026 instead: Christmas Day." in page


def test_whom_we_spoke_to_lately_the_ranking_does_not_propose(
    coordinator_client: Client, coordinator: User, noon: dt.datetime
) -> None:
    call = open_call(coordinator, noon - dt.timedelta(days=3))
    finish_call(call, Outcome.DORMANT, noon - dt.timedelta(days=3))
    page = why(coordinator_client, call.customer)
    assert "We spoke to them on Sat 21 Nov 2026; the ranking proposes nobody again before Sat 5 Dec 2026." in page


def test_nothing_due_is_said(coordinator_client: Client) -> None:
    assert "Nothing is due" in why(coordinator_client, make_reachable_customer())


def test_a_promise_for_another_day_is_said(coordinator: User, coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_callback(customer, owner=coordinator, at=noon + dt.timedelta(days=2))
    said = why(coordinator_client, customer)
    assert "what was promised is for later" in said
    assert "They were promised a call for Thu 26 Nov 12:00" in said


def test_an_override_asks_why_and_is_shown(coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_entry(at=noon).customer
    assert "Say why" in why(coordinator_client, customer, kind="skip", words=" ")
    page = why(coordinator_client, customer, kind="skip", words="<b>moving house</b>")
    assert "&lt;b&gt;moving house&lt;/b&gt;" in page
    assert "Left out for today, Carol Shaw" in page
    assert Override.objects.count() == 1


def test_who_is_pulled_forward_comes_before_everything_else(coordinator_client: Client, noon: dt.datetime) -> None:
    page = why(coordinator_client, make_entry(at=noon).customer, kind="pull_forward", words="They rang")
    assert '<h2 id="place">Before everything else</h2>' in page


def test_why_says_of_each_number_whether_it_may_be_rung(coordinator_client: Client, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_line(customer, number="+449098790123", is_main=False)
    page = coordinator_client.get(reverse("calls:why", args=[customer.account_number])).text
    assert "0909 879 0123" in page
    assert "This is a premium, service-charge or personal number." in page
