"""Progress counts the calls and orders themselves: net of cancellations, by London days, a shared sale once."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.models import Order, OrderLine
from orders.rules import OrderState
from promotions.rules.vocabulary import Mechanic, VatRate
from promotions.tests.make import make_product, make_promotion
from staff.models import User
from targets.actions import compute_progress
from targets.models import Progress, Target
from targets.rules import Measure
from targets.tests.make import NOON, make_attempt, make_placed_order, make_target

pytestmark = pytest.mark.django_db


def counted(target: Target) -> Decimal:
    compute_progress(at=NOON)
    return Progress.objects.get(target=target).actual


def sell_on_promotion(order: Order, promotion: Any, quantity: int) -> None:
    line = OrderLine.objects.create(
        order=order,
        product=make_product(),
        position=1,
        quantity=quantity,
        unit_price=Decimal(1),
        net_total=Decimal(quantity),
        vat_rate=VatRate.ZERO,
    )
    line.promotions.create(version=promotion.current, quantity=quantity, net_total=line.net_total)


def test_a_cancelled_order_leaves_the_figures(coordinator: User, director: User) -> None:
    target = make_target(set_by=director, measure=Measure.ORDER_VALUE)
    make_placed_order(coordinator, net="70.50")
    make_placed_order(coordinator, net="30.00", state=OrderState.CANCELLED, cancelled_at=NOON)
    assert counted(target) == Decimal("70.50")


def test_counting_again_after_a_cancellation_takes_it_off(coordinator: User, director: User) -> None:
    target = make_target(set_by=director)
    order = make_placed_order(coordinator)
    assert counted(target) == 1
    Order.objects.filter(pk=order.pk).update(state=OrderState.CANCELLED, cancelled_at=NOON)
    assert counted(target) == 0


def test_a_person_s_target_counts_only_theirs(coordinator: User, second_coordinator: User, director: User) -> None:
    target = make_target(set_by=director, person=coordinator)
    make_placed_order(coordinator)
    make_placed_order(second_coordinator)
    assert counted(target) == 1


def test_the_desk_counts_each_sale_once(coordinator: User, second_coordinator: User, director: User) -> None:
    target = make_target(set_by=director)
    make_target(set_by=director, person=coordinator)
    make_target(set_by=director, person=second_coordinator)
    make_placed_order(coordinator)
    make_placed_order(second_coordinator)
    assert counted(target) == 2


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        ("2026-05-31T22:59:59+00:00", 0),
        ("2026-05-31T23:00:00+00:00", 1),
        ("2026-06-30T22:59:59+00:00", 1),
        ("2026-06-30T23:00:00+00:00", 0),
    ],
)
def test_a_day_runs_from_london_midnight_to_midnight(coordinator: User, director: User, at: str, counts: int) -> None:
    june = make_target(set_by=director, starts_on=dt.date(2026, 6, 1), ends_on=dt.date(2026, 6, 30))
    make_placed_order(coordinator, at=dt.datetime.fromisoformat(at))
    compute_progress(target_ids=[june.pk], at=NOON)
    assert Progress.objects.get(target=june).actual == counts


def test_calls_are_diallings_made_by_us(coordinator: User, director: User) -> None:
    target = make_target(set_by=director, measure=Measure.CALLS)
    make_attempt(coordinator)
    make_attempt(coordinator, direction="inbound")
    assert counted(target) == 1


def test_packs_are_of_the_promotion_asked_for(coordinator: User, director: User) -> None:
    terms = {"percent": "10"}
    wanted, other = (make_promotion(by=director, at=NOON, mechanic=Mechanic.PERCENT_OFF, terms=terms) for _ in "ab")
    of_one = make_target(set_by=director, measure=Measure.PROMOTION_PACKS, promotion=wanted)
    of_any = make_target(set_by=director, measure=Measure.PROMOTION_PACKS)
    order = make_placed_order(coordinator)
    sell_on_promotion(order, wanted, 4)
    sell_on_promotion(order, other, 3)
    assert counted(of_one) == 4
    assert counted(of_any) == 7


def test_packs_on_two_promotions_are_sold_once(coordinator: User, director: User) -> None:
    terms = {"percent": "10"}
    first, second, third = (
        make_promotion(by=director, at=NOON, mechanic=Mechanic.PERCENT_OFF, terms=terms) for _ in "abc"
    )
    of_first = make_target(set_by=director, measure=Measure.PROMOTION_PACKS, promotion=first)
    of_any = make_target(set_by=director, measure=Measure.PROMOTION_PACKS)
    order = make_placed_order(coordinator)
    sell_on_promotion(order, first, 4)
    line = order.lines.get()
    line.promotions.create(version=second.versions.get(), quantity=4, net_total=4)
    line.promotions.create(version=third.versions.get(), quantity=1, net_total=1)
    order.lines.update(credited_quantity=1)
    assert counted(of_first) == 3
    assert counted(of_any) == 3


def test_a_line_that_only_partly_took_it_counts_that_part(coordinator: User, director: User) -> None:
    promotion = make_promotion(by=director, at=NOON, mechanic=Mechanic.PERCENT_OFF, terms={"percent": "10"})
    of_any = make_target(set_by=director, measure=Measure.PROMOTION_PACKS)
    order = make_placed_order(coordinator)
    sell_on_promotion(order, promotion, 4)
    order.lines.update(quantity=10)
    assert counted(of_any) == 4


def test_a_withdrawn_target_is_not_counted(director: User) -> None:
    make_target(set_by=director, withdrawn_at=NOON)
    assert compute_progress(at=NOON) == 0


@pytest.mark.parametrize("targets", [1, 20])
def test_three_statements_however_many_targets(director: User, targets: int) -> None:
    for number in range(targets):
        make_target(set_by=director, value=number + 1, starts_on=dt.date(2026, 11, 1 + number))
    with CaptureQueriesContext(connection) as queries:
        compute_progress(at=NOON)
    assert len([query for query in queries if "SAVEPOINT" not in query["sql"]]) == 3
