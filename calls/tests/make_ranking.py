"""Customers with a history of orders, for the tests of the ranking."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import count
from typing import Any

from customers.models import Customer
from customers.tests.make import make_reachable_customer
from orders.models import Order
from orders.rules import OrderState

numbers = count(1)


def make_order(customer: Customer, at: dt.datetime, **overrides: Any) -> Order:
    """Confirmed at that moment, for £100.00 net, unless overridden."""
    net = Decimal(overrides.pop("net_total", 100))
    fields: dict[str, Any] = {
        "number": f"R{next(numbers)}",
        "state": OrderState.CONFIRMED,
        "opened_at": at,
        "edited_at": at,
        "confirmed_at": at,
        "net_total": net,
        "gross_total": net,
    }
    return Order.objects.create(customer=customer, **fields | overrides)


def make_buyer(at: dt.datetime, ages: Iterable[int], **overrides: Any) -> Customer:
    """A customer with an order so many days before `at`, for each of `ages`."""
    value = overrides.pop("net_total", 100)
    customer = make_reachable_customer(**overrides)
    for age in ages:
        make_order(customer, at - dt.timedelta(days=age), net_total=value)
    return customer
