"""Promises that a customer is told something by telephone, and closes them when they have been told."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from customers.actions.history import record_event
from customers.models import Customer, Message, ServiceTask
from customers.rules.calendar import LONDON
from customers.rules.letters import news_due
from customers.rules.vocabulary import EventKind, Nation
from staff.models import User


@transaction.atomic
def open_service_task(
    *,
    key: str,
    customer_id: int,
    about: str,
    words: str,
    at: dt.datetime,
    contact_id: int | None = None,
    message: Message | None = None,
) -> ServiceTask:
    """Promise that they are rung about `words`, today or, late in the day, by noon of the next working day.

    The next filling of the queue gives it its place among the promises. `key` names the fact: the same again is the
    same task, whatever became of it.
    """
    nation = Nation(Customer.objects.values_list("nation", flat=True).get(pk=customer_id))
    task, is_new = ServiceTask.objects.get_or_create(
        key=key,
        defaults={
            "customer_id": customer_id,
            "contact_id": contact_id,
            "message": message,
            "about": about,
            "words": words,
            "opened_at": at,
            "due_at": news_due(at, nation),
        },
    )
    if is_new:
        due = task.due_at.astimezone(LONDON)
        said = f"To be rung about {about} by {due:%a} {due.day} {due:%b %H:%M}: {words}"
        record_event(customer_id=customer_id, kind=EventKind.PROMISE, sentence=said, by=None, at=at)
    return task


@transaction.atomic
def close_service_tasks(*, task_ids: Collection[int], because: str, by: User | None, at: dt.datetime) -> int:
    """They have been told, or nobody needs to ring any more; returns how many were open. Asking twice is safe."""
    open_ones = ServiceTask.objects.open().filter(pk__in=task_ids).order_by("pk").select_for_update()
    tasks = list(open_ones)
    ServiceTask.objects.filter(pk__in=[task.pk for task in tasks]).update(closed_at=at, closed_because=because[:120])
    for task in tasks:
        said = f"Told about {task.about}: {because}"
        record_event(customer_id=task.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)
    return len(tasks)
