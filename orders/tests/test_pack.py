"""In which numbers a product is sold, in words at the field, wherever a number comes in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from customers.tests.make import make_customer
from orders.actions import Wanted, preview_amendment, set_quantity
from orders.actions.copy import copy_order
from orders.actions.quote import set_quote_line, take_over_quote
from orders.actions.substitute import take_substitute
from orders.models import Substitute
from orders.reports import read_back
from orders.reports.pad import pad
from orders.reports.substitutes import shortages
from orders.rules.order import OrderRefused
from orders.rules.pack import check_pack, pack_words, packs_down, packs_up
from orders.rules.substitute import Swap
from orders.tests.make import make_confirmed, make_draft, make_past_order, make_quote, make_sent_quote
from promotions.models import Product
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


@dataclass(frozen=True)
class Sold:
    name: str = "Tea"
    order_least: int = 1
    order_multiple: int = 1


@pytest.mark.parametrize(
    ("quantity", "least", "multiple"), [(0, 12, 6), (12, 12, 6), (18, 12, 6), (1, 1, 1), (7, 5, 1), (6, 4, 6)]
)
def test_what_may_be_ordered(quantity: int, least: int, multiple: int) -> None:
    check_pack(Sold(order_least=least, order_multiple=multiple), quantity)


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
        check_pack(Sold(order_least=least, order_multiple=multiple), quantity)
    assert (refused.value.sentence, refused.value.field) == (words, "quantity")


@pytest.mark.parametrize(("quantity", "up", "down"), [(0, 0, 0), (1, 12, 0), (12, 12, 12), (13, 18, 12), (18, 18, 18)])
def test_the_next_numbers_that_are_sold(quantity: int, up: int, down: int) -> None:
    tea = Sold(order_least=8, order_multiple=6)
    assert (packs_up(tea, quantity), packs_down(tea, quantity)) == (up, down)


def test_the_words_beside_the_pack() -> None:
    assert pack_words(Sold()) == ""
    assert pack_words(Sold(order_least=12, order_multiple=6)) == "by the 6, at least 12"


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", order_multiple=6)


def by_the(product: Product, multiple: int) -> None:
    Product.objects.filter(pk=product.pk).update(order_multiple=multiple)


def test_a_draft_takes_whole_multiples_only(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = make_draft(by=coordinator, at=noon, lines={tea: 12})
    with pytest.raises(OrderRefused, match="sold by the 6"):
        set_quantity(order_id=order.pk, product_id=tea.pk, quantity=8, was=12, by=coordinator, at=noon)
    set_quantity(order_id=order.pk, product_id=tea.pk, quantity=0, was=12, by=coordinator, at=noon)
    assert not order.lines.exists()


@pytest.mark.parametrize(("packs", "words"), [(8, "6 or 12, not 8"), (3, "at least 6 on one order, not 3")])
def test_a_change_takes_whole_multiples_only(
    tea: Product, coordinator: User, noon: dt.datetime, packs: int, words: str
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 12})
    wanted = Wanted({tea.pk: packs}, order.delivery_on, "", "")
    with pytest.raises(OrderRefused, match=words) as refused:
        preview_amendment(order_id=order.pk, wanted=wanted, seen_version=order.version, by=coordinator, at=noon)
    assert refused.value.field == f"quantity-{tea.pk}"


def test_what_a_change_leaves_is_not_asked_again(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 12})
    by_the(tea, 5)
    wanted = Wanted({tea.pk: 12, make_product().pk: 1}, order.delivery_on, "", "")
    shown = preview_amendment(order_id=order.pk, wanted=wanted, seen_version=order.version, by=coordinator, at=noon)
    assert len(shown.changes) == 2


def test_a_quote_takes_whole_multiples_only(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    quote = make_quote(by=coordinator, at=noon)
    with pytest.raises(OrderRefused, match="6 or 12, not 8") as refused:
        set_quote_line(quote_id=quote.pk, product_id=tea.pk, quantity=8, by=coordinator, at=noon)
    assert refused.value.field == "quantity"


def test_a_quote_taken_over_is_rounded_up(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    quote = make_sent_quote(by=coordinator, at=noon, lines={tea: 6})
    by_the(tea, 4)
    order = take_over_quote(quote_id=quote.pk, by=coordinator, at=noon)
    assert order.lines.get().quantity == 8
    assert "Quoted for 6." in read_back(order.pk, noon).changed[0].differences


def test_an_order_once_more_is_rounded_up_and_says_so(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    customer = make_customer()
    earlier = make_past_order(customer, noon - dt.timedelta(days=1), {tea: 10})
    order = make_draft(by=coordinator, at=noon, customer=customer)
    copied = copy_order(order_id=order.pk, from_id=earlier.pk, by=coordinator, at=noon)
    assert copied.words == "Tea is sold by the 6: 12 instead of 10."
    assert order.lines.get().quantity == 12


def test_a_prompt_proposes_what_is_sold(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    terms: dict[str, Any] = {"percent": "10"}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[tea])
    [prompt] = pad(customer_id=make_customer().pk, order_id=None, at=noon).prompts
    assert prompt.quantity == 6


def test_what_is_short_comes_off_in_whole_multiples(tea: Product, coordinator: User, noon: dt.datetime) -> None:
    Product.objects.filter(pk=tea.pk).update(stock_free=8)
    mate = make_product(name="Mate", order_multiple=4)
    Substitute.objects.create(product=tea, substitute=mate, position=1)
    order = make_draft(by=coordinator, at=noon, lines={tea: 12})
    [shortage] = shortages(order.customer_id, [tea.pk], noon)
    [instead] = shortage.instead
    assert (shortage.missing, instead.packs) == (6, 8)
    swap = Swap(tea.pk, mate.pk, 8, product_was=12, substitute_was=0)
    for _ in range(2):
        take_substitute(order_id=order.pk, swap=swap, by=coordinator, at=noon)
    assert dict(order.lines.values_list("product__name", "quantity")) == {"Tea": 6, "Mate": 8}
