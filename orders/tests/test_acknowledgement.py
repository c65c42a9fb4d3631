"""What the acknowledgement of an order says."""

import datetime as dt

import pytest

from customers.models import Message
from customers.rules.vocabulary import MessageKind
from orders.tests.make import make_confirmed
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db


def test_how_vat_is_worked_out_is_said_once(coordinator: User, noon: dt.datetime) -> None:
    make_confirmed(by=coordinator, at=noon, lines={make_product(): 2})
    letter = Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT)
    said = "VAT is worked out once for each rate"
    assert (letter.text.count(said), letter.html.count(said)) == (1, 1)


def test_what_is_short_is_said_at_its_line(coordinator: User, noon: dt.datetime) -> None:
    due = noon.date() + dt.timedelta(days=9)
    tea, cups = make_product(name="Tea", stock_free=3, stock_due_on=due), make_product(name="Cups", stock_free=0)
    make_confirmed(by=coordinator, at=noon, lines={tea: 4, cups: 1, make_product(stock_free=9): 9})
    letter = Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT)
    for said in (letter.text.lower(), letter.html.lower()):
        assert "3 in stock, the others expected thu 3 december" in said
        assert "not in stock, to follow" in said
        assert said.count("in stock") == 2
