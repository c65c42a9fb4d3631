"""What is sold in place of what is short: what they took before comes first, and it is taken once."""

import datetime as dt

import pytest
from django.db import IntegrityError

from customers.models import Customer
from customers.tests.make import make_customer
from orders.actions.substitute import take_substitute
from orders.models import Order, OrderLine, Substitute
from orders.reports.substitutes import shortages
from orders.rules.order import OrderRefused, QuantityMoved
from orders.rules.substitute import Swap
from orders.tests.make import make_draft, make_past_order
from promotions.models import Product
from promotions.tests.make import make_product
from staff.models import User

DAY = dt.timedelta(days=1)


def may_replace(product: Product, *others: Product) -> None:
    for position, other in enumerate(others, 1):
        Substitute.objects.create(product=product, substitute=other, position=position)


def offered(customer: Customer, product: Product, at: dt.datetime) -> list[int]:
    [shortage] = shortages(customer.pk, [product.pk], at)
    return [one.product.id for one in shortage.instead]


def test_in_the_order_kept_for_everybody(db: None, noon: dt.datetime) -> None:
    tea, second, first = make_product(), make_product(), make_product()
    may_replace(tea, first, second)
    assert offered(make_customer(), tea, noon) == [first.pk, second.pk]


def test_what_they_took_in_its_place_before_comes_first(db: None, noon: dt.datetime) -> None:
    customer, tea, kept, bought, taken = make_customer(), *(make_product() for _ in range(4))
    may_replace(tea, kept, bought, taken)
    for days in (1, 2):
        make_past_order(customer, noon - days * DAY, {bought: 1})
    swapped = make_past_order(customer, noon - 3 * DAY, {taken: 1})
    swapped.lines.update(instead_of=tea)
    assert offered(customer, tea, noon) == [taken.pk, bought.pk, kept.pk]


def test_only_what_can_be_had_is_offered(db: None, noon: dt.datetime) -> None:
    tea, gone, none = make_product(), make_product(ended_at=noon), make_product(stock_free=0)
    may_replace(tea, gone, none)
    assert offered(make_customer(), tea, noon) == []


def test_what_is_missing_is_counted(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(stock_free=3)
    order = make_draft(by=coordinator, at=noon, lines={tea: 10})
    [shortage] = shortages(order.customer_id, [tea.pk], noon)
    assert (shortage.quantity, shortage.missing, shortage.stock) == (10, 7, "only 3 free")


def packs(order: Order) -> dict[int, int]:
    return dict(order.lines.values_list("product", "quantity"))


def test_it_takes_the_place_of_what_is_missing_once(coordinator: User, noon: dt.datetime) -> None:
    tea, mate = make_product(stock_free=3), make_product()
    may_replace(tea, mate)
    order = make_draft(by=coordinator, at=noon, lines={tea: 10})
    swap = Swap(tea.pk, mate.pk, quantity=7, product_was=10, substitute_was=0)
    for _ in range(2):
        take_substitute(order_id=order.pk, swap=swap, by=coordinator, at=noon)
    assert packs(order) == {tea.pk: 3, mate.pk: 7}
    assert OrderLine.objects.get(product=mate).instead_of == tea


def test_what_another_window_set_meanwhile_is_said(coordinator: User, noon: dt.datetime) -> None:
    tea, mate = make_product(), make_product()
    may_replace(tea, mate)
    order = make_draft(by=coordinator, at=noon, lines={tea: 5})
    swap = Swap(tea.pk, mate.pk, quantity=7, product_was=10, substitute_was=0)
    with pytest.raises(QuantityMoved):
        take_substitute(order_id=order.pk, swap=swap, by=coordinator, at=noon)
    assert packs(order) == {tea.pk: 5}


def test_how_many_is_asked(coordinator: User, noon: dt.datetime) -> None:
    tea, mate = make_product(), make_product()
    order = make_draft(by=coordinator, at=noon, lines={tea: 5})
    with pytest.raises(OrderRefused, match="How many packs instead"):
        take_substitute(order_id=order.pk, swap=Swap(tea.pk, mate.pk, 0, 5, 0), by=coordinator, at=noon)


def test_nothing_stands_in_for_itself(db: None) -> None:
    tea = make_product()
    with pytest.raises(IntegrityError, match="orders_nothing_is_its_own_substitute"):
        may_replace(tea, tea)
