"""A quantity is set absolutely, the whole draft is priced again, and two windows notice each other."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.actions import set_quantity
from orders.models import Order
from orders.rules.order import OrderRefused, QuantityMoved
from orders.tests.make import make_confirmed, make_draft
from promotions.models import Product
from promotions.rules.vocabulary import Mechanic, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User


def held(order: Order) -> dict[int, int]:
    return dict(order.lines.values_list("product_id", "quantity"))


def set_to(order: Order, product: Product, quantity: int, by: User, at: dt.datetime, was: int | None = None) -> Order:
    return set_quantity(order_id=order.pk, product_id=product.pk, quantity=quantity, was=was, by=by, at=at)


def test_a_typed_quantity_becomes_a_priced_line(coordinator: User, noon: dt.datetime) -> None:
    product = make_product(list_price=Decimal("3.3333"), vat_rate=VatRate.STANDARD)
    order = set_to(make_draft(by=coordinator, at=noon), product, 3, coordinator, noon)
    line = order.lines.get()
    assert (line.unit_price, line.net_total, line.trace[0]) == (
        Decimal("3.3333"),
        Decimal("10.00"),
        "List price £3.3333.",
    )
    assert (order.net_total, order.vat_total, order.gross_total) == (
        Decimal("10.00"),
        Decimal("2.00"),
        Decimal("12.00"),
    )


def test_the_same_quantity_twice_is_done_once(coordinator: User, noon: dt.datetime) -> None:
    product = make_product()
    draft = make_draft(by=coordinator, at=noon)
    once = set_to(draft, product, 4, coordinator, noon, was=0)
    twice = set_to(draft, product, 4, coordinator, noon, was=0)
    assert (held(twice), twice.version) == ({product.pk: 4}, once.version)


def test_nought_takes_the_line_off(coordinator: User, noon: dt.datetime) -> None:
    product = make_product()
    draft = make_draft(by=coordinator, at=noon, lines={product: 4})
    order = set_to(draft, product, 0, coordinator, noon)
    assert (held(order), order.gross_total) == ({}, Decimal(0))


def test_what_another_window_set_is_said_and_kept(coordinator: User, noon: dt.datetime) -> None:
    product = make_product(name="Tea")
    draft = make_draft(by=coordinator, at=noon, lines={product: 6})
    with pytest.raises(QuantityMoved, match="Another window has set Tea to 6") as refused:
        set_to(draft, product, 4, coordinator, noon, was=2)
    assert (refused.value.quantity, held(draft)) == (6, {product.pk: 6})


def test_what_another_window_took_off_is_said(coordinator: User, noon: dt.datetime) -> None:
    product = make_product(name="Tea")
    with pytest.raises(QuantityMoved, match="has taken Tea off"):
        set_to(make_draft(by=coordinator, at=noon), product, 4, coordinator, noon, was=2)


def test_one_line_brings_a_saving_to_another(coordinator: User, noon: dt.datetime) -> None:
    tea, cups = make_product(), make_product()
    items = [{"product": tea.pk, "quantity": 1}, {"product": cups.pk, "quantity": 1}]
    terms = {"items": items, "price": "15.00"}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.BUNDLE_FOR, terms=terms, products=[tea, cups])
    draft = make_draft(by=coordinator, at=noon, lines={tea: 1})
    order = set_to(draft, cups, 1, coordinator, noon)
    assert list(order.lines.values_list("net_total", flat=True)) == [Decimal("7.50"), Decimal("7.50")]
    assert order.saving_total == Decimal("5.00")


def test_taking_it_off_takes_the_saving_back(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    terms = {"basis": "quantity", "steps": [{"at_least": 3, "percent": "10"}]}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.TIERS, terms=terms, products=[tea])
    draft = make_draft(by=coordinator, at=noon, lines={tea: 3})
    assert draft.saving_total == Decimal("3.00")
    assert set_to(draft, tea, 2, coordinator, noon).saving_total == 0


def test_a_gift_comes_and_goes_with_the_spend(coordinator: User, noon: dt.datetime) -> None:
    tea, mug = make_product(), make_product(list_price=Decimal("4.00"))
    terms = {"spend": "50.00", "reward": "free_product", "product": mug.pk, "incidental": False}
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=terms, products=[tea])
    draft = make_draft(by=coordinator, at=noon, lines={tea: 5})
    assert list(draft.lines.filter(is_gift=True).values_list("product_id", "quantity")) == [(mug.pk, 1)]
    assert not set_to(draft, tea, 4, coordinator, noon).lines.filter(is_gift=True).exists()


def test_the_line_names_the_version_it_used(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    promotion = make_promotion(
        by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=[tea]
    )
    draft = make_draft(by=coordinator, at=noon, lines={tea: 1})
    assert draft.lines.get().promotions.get().version == promotion.current


@pytest.mark.parametrize("quantity", [-1, 100_001])
def test_a_senseless_quantity_is_refused(coordinator: User, noon: dt.datetime, quantity: int) -> None:
    with pytest.raises(OrderRefused, match="whole number"):
        set_to(make_draft(by=coordinator, at=noon), make_product(), quantity, coordinator, noon)


def test_what_has_left_the_range_may_only_become_less(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea")
    draft = make_draft(by=coordinator, at=noon, lines={tea: 2})
    Product.objects.filter(pk=tea.pk).update(ended_at=noon)
    with pytest.raises(OrderRefused, match="left the range"):
        set_to(draft, tea, 3, coordinator, noon)
    assert held(set_to(draft, tea, 1, coordinator, noon)) == {tea.pk: 1}


def test_a_confirmed_order_is_not_typed_into(coordinator: User, noon: dt.datetime) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={make_product(): 1})
    with pytest.raises(OrderRefused, match=f"{order.number} is allocated"):
        set_to(order, make_product(), 1, coordinator, noon)


@pytest.mark.parametrize("lines", [1, 30])
def test_statements_do_not_grow_with_the_lines(coordinator: User, noon: dt.datetime, lines: int) -> None:
    products = [make_product() for _ in range(lines)]
    make_promotion(by=coordinator, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"}, products=products)
    draft = make_draft(by=coordinator, at=noon, lines=dict.fromkeys(products, 2))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        set_to(draft, products[0], 3, coordinator, noon)
    assert len([q for q in caught if "SAVEPOINT" not in q["sql"]]) <= 12
