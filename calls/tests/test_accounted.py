"""Whatever is done on a day, each scheduled customer is accounted for once, and who is left stands in the queue."""

import datetime as dt
from contextlib import suppress
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from calls.actions import claim_next, fill, put_back, take_customer
from calls.actions.exceptions import close_customer_for, leave_out_call, move_call, reopen_customer, withdraw_exception
from calls.actions.handover import offer_hand_over, take_hand_over
from calls.actions.overrides import pull_forward, skip
from calls.actions.put_off import put_off
from calls.models import Call, MovedCall, Occurrence, QueueEntry, QueueReason, Schedule
from calls.reports.scheduled import left_customers, tallies, together
from calls.rules.vocabulary import Direction, Outcome
from calls.tests.make import finish_call, make_schedule
from calls.tests.test_fill import make_order
from customers.models import Closure, Customer
from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_reachable_customer
from orders.models import Order
from orders.rules import OrderState
from staff.models import User
from staff.rules import Refusal

pytestmark = pytest.mark.django_db

MORNING = dt.datetime(2026, 11, 24, 9, 30, tzinfo=dt.UTC)
DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
OUTCOMES = (Outcome.NO_ANSWER, Outcome.WRONG_NUMBER, Outcome.ENOUGH_STOCK, Outcome.DO_NOT_CALL, Outcome.COMPLAINT)


class Desk:
    """Two people; three customers of the one, of the other and of anybody, the first of them with two schedules.

    Each act is done by `by` to `customer`; what the desk refuses is not done. Then a minute passes, and the queue is
    filled as it is every minute.
    """

    def __init__(self, people: tuple[User, User]) -> None:
        self.people, self.at = people, MORNING
        self.customers = [make_reachable_customer() for _ in range(3)]
        for customer, owner in zip(self.customers, (*people, None), strict=True):
            make_schedule(customer, weekdays=[0, 1, 3], owner=owner, at=MORNING)
        make_schedule(self.customers[0], weekdays=[1, 2], cut_off_after_days=1, at=MORNING)
        self.pass_time(dt.timedelta(0))

    def do(self, act: str, by: int, customer: int, outcome: Outcome) -> None:
        with suppress(Refusal), transaction.atomic():
            getattr(self, act)(self.people[by], self.customers[customer], outcome)
        self.pass_time(MINUTE)

    def pass_time(self, how_long: dt.timedelta) -> None:
        self.at += how_long
        fill(day=self.at.date(), at=self.at)

    @staticmethod
    def entry(customer: Customer) -> QueueEntry:
        entry = QueueEntry.objects.open().filter(customer=customer).first()
        if entry is None:
            raise Refusal("Nothing is open.")
        return entry

    @staticmethod
    def card(by: User) -> Call:
        card = Call.objects.open().filter(coordinator=by, stashed_at=None).first()
        if card is None:
            raise Refusal("No card is open.")
        return card

    def schedule(self, customer: Customer, by: User) -> dict[str, Any]:
        first = Schedule.objects.filter(customer=customer).order_by("pk")[0]
        return {"schedule_id": first.pk, "on": self.at.date(), "by": by, "at": self.at}

    def act_next(self, by: User, *_: Any) -> None:
        claim_next(operator=by, at=self.at)

    def act_save(self, by: User, _: Customer, outcome: Outcome) -> None:
        finish_call(self.card(by), outcome, self.at, "as they said")

    def act_put_back(self, by: User, *_: Any) -> None:
        card = self.card(by)
        put_back(call_id=card.pk, token=card.lease_token, reason="later", by=by, at=self.at)

    def act_answer(self, by: User, customer: Customer, _: Outcome) -> None:
        take_customer(customer_id=customer.pk, operator=by, direction=Direction.INBOUND, reason="", at=self.at)

    def act_put_off(self, by: User, customer: Customer, _: Outcome) -> None:
        put_off(entry_id=self.entry(customer).pk, to=self.at.date() + 3 * DAY, words="away", by=by, at=self.at)

    def act_move(self, by: User, customer: Customer, _: Outcome) -> None:
        move_call(to=self.at.date() + 3 * DAY, words="away", **self.schedule(customer, by))

    def act_leave_out_call(self, by: User, customer: Customer, _: Outcome) -> None:
        leave_out_call(words="away", **self.schedule(customer, by))

    def act_as_usual(self, by: User, customer: Customer, _: Outcome) -> None:
        withdraw_exception(**self.schedule(customer, by))

    def act_skip(self, by: User, customer: Customer, _: Outcome) -> None:
        skip(customer_id=customer.pk, words="away", by=by, at=self.at)

    def act_pull_forward(self, by: User, customer: Customer, _: Outcome) -> None:
        pull_forward(customer_id=customer.pk, words="waiting", by=by, at=self.at)

    def act_hand_over(self, by: User, customer: Customer, _: Outcome) -> None:
        taker = self.people[0] if by == self.people[1] else self.people[1]
        offer = offer_hand_over(entry_id=self.entry(customer).pk, taker=taker, reason="fair", by=by, at=self.at)
        take_hand_over(hand_over_id=offer.pk, by=taker, at=self.at)

    def act_order(self, by: User, customer: Customer, _: Outcome) -> None:
        make_order(customer, by, self.at, delivery_on=self.at.date() + DAY)

    def act_cancel(self, _by: User, customer: Customer, _: Outcome) -> None:
        placed = Order.objects.filter(customer=customer, cancelled_at=None)
        placed.update(cancelled_at=self.at, state=OrderState.CANCELLED)

    def act_close_account(self, _by: User, customer: Customer, _: Outcome) -> None:
        Customer.objects.filter(pk=customer.pk).update(status=CustomerStatus.CLOSED)

    def act_stop_account(self, _by: User, customer: Customer, _: Outcome) -> None:
        Customer.objects.filter(pk=customer.pk).update(status=CustomerStatus.ON_STOP)

    def act_open_account(self, _by: User, customer: Customer, _: Outcome) -> None:
        Customer.objects.filter(pk=customer.pk).update(status=CustomerStatus.ACTIVE)

    def act_shut(self, by: User, customer: Customer, _: Outcome) -> None:
        today = self.at.date()
        close_customer_for(customer_id=customer.pk, from_on=today, until_on=today, words="flood", by=by, at=self.at)

    def act_reopen(self, by: User, customer: Customer, _: Outcome) -> None:
        for closure in Closure.objects.filter(customer=customer, withdrawn_at=None):
            reopen_customer(customer_id=customer.pk, closure_id=closure.pk, by=by, at=self.at)

    def act_wait(self, *_: Any) -> None:
        self.pass_time(dt.timedelta(hours=1))


