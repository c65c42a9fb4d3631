"""An order that is cancelled leaves its taker's target as soon as a worker hears of it."""

import datetime as dt
from typing import Any

import pytest
from celery import current_app
from django.conf import settings

from orders.actions import cancel_order
from staff.models import User
from targets.models import Progress
from targets.tests.make import make_placed_order, make_target

pytestmark = pytest.mark.django_db


def test_the_tasks_that_follow_an_order_exist() -> None:
    current_app.loader.import_default_modules()
    assert set(settings.AFTER_ORDER_TASKS) <= set(current_app.tasks)


def test_cancelling_is_followed_by_counting_again(
    coordinator: User, director: User, noon: dt.datetime, django_capture_on_commit_callbacks: Any, monkeypatch: Any
) -> None:
    make_target(set_by=director, starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2999, 1, 1))
    order = make_placed_order(coordinator, at=noon)
    monkeypatch.setattr(current_app, "send_task", lambda name: current_app.tasks[name]())
    with django_capture_on_commit_callbacks(execute=True):
        cancel_order(order_id=order.pk, reason="Ordered twice", by=coordinator, at=noon)
    assert Progress.objects.get().actual == 0
