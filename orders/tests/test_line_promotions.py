"""Where several promotions share a line, each keeps its packs and its pounds: on every page, changed or credited."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from orders.actions import Wanted, amend_order, credit_order, fulfil_order, preview_amendment, set_quantity
from orders.models import LinePromotion, Order
from orders.reports import order_sheet, pad, read_back
from orders.reports.takings import packs_sold, takings
from orders.tests.make import make_confirmed, make_draft, told
from promotions.models import Product, Promotion
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal("10.00"))


@pytest.fixture
def half(tea: Product, director: User, noon: dt.datetime) -> Promotion:
    """Half price, for six packs an order."""
    terms = {"percent": "50"}
    return make_promotion(
        by=director,
        at=noon,
        mechanic=Mechanic.PERCENT_OFF,
        terms=terms,
        products=[tea],
        name="Half price",
        cap_per_order=6,
        priority=1,
    )


@pytest.fixture
def tenth(tea: Product, director: User, noon: dt.datetime) -> Promotion:
    terms = {"percent": "10"}
    return make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms=terms, products=[tea], name="A tenth", priority=2
    )


@pytest.fixture
def reward(director: User, noon: dt.datetime) -> Promotion:
    terms = {"spend": "50.00", "reward": "amount_off", "amount": "14.00"}
    return make_promotion(by=director, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=terms, name="£14 off")


def parts(order: Order) -> list[Any]:
    """Name, packs, saving and net of each, in the order of the versions."""
    rows = LinePromotion.objects.filter(line__order=order).order_by("version")
    return [(row.version.promotion.name, row.quantity, row.saving_total, row.net_total) for row in rows]


def took(promotion: Promotion) -> tuple[Any, ...]:
    """Packs, net and saving of all orders."""
    all_of_it = takings(promotion.pk)
    return all_of_it.packs, all_of_it.net, all_of_it.saving


def change(order: Order, quantities: dict[int, int], by: User, at: dt.datetime) -> Order:
    wanted = Wanted(quantities, order.delivery_on, "", "")
    seen = preview_amendment(order_id=order.pk, wanted=wanted, seen_version=order.version, by=by, at=at)
    return amend_order(order_id=order.pk, wanted=wanted, seen_version=order.version, agreed=seen.agreed, by=by, at=at)


def test_a_cap_leaves_packs_to_another(
    half: Promotion, tenth: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={tea: 10})
    assert parts(draft) == [("Half price", 6, 30, 30), ("A tenth", 4, 4, 36)]


def test_a_reward_and_a_line_promotion_are_both_kept(
    half: Promotion, reward: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    assert parts(order) == [("Half price", 6, 30, 24), ("£14 off", 10, 14, 56)]
    assert [took(promotion) for promotion in (half, reward)] == [(6, 24, 30), (10, 56, 14)]
    assert packs_sold([half.pk, reward.pk]) == {half.pk: 6, reward.pk: 10}


def test_typing_on_moves_the_parts_along(
    half: Promotion, tenth: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={tea: 10})
    for quantity, was, then in ((5, 10, [("Half price", 5, 25, 25)]), (0, 5, [])):
        set_quantity(order_id=draft.pk, product_id=tea.pk, quantity=quantity, was=was, by=coordinator, at=noon)
        assert parts(draft) == then


def test_a_change_of_a_confirmed_order_keeps_them(
    half: Promotion, tenth: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    Promotion.objects.update(ends_at=noon)
    fewer = change(order, {tea.pk: 8}, coordinator, noon)
    assert parts(fewer) == [("Half price", 6, 30, 30), ("A tenth", 2, 2, 18)]
    cups = make_product()
    gone = change(fewer, {cups.pk: 1}, coordinator, noon)
    assert parts(gone) == []


def test_what_is_credited_leaves_both_in_proportion(
    half: Promotion, reward: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    fulfil_order(order_id=order.pk, told=told(order, (10, 10)), by=None, at=noon)
    line = order.lines.get()
    credit_order(order_id=order.pk, packs={line.pk: 4}, reason="Burst", key=uuid4(), by=coordinator, at=noon)
    assert took(half) == (4, Decimal("14.40"), 18)
    assert took(reward) == (6, Decimal("33.60"), Decimal("8.40"))
    order.refresh_from_db()
    half.refresh_from_db()
    assert (order.counted_total, half.taken) == (Decimal("33.60"), 4)


def test_all_credited_leaves_nothing(
    half: Promotion, reward: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    fulfil_order(order_id=order.pk, told=told(order, (10, 10)), by=None, at=noon)
    line = order.lines.get()
    for packs in (3, 7):
        credit_order(order_id=order.pk, packs={line.pk: packs}, reason="Burst", key=uuid4(), by=coordinator, at=noon)
    for promotion in (half, reward):
        promotion.refresh_from_db()
        assert (*took(promotion), promotion.taken) == (0, 0, 0, 0)


def test_a_gift_is_its_promotion_s_but_not_sold(
    tea: Product, coordinator: User, director: User, noon: dt.datetime
) -> None:
    mug = make_product(list_price=Decimal("2.00"))
    terms = {"spend": "50.00", "reward": "free_product", "product": mug.pk, "incidental": True}
    gives = make_promotion(by=director, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=terms, name="A mug")
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    assert parts(order) == [("A mug", 1, 2, 0)]
    assert took(gives) == (0, 0, 2)
    assert takings(gives.pk).orders == 1


def test_the_pad_and_the_read_back_name_both(
    half: Promotion, reward: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    draft = make_draft(by=coordinator, at=noon, lines={tea: 10})
    row = pad(customer_id=draft.customer_id, order_id=draft.pk, at=noon).row_of(tea.pk)
    assert row
    assert row.offer == "Half price, £14 off"
    back = render_to_string("orders/_read_back_line.html", {"line": read_back(draft.pk, noon).lines[0]})
    assert [said.split("<")[0].strip() for said in back.split(",")[1:]] == ["Half price saves", "£14 off saves"]


def test_the_orders_page_says_what_each_did(
    coordinator_client: Client, half: Promotion, reward: Promotion, tea: Product, coordinator: User, noon: dt.datetime
) -> None:
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    page = coordinator_client.get(reverse("orders:order", args=[order.number])).text
    assert "Half price: £30.00 off 6 of 10" in page
    assert "£14 off: £14.00 off 10 of 10" in page
    sheet = order_sheet(order.number or "")
    assert sheet
    assert sum(part.saving_total for part in sheet.lines[0].parts) == sheet.saving
