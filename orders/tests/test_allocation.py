"""What promotions give is taken off their allocation and caps with a confirmation, and given back by a cancellation."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.models import Customer
from customers.tests.make import make_customer
from orders.actions import Wanted, amend_order, cancel_order, confirm_order, preview_amendment
from orders.models import Order, OrderPromotion
from orders.rules.order import ReadBackAgain
from orders.tests.make import make_confirmed, make_ready_draft
from orders.tests.test_races import at_once
from promotions.actions import end_promotion
from promotions.models import CustomerUses, Product, Promotion
from promotions.rules import Mechanic
from promotions.tests.make import make_product, make_promotion
from staff.models import User


@pytest.fixture
def tea(db: None) -> Product:
    return make_product(name="Tea", list_price=Decimal("10.00"))


@pytest.fixture
def half_price(director: User, noon: dt.datetime, tea: Product) -> Callable[..., Promotion]:
    def make(**overrides: Any) -> Promotion:
        return make_promotion(
            by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "50"}, products=[tea], **overrides
        )

    return make


def confirmed(lines: dict[Product, int], by: User, at: dt.datetime, customer: Customer | None = None) -> Order:
    return make_confirmed(by=by, at=at, lines=lines, customer=customer)


def cancelled(order: Order, by: User, at: dt.datetime) -> Order:
    return cancel_order(order_id=order.pk, reason="Ordered twice", by=by, at=at)


def taken(promotion: Promotion) -> int:
    promotion.refresh_from_db()
    return promotion.taken


def test_a_draft_takes_nothing_and_a_confirmation_takes_its_uses(
    half_price: Callable[..., Promotion], tea: Product, director: User, noon: dt.datetime
) -> None:
    promotion = half_price(allocation=10)
    draft = make_ready_draft(by=director, at=noon, lines={tea: 4})
    assert taken(promotion) == 0
    order = confirm_order(order_id=draft.pk, seen_version=draft.version, by=director, at=noon)
    assert taken(promotion) == 4
    row = OrderPromotion.objects.get(order=order)
    assert (row.uses, row.saving_total) == (4, Decimal("20.00"))


def test_a_cancellation_gives_back_once(
    half_price: Callable[..., Promotion], tea: Product, director: User, noon: dt.datetime
) -> None:
    promotion = half_price(allocation=10)
    order = confirmed({tea: 4}, director, noon)
    for _ in range(2):
        cancelled(order, director, noon)
    assert (taken(promotion), CustomerUses.objects.get().uses) == (0, 0)


def test_the_next_order_has_what_is_left(
    half_price: Callable[..., Promotion], tea: Product, director: User, noon: dt.datetime
) -> None:
    half_price(allocation=5)
    confirmed({tea: 4}, director, noon)
    draft = make_ready_draft(by=director, at=noon, lines={tea: 4})
    assert draft.net_total == Decimal("35.00")
    assert "1 left of the allocation" in " ".join(draft.lines.get().trace)


def test_a_cap_counts_one_customer_over_all_their_orders(
    half_price: Callable[..., Promotion], tea: Product, director: User, noon: dt.datetime
) -> None:
    half_price(cap_per_customer=3)
    customer = make_customer()
    confirmed({tea: 2}, director, noon, customer)
    theirs = make_ready_draft(by=director, at=noon, lines={tea: 2}, customer=customer)
    others = make_ready_draft(by=director, at=noon, lines={tea: 2})
    assert (theirs.net_total, others.net_total) == (Decimal("15.00"), Decimal("10.00"))


def test_when_another_order_took_the_last_it_is_read_back_again(
    half_price: Callable[..., Promotion], tea: Product, director: User, noon: dt.datetime
) -> None:
    promotion = half_price(allocation=4)
    draft = make_ready_draft(by=director, at=noon, lines={tea: 3})
    confirmed({tea: 3}, director, noon)
    with pytest.raises(ReadBackAgain, match=r"Tea was £15\.00 in all, is £25\.00"):
        confirm_order(order_id=draft.pk, seen_version=draft.version, by=director, at=noon)
    draft.refresh_from_db()
    confirm_order(order_id=draft.pk, seen_version=draft.version, by=director, at=noon)
    assert taken(promotion) == 4


@pytest.mark.parametrize(("is_over", "net", "uses"), [(False, "30.00", 6), (True, "40.00", 4)])
def test_a_change_keeps_what_was_promised_and_takes_the_difference_while_it_runs(
    half_price: Callable[..., Promotion],
    tea: Product,
    director: User,
    noon: dt.datetime,
    is_over: bool,
    net: str,
    uses: int,
) -> None:
    promotion = half_price(allocation=6)
    confirmed({tea: 2}, director, noon)
    order = confirmed({tea: 2}, director, noon)
    if is_over:
        end_promotion(promotion_id=promotion.pk, by=director, at=noon)

    def changed_to(packs: int) -> Order:
        fresh = Order.objects.get(pk=order.pk)
        wanted = Wanted({tea.pk: packs}, fresh.delivery_on, "", "")
        asked: dict[str, Any] = {"order_id": order.pk, "wanted": wanted, "seen_version": fresh.version}
        shown = preview_amendment(by=director, at=noon, **asked)
        assert any("2 of 5 have" in question for question in shown.questions) is (is_over and packs == 5)
        return amend_order(agreed=shown.agreed, by=director, at=noon, **asked)

    assert (changed_to(5).net_total, taken(promotion)) == (Decimal(net), uses)
    assert (changed_to(1).net_total, taken(promotion)) == (Decimal("5.00"), 3)
    cancelled(Order.objects.get(pk=order.pk), director, noon)
    assert taken(promotion) == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_is_taken_than_there_is(director: User, noon: dt.datetime) -> None:
    tea = make_product(list_price=Decimal("10.00"))
    promotion = make_promotion(
        by=director, at=noon, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "50"}, products=[tea], allocation=5
    )
    drafts = [make_ready_draft(by=director, at=noon, lines={tea: 2}) for _ in range(6)]

    def confirming(draft: Order) -> Callable[[], Order]:
        return lambda: confirm_order(order_id=draft.pk, seen_version=draft.version, by=director, at=noon)

    answers = at_once(*map(confirming, drafts))
    assert sum(isinstance(answer, Order) for answer in answers) == 2
    assert all(isinstance(answer, Order | ReadBackAgain) for answer in answers)
    assert taken(promotion) == 4
    # The fifth is one of two packs: whoever reads it back again first has it.
    again = at_once(*[confirming(Order.objects.get(pk=draft.pk)) for draft in drafts])
    assert sum(isinstance(answer, Order) for answer in again) == 3
    assert taken(promotion) == 5


@pytest.mark.django_db(transaction=True)
def test_confirming_and_cancelling_at_once_end_with_the_sum_of_what_stands(director: User, noon: dt.datetime) -> None:
    products = [make_product(list_price=Decimal("10.00")) for _ in range(2)]
    for product in products:
        make_promotion(
            by=director,
            at=noon,
            mechanic=Mechanic.PERCENT_OFF,
            terms={"percent": "50"},
            products=[product],
            allocation=9,
        )
    both = dict.fromkeys(products, 1)
    standing = [make_confirmed(by=director, at=noon, lines=both) for _ in range(3)]
    drafts = [make_ready_draft(by=director, at=noon, lines=dict(reversed(both.items()))) for _ in range(3)]
    at_once(
        *[lambda order=order: cancelled(order, director, noon) for order in standing],
        *[
            lambda draft=draft: confirm_order(order_id=draft.pk, seen_version=draft.version, by=director, at=noon)
            for draft in drafts
        ],
    )
    assert [promotion.taken for promotion in Promotion.objects.all()] == [3, 3]


steps = st.lists(st.tuples(st.sampled_from(["order", "cancel"]), st.integers(0, 2), st.integers(1, 5)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(allocation=st.integers(1, 12), cap=st.integers(1, 6), steps=steps)
def test_never_more_than_the_allocation_or_the_cap_whatever_is_ordered_and_cancelled(
    director: User, noon: dt.datetime, allocation: int, cap: int, steps: list[tuple[str, int, int]]
) -> None:
    tea = make_product(list_price=Decimal("10.00"))
    promotion = make_promotion(
        by=director,
        at=noon,
        mechanic=Mechanic.PERCENT_OFF,
        terms={"percent": "50"},
        products=[tea],
        allocation=allocation,
        cap_per_customer=cap,
    )
    customers = [make_customer() for _ in range(3)]
    orders: list[Order] = []
    for verb, chosen, quantity in steps:
        if verb == "order":
            orders.append(confirmed({tea: quantity}, director, noon, customers[chosen]))
        elif orders:
            cancelled(orders[chosen % len(orders)], director, noon)
    standing = Order.objects.placed().filter(customer__in=customers)
    saved = sum(order.saving_total for order in standing)
    assert taken(promotion) == saved / 5 <= allocation
    for row in CustomerUses.objects.filter(promotion=promotion):
        assert row.uses == sum(order.saving_total for order in standing.filter(customer=row.customer_id)) / 5 <= cap
