"""Who was due and did not come up is kept with the reason, as long as it holds."""

import datetime as dt

import pytest

from calls.actions import fill
from calls.models import LeftOut
from calls.rules.left_out import Because, CauseKind
from calls.tests.make import make_callback, make_schedule
from calls.tests.test_fill import make_order
from customers.models import Customer
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer, make_reachable_customer
from staff.models import User

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def left_out(at: dt.datetime) -> list[tuple[str, str]]:
    fill(day=at.date(), at=at)
    return list(LeftOut.objects.order_by("cause").values_list("cause", "because"))


@pytest.mark.parametrize(
    ("status", "because"), [(CustomerStatus.CLOSED, Because.CLOSED), (CustomerStatus.ON_STOP, Because.ON_STOP)]
)
def test_by_the_state_of_the_account(noon: dt.datetime, status: CustomerStatus, because: Because) -> None:
    make_schedule(make_reachable_customer(status=status))
    assert left_out(noon) == [(CauseKind.SCHEDULED, because)]


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
