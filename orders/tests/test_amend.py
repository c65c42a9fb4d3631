"""A confirmed order is changed as a new revision: the difference is shown, kept and told."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from customers.models import Customer, Message, ServiceTask
from customers.rules.vocabulary import CustomerStatus, MessageKind
from customers.tests.make import make_customer
from orders.actions import (
    Wanted,
    amend_order,
    confirm_order,
    decide_hold,
    hold_order,
    preview_amendment,
    set_hand_price,
)
from orders.models import Order
from orders.rules.order import OrderRefused, ReadBackAgain
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed, make_ready_draft
from promotions.models import Product
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


def wanted(order: Order, quantities: dict[Product, int], **overrides: Any) -> Wanted:
    details: dict[str, Any] = {"delivery_on": order.delivery_on, "purchase_order_number": "", "note": ""}
    return Wanted({product.pk: count for product, count in quantities.items()}, **details | overrides)


def amend(order: Order, by: User, at: dt.datetime, quantities: dict[Product, int], **overrides: Any) -> Order:
    order.refresh_from_db()
    asked = wanted(order, quantities, **overrides)
    seen = preview_amendment(order_id=order.pk, wanted=asked, seen_version=order.version, by=by, at=at)
    return amend_order(order_id=order.pk, wanted=asked, seen_version=order.version, agreed=seen.agreed, by=by, at=at)


def test_a_change_is_stamped_told_and_says_old_beside_new(coordinator: User, noon: dt.datetime) -> None:
    tea, cups = make_product(name="Tea"), make_product(name="Cups", list_price=Decimal(5))
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    changed = amend(order, coordinator, noon, {tea: 2, cups: 1}, note="Back door")
    first, second = changed.revisions.all()
    assert second.changes == [
        "Tea: 2, was 4.",
        "New: 1 x Cups at £5.00.",
        "Note: Back door.",
        "To pay £30.00, was £48.00.",
    ]
    assert ([line["quantity"] for line in first.lines], first.gross_total) == ([4], Decimal(48))
    assert (first.note, second.note) == ("", "Back door")
    letter = Message.objects.get(kind=MessageKind.CHANGE)
    assert (changed.revision, changed.acknowledgement) == (2, letter)
    assert "Tea: 2, was 4." in letter.text


def test_looking_at_a_change_keeps_nothing(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea")
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    seen = preview_amendment(
        order_id=order.pk, wanted=wanted(order, {tea: 1}), seen_version=order.version, by=coordinator, at=noon
    )
    order.refresh_from_db()
    assert (seen.changes, seen.gross_total) == (("Tea: 1, was 4.", "To pay £12.00, was £48.00."), Decimal(12))
    assert (order.gross_total, order.revision, order.lines.get().quantity) == (Decimal(48), 1, 4)


def test_a_price_that_was_agreed_stays(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    Product.objects.update(list_price=Decimal(12))
    line = amend(order, coordinator, noon, {tea: 5}).lines.get()
    assert (line.quantity, line.unit_price) == (5, Decimal(10))
    assert any("£12.00" in sentence for sentence in line.trace)


@pytest.mark.parametrize("note", ["Front door", "Back door"])
def test_another_difference_of_the_same_total_is_read_out_again(
    coordinator: User, noon: dt.datetime, note: str
) -> None:
    tea, soap = make_product(), make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4, soap: 4})
    asked: dict[str, Any] = {"order_id": order.pk, "seen_version": order.version, "by": coordinator, "at": noon}
    seen = preview_amendment(wanted=wanted(order, {tea: 2, soap: 4}, note="Back door"), **asked)
    packs = {tea: 4, soap: 2} if note == "Back door" else {tea: 2, soap: 4}
    with pytest.raises(ReadBackAgain, match=r"not what was read back to them, and it comes to £72\.00"):
        amend_order(wanted=wanted(order, packs, note=note), agreed=seen.agreed, **asked)
    assert sum(order.lines.values_list("quantity", flat=True)) == 8


def test_two_windows_do_not_overwrite_each_other(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    version = order.version
    amend(order, coordinator, noon, {tea: 5})
    with pytest.raises(ReadBackAgain, match="has changed"):
        preview_amendment(
            order_id=order.pk, wanted=wanted(order, {tea: 6}), seen_version=version, by=coordinator, at=noon
        )


def test_what_is_reserved_is_given_back_and_holds_are_asked_anew(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(stock_free=10)
    customer = make_customer(credit_limit=Decimal(60))
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4}, customer=customer)
    assert Product.objects.get().stock_free == 6
    changed = amend(order, coordinator, noon, {tea: 6})
    assert (changed.state, Product.objects.get().stock_free) == (OrderState.HELD, 10)
    fits = amend(order, coordinator, noon, {tea: 5})
    assert (fits.state, Product.objects.get().stock_free) == (OrderState.ALLOCATED, 5)


def test_stock_that_goes_before_a_change_is_kept_is_read_back_again(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(name="Tea", stock_free=9)
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    asked: dict[str, Any] = {"order_id": order.pk, "seen_version": order.version, "by": coordinator, "at": noon}
    asked["wanted"] = wanted(order, {tea: 7})
    seen = preview_amendment(**asked)
    make_confirmed(by=coordinator, at=noon, lines={tea: 3})
    with pytest.raises(ReadBackAgain, match="Stock: Tea: only 6 free"):
        amend_order(agreed=seen.agreed, **asked)
    again = preview_amendment(**asked)
    assert (seen.short, again.short) == ((), ("Tea: only 6 free.",))
    assert amend_order(agreed=again.agreed, **asked).state == OrderState.PART_ALLOCATED


def test_less_of_what_is_short_says_nothing_of_stock(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product(stock_free=1)
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    less = wanted(order, {tea: 3})
    assert (
        preview_amendment(order_id=order.pk, wanted=less, seen_version=order.version, by=coordinator, at=noon).short
        == ()
    )


def test_one_gift_fewer_of_two_alike_is_said(coordinator: User, noon: dt.datetime) -> None:
    tea, mug = make_product(name="Tea"), make_product(name="Mug", list_price=Decimal(5))
    for spend in ("50.00", "100.00"):
        reward = {"spend": spend, "reward": "free_product", "product": mug.pk, "incidental": True}
        make_promotion(by=coordinator, at=noon, mechanic=Mechanic.SPEND_REWARD, terms=reward)
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 10})
    changed = amend(order, coordinator, noon, {tea: 9})
    assert changed.revisions.get(number=2).changes == [
        "Tea: 9, was 10.",
        "Mug, free: 1, was 2.",
        "To pay £108.00, was £120.00.",
    ]


def test_nothing_different_is_no_revision(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    with pytest.raises(OrderRefused, match="Nothing is different"):
        amend(order, coordinator, noon, {tea: 4})


def test_a_product_that_left_the_range_may_be_kept_and_not_added_to(coordinator: User, noon: dt.datetime) -> None:
    tea, cups = make_product(name="Tea"), make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4, cups: 1})
    Product.objects.filter(pk=tea.pk).update(ended_at=noon)
    assert amend(order, coordinator, noon, {tea: 4}).lines.count() == 1
    with pytest.raises(OrderRefused, match="Tea has left the range"):
        amend(order, coordinator, noon, {tea: 5})


def test_what_people_held_it_for_stands_and_is_said_beforehand(coordinator: User, noon: dt.datetime) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4})
    hold = hold_order(order_id=order.pk, kind=HoldKind.STOCK, words="Recalled", by=coordinator, at=noon)
    asked = wanted(order, {tea: 2})
    order.refresh_from_db()
    seen = preview_amendment(order_id=order.pk, wanted=asked, seen_version=order.version, by=coordinator, at=noon)
    assert seen.held == ("Stock: Recalled",)
    assert amend(order, coordinator, noon, {tea: 2}).state == OrderState.HELD
    hold.refresh_from_db()
    assert hold.decision == ""


def test_a_released_credit_is_asked_again_only_when_it_becomes_dearer(
    coordinator: User, director: User, noon: dt.datetime
) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4}, customer=make_customer(credit_limit=Decimal(1)))
    decide_hold(hold_id=order.holds.get().pk, releases=True, reason="Paid", by=director, at=noon)
    assert amend(order, coordinator, noon, {tea: 4}, note="Back door").state == OrderState.ALLOCATED
    assert amend(order, coordinator, noon, {tea: 3}).state == OrderState.ALLOCATED
    assert amend(order, coordinator, noon, {tea: 5}).state == OrderState.HELD


def test_what_speaks_against_it_since_the_release_is_asked(
    coordinator: User, director: User, noon: dt.datetime
) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4}, customer=make_customer(credit_limit=Decimal(1)))
    decide_hold(hold_id=order.holds.get().pk, releases=True, reason="Paid", by=director, at=noon)
    Customer.objects.update(status=CustomerStatus.ON_STOP)
    assert amend(order, coordinator, noon, {tea: 4}, note="Back door").state == OrderState.HELD


def test_a_released_price_is_asked_again_only_when_it_is_another(
    coordinator: User, director: User, noon: dt.datetime
) -> None:
    tea, cups = make_product(name="Tea", floor_price=Decimal(8)), make_product(name="Cups")
    draft = make_ready_draft(by=coordinator, at=noon, lines={tea: 4, cups: 1})
    price: dict[str, Any] = {"reason": "Damaged", "by": director, "at": noon}
    set_hand_price(order_id=draft.pk, product_id=tea.pk, unit_price=Decimal(7), **price)
    draft.refresh_from_db()
    order = confirm_order(order_id=draft.pk, seen_version=draft.version, by=coordinator, at=noon)
    decide_hold(hold_id=order.holds.get().pk, releases=True, reason="Agreed", by=director, at=noon)
    assert amend(order, coordinator, noon, {tea: 4}).state == OrderState.ALLOCATED
    Product.objects.filter(pk=tea.pk).update(floor_price=Decimal(9))
    assert amend(order, coordinator, noon, {tea: 3}).state == OrderState.HELD


def test_nobody_rings_about_a_refusal_once_the_order_is_changed(
    coordinator: User, director: User, noon: dt.datetime
) -> None:
    tea = make_product()
    order = make_confirmed(by=coordinator, at=noon, lines={tea: 4}, customer=make_customer(credit_limit=Decimal(20)))
    decide_hold(hold_id=order.holds.get().pk, releases=False, reason="Too much", by=director, at=noon)
    assert amend(order, coordinator, noon, {tea: 1}).state == OrderState.ALLOCATED
    assert not ServiceTask.objects.open().exists()
