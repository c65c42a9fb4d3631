"""A draft is opened once for a customer and kept until it is confirmed."""

import datetime as dt
from decimal import Decimal

import pytest

from customers.rules.vocabulary import CustomerStatus
from customers.tests.make import make_customer
from orders.actions import drop_draft, open_draft
from orders.models import Order
from orders.rules.order import OrderRefused
from orders.tests.make import make_draft
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User


def test_opening_twice_gives_the_same_draft(coordinator: User, second_coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    first = open_draft(customer_id=customer.pk, by=coordinator, at=noon)
    second = open_draft(customer_id=customer.pk, by=second_coordinator, at=noon)
    assert (second.pk, second.taken_by) == (first.pk, coordinator)


def test_a_closed_account_is_not_typed_for(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer(status=CustomerStatus.CLOSED)
    with pytest.raises(OrderRefused, match="is closed"):
        open_draft(customer_id=customer.pk, by=coordinator, at=noon)
    assert not Order.objects.exists()


def test_opening_again_brings_prices_up_to_date(coordinator: User, noon: dt.datetime) -> None:
    product = make_product()
    draft = make_draft(by=coordinator, at=noon, lines={product: 2})
    Product.objects.filter(pk=product.pk).update(list_price="12.50")
    again = open_draft(customer_id=draft.customer_id, by=coordinator, at=noon + dt.timedelta(days=1))
    assert (str(again.net_total), again.version) == ("25.00", draft.version + 1)


def test_opening_again_changes_nothing_while_prices_stand(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={make_product(): 2})
    later = noon + dt.timedelta(hours=1)
    again = open_draft(customer_id=draft.customer_id, by=coordinator, at=later)
    assert (again.version, again.edited_at) == (draft.version, noon)


def test_dropping_empties_the_draft_and_keeps_it(coordinator: User, noon: dt.datetime) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={make_product(): 2})
    dropped = drop_draft(order_id=draft.pk, by=coordinator, at=noon)
    assert not dropped.lines.exists()
    assert not dropped.vat_rows.exists()
    assert (dropped.gross_total, dropped.is_draft) == (Decimal(0), True)
