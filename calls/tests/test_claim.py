"""Next gives the first customer in the published order who is free, theirs or everybody's, and may be rung."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from calls.actions import claim_next, fill
from calls.models import Lease, LeftOut, QueueEntry
from calls.rules.left_out import Because
from calls.rules.refusals import ManyPutAside
from calls.rules.vocabulary import EntryEnd, Level
from calls.tests.make import make_callback, make_entry, make_schedule
from customers.tests.make import make_contact, make_customer, make_line, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def test_level_comes_before_rank(coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon, level=Level.PROSPECT, rank=1)
    promised = make_entry(at=noon, level=Level.PROMISE, rank=9e9)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.entry == promised


def test_within_a_level_the_smaller_rank_comes_first(coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon, rank=2)
    first = make_entry(at=noon, rank=1)
    assert claim_next(operator=coordinator, at=noon).entry == first  # type: ignore[union-attr]  # fails as it should


def test_pressing_next_again_gives_the_same_card(coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon)
    make_entry(at=noon)
    assert claim_next(operator=coordinator, at=noon) == claim_next(operator=coordinator, at=noon)
    assert Lease.objects.count() == 1


def test_a_card_that_is_open_is_nobody_elses(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon)
    claim_next(operator=coordinator, at=noon)
    assert claim_next(operator=second_coordinator, at=noon) is None


def test_an_entry_waits_for_its_owner_until_it_is_everybodys(
    coordinator: User, second_coordinator: User, noon: dt.datetime
) -> None:
    entry = make_entry(at=noon, owner=coordinator, pool_at=noon + dt.timedelta(minutes=5))
    assert claim_next(operator=second_coordinator, at=noon) is None
    later = claim_next(operator=second_coordinator, at=entry.pool_at)
    assert later is not None
    assert later.entry == entry


def test_an_ordinary_number_is_rung_before_a_main_one_of_a_kind_that_is_never_rung(
    coordinator: User, noon: dt.datetime
) -> None:
    customer = make_customer()
    make_line(customer, number="+449098790123")
    ordinary = make_line(customer, is_main=False)
    make_entry(at=noon, customer=customer)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.line == ordinary


def test_what_is_not_ready_is_passed_over(coordinator: User, noon: dt.datetime) -> None:
    make_entry(at=noon, ready_at=noon + dt.timedelta(seconds=1))
    assert claim_next(operator=coordinator, at=noon) is None


def test_an_objection_closes_the_entry_and_brings_the_next(coordinator: User, noon: dt.datetime) -> None:
    barred = make_entry(at=noon, rank=1)
    barred.customer.lines.update(do_not_call_at=noon)
    free = make_entry(at=noon, rank=2)
    assert claim_next(operator=coordinator, at=noon).entry == free  # type: ignore[union-attr]  # fails as it should
    barred.refresh_from_db()
    assert (barred.closed_as, barred.closed_code) == (EntryEnd.NOT_PERMITTED, "R10_OBJECTION")


def test_a_holiday_only_puts_the_entry_off(coordinator: User) -> None:
    christmas = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    entry = make_entry(at=christmas)
    assert claim_next(operator=coordinator, at=christmas) is None
    entry.refresh_from_db()
    assert entry.held_back_code == "R62_BANK_HOLIDAY"
    assert entry.closed_at is None
    assert entry.ready_at > dt.datetime(2026, 12, 28, tzinfo=dt.UTC)


def test_a_customer_without_a_number_is_taken_out(coordinator: User, noon: dt.datetime) -> None:
    entry = make_entry(at=noon, customer=make_customer())
    assert claim_next(operator=coordinator, at=noon) is None
    entry.refresh_from_db()
    assert entry.closed_as == EntryEnd.NOT_PERMITTED


def test_who_is_given_a_number_on_that_day_is_rung_after_all(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    make_callback(customer, owner=coordinator, at=noon)
    make_schedule(customer)
    fill(day=noon.date(), at=noon)
    customer.lines.update(wrong_number_at=noon)
    assert claim_next(operator=coordinator, at=noon) is None
    fill(day=noon.date(), at=noon + dt.timedelta(minutes=1))
    assert set(LeftOut.objects.values_list("because", flat=True)) == {Because.WRONG_NUMBER}
    found = make_line(customer, number="+441134960177", is_main=False)
    fill(day=noon.date(), at=noon + dt.timedelta(minutes=2))
    call = claim_next(operator=coordinator, at=noon + dt.timedelta(minutes=2))
    assert call is not None
    assert (call.line, "promised for 12:00" in call.why_now) == (found, True)


def test_the_other_number_is_used_when_the_main_one_is_stopped(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    customer.lines.update(do_not_call_at=noon)
    other = customer.lines.create(number="+441134960199")
    make_entry(at=noon, customer=customer)
    assert claim_next(operator=coordinator, at=noon).line == other  # type: ignore[union-attr]  # fails as it should


def test_after_so_many_who_may_not_be_rung_the_next_press_goes_on(
    coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calls.actions.claim.MOST_LOOKED_AT", 1)
    christmas = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    make_entry(at=christmas)
    with pytest.raises(ManyPutAside, match="Press Next again"):
        claim_next(operator=coordinator, at=christmas)
    assert claim_next(operator=coordinator, at=christmas) is None


def test_an_empty_queue_gives_nothing(coordinator: User, noon: dt.datetime) -> None:
    assert claim_next(operator=coordinator, at=noon) is None


@pytest.mark.parametrize("waiting", [1, 200])
def test_a_claim_takes_two_statements_whatever_the_queue(
    coordinator: User, second_coordinator: User, noon: dt.datetime, waiting: int
) -> None:
    make_entry(at=noon)
    claim_next(operator=second_coordinator, at=noon)  # the session has planned its statements
    first = make_entry(at=noon)
    QueueEntry.objects.bulk_create(
        QueueEntry(customer=make_customer(), level=5, rank=n, pool_at=noon, ready_at=noon, opened_at=noon)
        for n in range(waiting)
    )
    with CaptureQueriesContext(connection) as captured:
        call = claim_next(operator=coordinator, at=noon)
    statements = [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION)]
    assert call is not None
    assert call.entry == first
    assert len(statements) <= 2, "\n".join(statements)


def test_nobody_is_asked_for_who_has_left_there(coordinator: User, noon: dt.datetime) -> None:
    customer = make_reachable_customer()
    gone = make_contact(customer, name="Una Gone", is_buyer=False, left_at=noon)
    make_schedule(customer, contact=gone)
    fill(day=noon.date(), at=noon)
    call = claim_next(operator=coordinator, at=noon)
    assert call is not None
    assert call.contact == customer.contacts.get(is_buyer=True)
