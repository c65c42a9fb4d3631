"""The read-back says first what is unlike this customer."""

import datetime as dt
from decimal import Decimal

from customers.tests.make import make_contact, make_customer
from orders.reports import read_back
from orders.tests.make import make_draft, make_past_order
from promotions.tests.make import make_product
from staff.models import User


def test_differences_come_first_each_in_words(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    always, many, dearer, new = (make_product(name=name) for name in ("Always", "Many", "Dearer", "New"))
    for weeks in (1, 2, 3):
        make_past_order(customer, noon - dt.timedelta(weeks=weeks), {always: 4, many: 4})
    make_past_order(customer, noon - dt.timedelta(weeks=4), {dearer: 1}, unit_price=Decimal("9.00"))
    lines = {always: 4, many: 44, dearer: 1, new: 1}
    order = make_draft(by=coordinator, at=noon, customer=customer, lines=lines)
    told = read_back(order.pk, noon)
    assert [(line.name, line.differences) for line in told.changed] == [
        ("Many", ("Unusual quantity: they usually take 4 (4 in 3 orders).",)),
        ("Dearer", ("Price changed: £9.00 last time, £10.00 today.",)),
        ("New", ("New for them.",)),
    ]
    assert [line.name for line in told.as_always] == ["Always"]


def test_a_short_line_is_a_difference(coordinator: User, noon: dt.datetime) -> None:
    customer, tea = make_customer(), make_product(stock_free=1)
    make_past_order(customer, noon - dt.timedelta(weeks=1), {tea: 2})
    order = make_draft(by=coordinator, at=noon, customer=customer, lines={tea: 2})
    assert read_back(order.pk, noon).changed[0].differences == ("Stock: only 1 free.",)


def test_the_sums_are_the_orders_and_the_lines_add_up(coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(
        by=coordinator, at=noon, lines={make_product(list_price=Decimal("0.3350")): 7, make_product(): 1}
    )
    told = read_back(order.pk, noon)
    assert sum(line.net_total for line in told.lines) == told.net == order.net_total
    assert told.net + told.vat == told.gross == order.gross_total
    assert told.version == order.version


def test_it_offers_who_may_order_and_the_days_there_are(coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer(delivery_days=[1, 4])
    may = make_contact(customer)
    make_contact(customer, name="Not Me", may_order=False, is_buyer=False)
    told = read_back(make_draft(by=coordinator, at=noon, customer=customer).pk, noon)
    assert [person.id for person in told.people] == [may.pk]
    assert [f"{date.on:%a %d}" for date in told.delivery_dates[:3]] == ["Fri 27", "Tue 01", "Fri 04"]
