"""Missed calls and messages are written down, returned in time and counted from their arrival."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import claim_next, fill
from calls.actions.dial import log_attempt
from calls.actions.missed import Missed, close_missed, record_caller, record_missed, say_who
from calls.actions.ring_back import ring_back
from calls.models import DeskSettings, MissedContact, Override, QueueEntry
from calls.rules.inbound import MissedKind, MissedRefused, return_by
from calls.rules.refusals import NothingOpen, ReasonMissing
from calls.rules.vocabulary import Direction, Level, Outcome
from calls.tests.make import finish_call, make_entry
from customers.models import Customer
from customers.rules.vocabulary import CustomerKind, CustomerStatus, Nation, Purpose
from customers.tests.make import make_customer, make_line, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
USUAL = DeskSettings().answers_in


def missed_at(
    arrived_at: dt.datetime,
    by: User,
    customer: Customer | None = None,
    *,
    at: dt.datetime | None = None,
    key: UUID | None = None,
    caller: str = "0113 496 0077",
) -> MissedContact:
    missed = Missed(MissedKind.CALL, caller, "about the delivery", arrived_at)
    customer_id = customer.pk if customer else None
    return record_missed(key=key or uuid4(), missed=missed, customer_id=customer_id, by=by, at=at or arrived_at)


def test_it_comes_before_everything_and_is_due_by_the_standard(coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon, level=Level.PROMISE)
    customer = make_reachable_customer()
    missed_at(noon, coordinator, customer)
    fill(day=noon.date(), at=noon)
    entry = QueueEntry.objects.get(customer=customer)
    assert (entry.level, entry.due_at) == (Level.BREACHING, noon + HOUR)


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        ("2026-11-24T22:00", "2026-11-25T10:00"),
        ("2026-11-24T17:00", "2026-11-25T09:30"),
        ("2026-11-27T17:10", "2026-11-30T09:40"),
        ("2026-11-28T11:00", "2026-11-30T10:00"),
        ("2026-12-24T17:30", "2026-12-29T10:00"),
    ],
)
def test_the_standard_runs_in_the_desks_hours(arrived: str, due: str) -> None:
    moments = [dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) for text in (arrived, due)]
    assert return_by(moments[0], HOUR, Nation.ENGLAND, USUAL) == moments[1]


def test_the_clock_change_of_a_weekend_is_no_hour_of_the_standard() -> None:
    friday = dt.datetime(2026, 3, 27, 17, tzinfo=dt.UTC)
    assert return_by(friday, HOUR, Nation.ENGLAND, USUAL) == dt.datetime(2026, 3, 30, 8, 30, tzinfo=dt.UTC)


def test_the_card_says_so_and_rings_the_number_they_rang_from(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    other = make_line(customer, number="+441134960077", is_main=False)
    missed_at(noon - MINUTE, coordinator, customer, at=noon)
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert (call.line, call.purpose) == (other, Purpose.SERVICE)
    assert "they rang at 11:59 and reached nobody, to be returned by 12:59, “about the delivery”" in call.why_now


def test_the_first_attempt_counts_and_a_conversation_closes_it(coordinator: User, noon: dt.datetime) -> None:
    row = missed_at(noon, coordinator, make_reachable_customer())
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    log_attempt(call_id=call.pk, line_id=call.line_id or 0, token=call.lease_token, by=coordinator, at=noon + MINUTE)
    finish_call(call, Outcome.ENOUGH_STOCK, noon + 2 * MINUTE)
    row.refresh_from_db()
    assert (row.first_attempt_at, row.closed_at) == (noon + MINUTE, noon + 2 * MINUTE)


def test_the_same_form_twice_is_one_row(coordinator: User, noon: dt.datetime) -> None:
    key = uuid4()
    assert missed_at(noon, coordinator, key=key) == missed_at(noon, coordinator, key=key)


def test_nobody_is_rung_until_somebody_knows_who_it_was(coordinator: User, noon: dt.datetime) -> None:
    row = missed_at(noon, coordinator)
    assert fill(day=noon.date(), at=noon) == 0
    say_who(missed_id=row.pk, customer_id=make_reachable_customer().pk, by=coordinator, at=noon)
    say_who(missed_id=row.pk, customer_id=make_reachable_customer().pk, by=coordinator, at=noon)
    assert fill(day=noon.date(), at=noon) == 1


def test_closing_it_asks_why_and_takes_it_out_of_the_queue(coordinator: User, noon: dt.datetime) -> None:
    row = missed_at(noon, coordinator, make_reachable_customer())
    fill(day=noon.date(), at=noon)
    with pytest.raises(ReasonMissing):
        close_missed(missed_id=row.pk, because=" ", by=coordinator, at=noon)
    close_missed(missed_id=row.pk, because="a wrong connection", by=coordinator, at=noon)
    row.refresh_from_db()
    assert (row.closed_by, row.closed_because) == (coordinator, "a wrong connection")
    assert row.customer is not None
    assert row.customer.events.filter(sentence="Missed call not returned: a wrong connection").exists()
    fill(day=noon.date(), at=noon)
    assert not QueueEntry.objects.open().exists()


@pytest.mark.parametrize(
    ("caller", "moved", "field"), [(" ", 0, "caller"), ("Ann", 5, "arrived_at"), ("Ann", -30_000, "arrived_at")]
)
def test_what_cannot_be_is_refused_at_its_field(
    coordinator: User, noon: dt.datetime, caller: str, moved: int, field: str
) -> None:
    with pytest.raises(MissedRefused) as refused:
        missed_at(noon + moved * MINUTE, coordinator, at=noon, caller=caller)
    assert refused.value.field == field


@pytest.mark.parametrize(("outcome", "is_returned"), [(Outcome.ENOUGH_STOCK, True), (Outcome.BUYER_ABSENT, False)])
def test_it_is_returned_when_the_buyer_was_spoken_to(
    outcome: Outcome, is_returned: bool, coordinator: User, noon: dt.datetime
) -> None:
    row = missed_at(noon, coordinator, make_reachable_customer())
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    finish_call(call, outcome, noon)
    row.refresh_from_db()
    assert (row.closed_at is not None) is is_returned


def test_ringing_back_is_one_press_about_their_call_and_no_override(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    other = make_line(customer, number="+441134960077", is_main=False)
    row = missed_at(noon - MINUTE, coordinator, customer, at=noon)
    call = ring_back(missed_id=row.pk, operator=coordinator, at=noon)
    assert ring_back(missed_id=row.pk, operator=coordinator, at=noon) == call
    assert (call.line, call.purpose, call.direction) == (other, Purpose.SERVICE, Direction.OUTBOUND)
    assert not Override.objects.exists()
    finish_call(call, Outcome.ENOUGH_STOCK, noon + MINUTE)
    assert fill(day=noon.date(), at=noon + MINUTE) == 0
    assert not MissedContact.objects.open().exists()


def test_who_was_rung_back_by_a_colleague_is_not_rung_again(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    row = missed_at(noon - MINUTE, coordinator, make_reachable_customer())
    finish_call(ring_back(missed_id=row.pk, operator=second_coordinator, at=noon), Outcome.ENOUGH_STOCK, noon)
    with pytest.raises(NothingOpen, match="This is done: Has enough stock"):
        ring_back(missed_id=row.pk, operator=coordinator, at=noon)


def test_who_is_in_the_queue_already_is_rung_back_from_there(coordinator: User, noon: dt.datetime) -> None:
    customer = make_entry(at=noon).customer
    row = missed_at(noon, coordinator, customer)
    fill(day=noon.date(), at=noon)
    call = ring_back(missed_id=row.pk, operator=coordinator, at=noon)
    assert call.entry == QueueEntry.objects.open().get(customer=customer)
    assert call.purpose == Purpose.SERVICE


def test_a_caller_nobody_knows_becomes_a_record_once(coordinator: User, noon: dt.datetime) -> None:
    row = missed_at(noon, coordinator)
    first, second = (record_caller(missed_id=row.pk, name="Bell Bakery", by=coordinator, at=noon) for _ in range(2))
    assert first == second
    assert (first.kind, first.lines.get().number) == (CustomerKind.PROSPECT, "+441134960077")
    assert ring_back(missed_id=row.pk, operator=coordinator, at=noon).customer == first


@pytest.mark.parametrize(("caller", "name"), [("the bakery", "Bell Bakery"), ("0113 496 0077", " ")])
def test_a_record_needs_a_number_and_a_name(coordinator: User, noon: dt.datetime, caller: str, name: str) -> None:
    row = missed_at(noon, coordinator, caller=caller)
    with pytest.raises(MissedRefused):
        record_caller(missed_id=row.pk, name=name, by=coordinator, at=noon)


def test_nobody_rings_back_whom_nobody_knows_or_whose_account_is_closed(coordinator: User, noon: dt.datetime) -> None:
    closed = make_reachable_customer(status=CustomerStatus.CLOSED)
    for customer in (None, closed):
        row = missed_at(noon, coordinator, customer)
        with pytest.raises(NothingOpen):
            ring_back(missed_id=row.pk, operator=coordinator, at=noon)


def write_down(client: Client, **typed: str) -> Any:
    given = {"key": str(uuid4()), "kind": "call", "arrived_on": "2026-11-24", "arrived_clock": "11:00"}
    return client.post(reverse("calls:missed"), given | typed)


def test_more_matches_than_are_offered_are_said_and_reached(coordinator_client: Client, noon: dt.datetime) -> None:
    made = [make_customer(name=f"Bell {n:02}") for n in range(12)]
    asked = write_down(coordinator_client, caller="bell")
    assert "The first 8 are offered; there are more." in " ".join(asked.text.split())
    more = write_down(coordinator_client, caller="bell", shown="8", more="yes")
    assert "Bell 11" in more.text
    assert "there are more" not in more.text
    write_down(coordinator_client, caller="bell", shown="16", customer=str(made[11].pk))
    assert MissedContact.objects.get().customer == made[11]


@pytest.mark.parametrize("shown", ["x", "-1", "9" * 30, "0"])
def test_a_number_shown_that_cannot_be_offers_the_first(coordinator_client: Client, shown: str) -> None:
    make_customer(name="Bell 1")
    assert "Bell 1" in write_down(coordinator_client, caller="bell", shown=shown).text


def test_who_it_was_is_looked_for_further(coordinator_client: Client, coordinator: User, noon: dt.datetime) -> None:
    for n in range(22):
        make_customer(name=f"Bell {n:02}")
    row = missed_at(noon, coordinator, caller="bell")
    address = reverse("calls:missed-who", args=[row.pk])
    assert "begins=20" in coordinator_client.get(address).text
    assert "Bell 21" in coordinator_client.get(address, {"q": "bell", "begins": "20"}).text
