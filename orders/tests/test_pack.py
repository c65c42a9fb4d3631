"""In which numbers a product is sold, in words at the field."""

import datetime as dt

import pytest

from orders.actions import set_quantity
from orders.rules.order import OrderRefused
from orders.rules.pack import check_pack, pack_words
from orders.tests.make import make_draft
from promotions.tests.make import make_product
from staff.models import User


@pytest.mark.parametrize(
    ("quantity", "least", "multiple"), [(0, 12, 6), (12, 12, 6), (18, 12, 6), (1, 1, 1), (7, 5, 1), (6, 4, 6)]
)
def test_what_may_be_ordered(quantity: int, least: int, multiple: int) -> None:
    check_pack("Tea", quantity, least=least, multiple=multiple)


@pytest.mark.parametrize(
    ("quantity", "least", "multiple", "words"),
    [
        (8, 1, 6, "Tea is sold by the 6: 6 or 12, not 8."),
        (4, 5, 1, "Tea: at least 5 on one order, not 4. 0 takes it off."),
        (2, 4, 6, "Tea: at least 6 on one order, not 2. 0 takes it off."),
    ],
)
def test_what_may_not_says_what_may(quantity: int, least: int, multiple: int, words: str) -> None:
    with pytest.raises(OrderRefused) as refused:
        check_pack("Tea", quantity, least=least, multiple=multiple)
    assert (refused.value.sentence, refused.value.field) == (words, "quantity")


def test_the_words_beside_the_pack() -> None:
    assert pack_words(least=1, multiple=1) == ""
    assert pack_words(least=12, multiple=6) == "by the 6, at least 12"


def test_a_draft_takes_whole_multiples_only(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(order_multiple=6)
    order = make_draft(by=coordinator, at=noon, lines={tea: 12})
    with pytest.raises(OrderRefused, match="sold by the 6"):
        set_quantity(order_id=order.pk, product_id=tea.pk, quantity=8, was=12, by=coordinator, at=noon)
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=0, was=12, by=coordinator, at=noon)
    assert not order.lines.exists()
