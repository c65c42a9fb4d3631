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
