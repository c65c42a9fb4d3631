"""A customer queries their order by the link in its letter: it waits until somebody settles it with a reason."""

import datetime as dt
from functools import partial
from typing import Any

import pytest
from celery import current_app
from django.conf import settings

from customers.actions import answer_letter
from customers.actions.answers import link_token
from customers.models import ServiceTask
from customers.rules.vocabulary import Answer
from customers.tests.at_once import at_once
from orders.actions import allocate_order, cancel_order, decide_hold, fulfil_order, hold_order
from orders.actions.queries import hold_queried
from orders.models import Hold, Order
from orders.reports import order_life
from orders.rules.order import OrderRefused
from orders.rules.vocabulary import HoldKind, OrderState
from orders.tests.make import make_confirmed, told
from promotions.tests.make import make_product
from staff.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(coordinator: User, noon: dt.datetime) -> Order:
    return make_confirmed(by=coordinator, at=noon, lines={make_product(stock_free=0): 4})


def query(order: Order, at: dt.datetime, words: str = "We asked for six") -> None:
    letter = order.acknowledgement
    assert letter is not None
    token = link_token(letter.key, at + dt.timedelta(days=30))
    answer_letter(token=token, answer=Answer.QUERIED, words=words, at=at)


def state_of(order: Order) -> str:
    return Order.objects.values_list("state", flat=True).get(pk=order.pk)


def acknowledgement_of(order: Order) -> str:
    life = order_life(order.number or "")
    assert life is not None
    return life.acknowledgement


def test_it_is_held_with_their_words(order: Order, noon: dt.datetime) -> None:
    query(order, noon)
    assert hold_queried(at=noon) == 1
    hold = Hold.objects.get()
    assert (state_of(order), hold.kind, hold.placed_by) == (OrderState.HELD, HoldKind.QUERY, None)
    assert (hold.words, hold.message) == ("They query it: We asked for six", order.acknowledgement)


def test_the_press_asks_a_worker_for_it(
    order: Order, noon: dt.datetime, django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    current_app.loader.import_default_modules()
    asked: list[str] = []
    monkeypatch.setattr(current_app, "send_task", asked.append)
    with django_capture_on_commit_callbacks(execute=True):
        query(order, noon)
    assert asked == settings.AFTER_QUERY_TASKS
    assert set(asked) <= set(current_app.tasks)


def test_what_was_released_stays_released(order: Order, coordinator: User, noon: dt.datetime) -> None:
    query(order, noon)
    hold_queried(at=noon)
    decide_hold(hold_id=Hold.objects.get().pk, releases=True, reason="Four it is", by=coordinator, at=noon)
    assert hold_queried(at=noon) == 0
    assert state_of(order) == OrderState.RELEASED


def test_a_release_settles_the_query_and_its_call(order: Order, coordinator: User, noon: dt.datetime) -> None:
    query(order, noon)
    hold_queried(at=noon)
    assert acknowledgement_of(order) == "queried"
    decide_hold(hold_id=Hold.objects.get().pk, releases=True, reason="Four it is", by=coordinator, at=noon)
    assert acknowledgement_of(order) == "settled"
    assert ServiceTask.objects.get().closed_because == "released: Four it is"


def test_beside_a_hold_of_ours_it_goes_when_both_are_released(
    order: Order, coordinator: User, noon: dt.datetime
) -> None:
    hold_order(order_id=order.pk, kind=HoldKind.QUERY, words="Which door?", by=coordinator, at=noon)
    query(order, noon)
    hold_queried(at=noon)
    for hold, state in zip(Hold.objects.all(), (OrderState.HELD, OrderState.RELEASED), strict=True):
        decide_hold(hold_id=hold.pk, releases=True, reason="Settled", by=coordinator, at=noon)
        assert state_of(order) == state


def test_until_it_is_held_nothing_is_reserved_or_picked(order: Order, coordinator: User, noon: dt.datetime) -> None:
    query(order, noon)
    with pytest.raises(OrderRefused, match=r"queries order .* “We asked for six”"):
        allocate_order(order_id=order.pk, by=coordinator, at=noon)
    with pytest.raises(OrderRefused, match="Ring them"):
        fulfil_order(order_id=order.pk, told=told(order, (4, 4)), by=coordinator, at=noon)
    assert state_of(order) == OrderState.CONFIRMED


def test_what_is_picked_goes_and_they_are_rung(order: Order, coordinator: User, noon: dt.datetime) -> None:
    fulfil_order(order_id=order.pk, told=told(order, (4, None)), by=coordinator, at=noon)
    query(order, noon)
    assert hold_queried(at=noon) == 0
    assert acknowledgement_of(order) == "queried"
    fulfil_order(order_id=order.pk, told=told(order, (4, 4)), by=coordinator, at=noon)
    assert (state_of(order), ServiceTask.objects.open().count()) == (OrderState.DESPATCHED, 1)


def test_what_is_cancelled_is_not_held(order: Order, coordinator: User, noon: dt.datetime) -> None:
    query(order, noon)
    cancel_order(order_id=order.pk, reason="Not theirs", by=coordinator, at=noon)
    assert hold_queried(at=noon) == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_hold_it_once(order: Order, noon: dt.datetime) -> None:
    query(order, noon)
    assert sorted(map(str, at_once(*[partial(hold_queried, at=noon)] * 3))) == ["0", "0", "1"]
    assert Hold.objects.count() == 1
