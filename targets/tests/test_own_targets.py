"""Each person sees their own targets, what today must bring, and what their order did."""

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client

from staff.models import User
from targets.actions import compute_progress
from targets.reports import effect_of_order, progress_for
from targets.rules import Measure
from targets.tests.make import NOON, make_placed_order, make_target

pytestmark = pytest.mark.django_db


def test_own_targets_and_the_desk_s_but_nobody_else_s(
    coordinator: User, second_coordinator: User, director: User
) -> None:
    make_target(set_by=director, person=second_coordinator)
    make_target(set_by=director)
    make_target(set_by=director, person=coordinator)
    assert [row.whose for row in progress_for(coordinator, at=NOON)] == ["Carol Shaw", "The whole desk"]


@pytest.mark.parametrize("seconds", [-60, 60])
def test_an_order_is_added_once_whether_it_is_counted_yet_or_not(
    coordinator: User, director: User, seconds: int
) -> None:
    make_target(set_by=director, person=coordinator, measure=Measure.ORDER_VALUE, value=Decimal(200))
    make_placed_order(coordinator, net="80.00", at=NOON - dt.timedelta(hours=2))
    if seconds < 0:
        compute_progress(at=NOON + dt.timedelta(seconds=seconds))
    order = make_placed_order(coordinator, net="86.00", at=NOON)
    if seconds > 0:
        compute_progress(at=NOON + dt.timedelta(seconds=seconds))
    (effect,) = effect_of_order(order.pk, coordinator, at=NOON)
    assert effect.sentence == "This order takes you to 83\N{NO-BREAK SPACE}%."


def test_somebody_else_s_order_says_nothing(coordinator: User, second_coordinator: User, director: User) -> None:
    make_target(set_by=director, person=coordinator)
    order = make_placed_order(second_coordinator)
    assert effect_of_order(order.pk, coordinator, at=NOON) == []


def test_the_page_stands_alone_and_as_a_part(coordinator_client: Client) -> None:
    page = coordinator_client.get("/desk/own/").text
    assert page.count("<h1") == 1
    assert "<title>My targets" in page
    part = coordinator_client.get("/desk/own/?order=abc", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith("<section")
