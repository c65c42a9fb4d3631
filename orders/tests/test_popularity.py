"""What many buy at present comes first among what one customer usually buys."""

import datetime as dt

import pytest

from customers.tests.make import make_customer
from orders.actions.popularity import count_popularity
from orders.models import Popularity
from orders.reports.habits import habits
from orders.tests.make import make_past_order
from promotions.tests.make import make_product

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(weeks=1)


def test_customers_are_counted_not_orders(noon: dt.datetime) -> None:
    tea, customer = make_product(), make_customer()
    for weeks in (1, 2):
        make_past_order(customer, noon - weeks * WEEK, {tea: 3})
    make_past_order(make_customer(), noon - WEEK, {tea: 1})
    assert count_popularity(at=noon) == 1
    assert Popularity.objects.get(product=tea).customers == 2


def test_what_nobody_bought_for_four_weeks_has_no_row_left(noon: dt.datetime) -> None:
    make_past_order(make_customer(), noon - WEEK, {make_product(): 1})
    count_popularity(at=noon)
    assert count_popularity(at=noon + 4 * WEEK) == 0
    assert not Popularity.objects.exists()


def test_a_cancelled_order_does_not_make_a_product_popular(noon: dt.datetime) -> None:
    order = make_past_order(make_customer(), noon - WEEK, {make_product(): 1})
    type(order).objects.filter(pk=order.pk).update(state="cancelled", cancelled_at=noon)
    assert count_popularity(at=noon) == 0


def test_of_two_items_bought_alike_the_popular_one_comes_first(noon: dt.datetime) -> None:
    customer, dull, popular = make_customer(), make_product(), make_product()
    make_past_order(customer, noon - 6 * WEEK, {dull: 1, popular: 1})
    assert list(habits(customer.pk, noon)) == [dull.pk, popular.pk]
    make_past_order(make_customer(), noon - WEEK, {popular: 1})
    count_popularity(at=noon)
    assert list(habits(customer.pk, noon)) == [popular.pk, dull.pk]
