"""Targets, and orders and calls that count towards them, for tests."""

import datetime as dt
from decimal import Decimal
from itertools import count
from typing import Any

from calls.models import Attempt, Call
from calls.rules.vocabulary import Outcome
from customers.tests.make import make_customer
from orders.models import Order
from orders.rules import OrderState
from staff.models import User
from targets.models import Target
from targets.rules import Measure

numbers = count(1)

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def make_target(*, set_by: User, **overrides: Any) -> Target:
    """Ten orders by the whole desk in November 2026."""
    fields: dict[str, Any] = {
        "measure": Measure.ORDERS,
        "starts_on": dt.date(2026, 11, 1),
        "ends_on": dt.date(2026, 11, 30),
        "value": Decimal(10),
        "set_at": NOON,
    }
    return Target.objects.create(set_by=set_by, **fields | overrides)


def make_placed_order(taken_by: User, *, net: str = "100.00", at: dt.datetime = NOON, **overrides: Any) -> Order:
    """A confirmed order without lines, zero-rated."""
    fields: dict[str, Any] = {
        "number": f"SO-2026-{next(numbers):06d}",
        "state": OrderState.CONFIRMED,
        "opened_at": at,
        "edited_at": at,
        "confirmed_at": at,
        "net_total": Decimal(net),
        "gross_total": Decimal(net),
    }
    if "customer" not in overrides:
        fields["customer"] = make_customer()
    return Order.objects.create(taken_by=taken_by, **fields | overrides)


def make_attempt(coordinator: User, *, at: dt.datetime = NOON, **overrides: Any) -> Attempt:
    """A dialling in a finished call."""
    fields: dict[str, Any] = {"lease_token": 1, "opened_at": at, "saved_at": at, "outcome": Outcome.NO_ANSWER}
    call = Call.objects.create(customer=make_customer(), coordinator=coordinator, **fields | overrides)
    return Attempt.objects.create(call=call, number="+442079460101", dialled_at=at, ruleset="test")