ACTS = [name for name in vars(Desk) if name.startswith("act_")]
acts = st.tuples(st.sampled_from(ACTS), st.integers(0, 1), st.integers(0, 2), st.sampled_from(OUTCOMES))


def scheduled_on(day: dt.date) -> set[int]:
    laid_out = Occurrence.objects.filter(due_on=day).values_list("schedule__customer", flat=True)
    came_up = QueueReason.objects.filter(due_on=day, schedule__isnull=False).values_list(
        "schedule__customer", flat=True
    )
    moved = MovedCall.objects.filter(from_on=day).values_list("schedule__customer", flat=True)
    return {*laid_out, *came_up, *moved}


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(acts, min_size=3, max_size=12))
def test_whatever_is_done_the_columns_add_up_and_who_is_left_is_in_the_queue(
    coordinator: User, second_coordinator: User, done: list[tuple[str, int, int, Outcome]]
) -> None:
    with transaction.atomic():
        desk = Desk((coordinator, second_coordinator))
        for one in done:
            desk.do(*one)
        day = desk.at.date()
        tally = together(tallies(day, desk.at))
        left = {row.customer_id for row in left_customers(day, desk.at).rows}
        on_screen = set(Call.objects.open().values_list("customer", flat=True))
        waiting = QueueEntry.objects.open().filter(reasons__schedule__isnull=False)
        in_queue = set(waiting.values_list("customer", flat=True))
        scheduled = scheduled_on(day)
        transaction.set_rollback(True)
    assert tally.scheduled == len(scheduled)
    assert tally.all_left == len(left)
    assert left - on_screen <= in_queue <= left
