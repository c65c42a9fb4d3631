"""Who was due and did not come up is kept with the reason, as long as it holds."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from calls.actions import fill
from calls.models import LeftOut, QueueEntry
from calls.reports.blocked import blocked, blocked_customers
from calls.rules.left_out import Because, CauseKind
from calls.rules.vocabulary import Level
from calls.tests.make import make_callback, make_entry, make_schedule
from calls.tests.test_fill import make_order
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus, Nation
from customers.tests.make import make_customer, make_line, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def left_out(at: dt.datetime) -> list[tuple[str, str]]:
    fill(day=at.date(), at=at)
    return list(LeftOut.objects.order_by("cause").values_list("cause", "because"))


@pytest.mark.parametrize(
    ("status", "because"), [(CustomerStatus.CLOSED, Because.CLOSED), (CustomerStatus.ON_STOP, Because.ON_STOP)]
)
def test_by_the_state_of_the_account(noon: dt.datetime, status: CustomerStatus, because: Because) -> None:
    make_schedule(make_reachable_customer(status=status))
    assert left_out(noon) == [(CauseKind.SCHEDULED, because)]


@pytest.mark.usefixtures("coordinator")
def test_who_is_put_on_stop_leaves_the_queue_and_comes_back_when_it_is_lifted(noon: dt.datetime) -> None:
    customer = make_schedule(make_reachable_customer()).customer
    assert left_out(noon) == []
    Customer.objects.filter(pk=customer.pk).update(status=CustomerStatus.ON_STOP)
    assert left_out(noon + MINUTE) == [(CauseKind.SCHEDULED, Because.ON_STOP)]
    assert not QueueEntry.objects.open().exists()
    Customer.objects.filter(pk=customer.pk).update(status=CustomerStatus.ACTIVE)
    assert left_out(noon + 2 * MINUTE) == []
    assert QueueEntry.objects.open().get().level == Level.SCHEDULED


def test_what_was_promised_to_who_is_on_stop_is_kept(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer())
    make_callback(schedule.customer, owner=coordinator, at=noon)
    left_out(noon)
    Customer.objects.update(status=CustomerStatus.ON_STOP)
    left_out(noon + MINUTE)
    (reason,) = QueueEntry.objects.open().get().reasons.all()
    assert reason.callback is not None


def test_by_an_order_for_that_delivery(coordinator: User, noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(), delivery_after_days=1)
    make_order(schedule.customer, coordinator, noon - 72 * HOUR, delivery_on=noon.date() + dt.timedelta(days=1))
    assert left_out(noon) == [(CauseKind.SCHEDULED, Because.ORDERED)]


def test_by_the_lack_of_a_number(coordinator: User, noon: dt.datetime) -> None:
    make_callback(make_customer(), owner=coordinator, at=noon)
    assert left_out(noon) == [(CauseKind.PROMISED, Because.NO_NUMBER)]


@pytest.mark.parametrize(
    ("column", "because"), [("do_not_call_at", Because.STOPPED), ("wrong_number_at", Because.WRONG_NUMBER)]
)
def test_by_numbers_that_are_not_rung(noon: dt.datetime, column: str, because: Because) -> None:
    customer = make_reachable_customer()
    customer.lines.update(**{column: noon})
    make_schedule(customer)
    assert left_out(noon) == [(CauseKind.SCHEDULED, because)]


def test_each_cause_is_told_and_filling_again_adds_nothing(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    make_schedule(customer)
    make_callback(customer, owner=coordinator, at=noon)
    assert left_out(noon) == left_out(noon + HOUR)
    assert LeftOut.objects.filter(found_at=noon).count() == 2


def test_the_row_goes_with_its_reason(noon: dt.datetime) -> None:
    schedule = make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP))
    assert left_out(noon)
    Customer.objects.filter(pk=schedule.customer_id).update(status=CustomerStatus.ACTIVE)
    assert left_out(noon) == []


def test_who_comes_up_is_not_left_out(noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer())
    assert left_out(noon) == []


def behind(key: str, at: dt.datetime) -> list[str]:
    """Every page of the customers behind a count, one after the other."""
    names, after = [], ""
    while True:
        page = blocked_customers(key, at.date(), at, after=after)
        names += [row.name for row in page.rows]
        if not (after := page.following):
            return names


def test_the_list_behind_a_count_is_paged_and_holds_each_once(
    noon: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("calls.reports.blocked.PAGE", 2)
    for name in ("Bell", "Ash", "Ash", "Cole", "Dunne"):
        make_schedule(make_reachable_customer(name=name, status=CustomerStatus.ON_STOP))
    left_out(noon)
    assert behind("left_out:on_stop", noon) == ["Ash", "Ash", "Bell", "Cole", "Dunne"]


def test_a_past_day_stays_readable(noon: dt.datetime) -> None:
    make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP))
    left_out(noon)
    seen = blocked(noon.date(), noon + 24 * HOUR)
    assert [(tally.words, tally.n) for tally in seen.left_out] == [("The account is on stop", 1)]
    assert (seen.waiting, seen.resting) == ((), None)


def test_on_a_holiday_who_waits_is_counted_before_next_has_tried_them() -> None:
    christmas = dt.datetime(2026, 12, 25, 12, tzinfo=dt.UTC)
    make_entry(at=christmas)
    assert [(tally.key, tally.n) for tally in blocked(christmas.date(), christmas).waiting] == [
        ("waiting:R62_BANK_HOLIDAY", 1)
    ]


def test_a_holiday_of_one_nation_keeps_the_others(noon: dt.datetime) -> None:
    st_andrew = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
    make_entry(at=st_andrew, customer=make_reachable_customer(name="Glen", nation=Nation.SCOTLAND))
    make_entry(at=st_andrew, customer=make_reachable_customer(nation=Nation.ENGLAND))
    assert behind("waiting:R62_BANK_HOLIDAY", st_andrew) == ["Glen"]


def test_a_number_that_another_customer_stopped_is_counted_before_next_has_tried_it(noon: dt.datetime) -> None:
    entry = make_entry(at=noon)
    number = entry.customer.lines.get().number
    make_line(make_customer(), number=number, do_not_call_at=noon)
    assert [(tally.key, tally.n) for tally in blocked(noon.date(), noon).waiting] == [("waiting:R10_OBJECTION", 1)]


@pytest.mark.parametrize(("number", "code"), [("+449098790123", "R01_SPECIAL_RANGE"), ("+33142685300", "R01_NOT_UK")])
def test_who_has_only_numbers_that_are_never_rung_is_counted_before_next_has_tried(
    noon: dt.datetime, number: str, code: str
) -> None:
    entry = make_entry(at=noon)
    entry.customer.lines.update(number=number)
    assert [(tally.key, tally.n) for tally in blocked(noon.date(), noon).waiting] == [(f"waiting:{code}", 1)]
    make_line(entry.customer, is_main=False)
    assert blocked(noon.date(), noon).waiting == ()


@pytest.mark.parametrize("name", ["calls:day", "calls:day-end", "targets:desk"])
def test_it_is_reached_from_where_the_day_is_seen(director_client: Client, noon: dt.datetime, name: str) -> None:
    make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP))
    left_out(noon)
    assert reverse("calls:left-out") in director_client.get(reverse(name)).text


def test_the_left_out_are_counted_by_reason_and_listed(coordinator_client: Client, noon: dt.datetime) -> None:
    stopped = make_schedule(make_reachable_customer(status=CustomerStatus.ON_STOP)).customer
    make_schedule(make_customer())
    fill(day=noon.date(), at=noon)
    address = reverse("calls:left-out")
    page = coordinator_client.get(address).text
    assert 'aria-label="1: The account is on stop"' in page
    assert 'aria-label="1: There is no telephone number on record"' in page
    assert stopped.name in coordinator_client.get(address, {"of": "left_out:on_stop"}).text
    assert "Nobody." in coordinator_client.get(address, {"of": "no such key"}).text
