"""Promises that a customer is told something by telephone, and closes them when they have been told."""

import datetime as dt
from collections.abc import Collection, Sequence
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from customers.actions.history import record_event
from customers.models import Customer, Message, ServiceTask
from customers.rules.calendar import LONDON
from customers.rules.letters import news_due
from customers.rules.vocabulary import Answer, EventKind, Nation
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
    return _close(Q(pk__in=task_ids), "Told about", because, by, at)


@transaction.atomic
def close_overtaken(
    *, customer_id: int, key_starts: Sequence[str], because: str, by: User | None, at: dt.datetime, asked: bool = True
) -> int:
    """What was to be told is no longer so: closes the open calls whose key starts so; returns how many.

    `asked` False leaves those that the customer asked for by the link in a letter. To be called in the transaction that
    overtakes the fact. Asking twice is safe.
    """
    which = reduce(or_, (Q(key__startswith=start) for start in key_starts)) & Q(customer_id=customer_id)
    if not asked:
        which &= ~reduce(or_, (Q(key__endswith=f"-{answer}") for answer in Answer))
    return _close(which, "No longer to be rung about", because, by, at)


def query_key(message: Message) -> str:
    """The key of the call about what a customer queries by the link in a letter."""
    return answer_key(message, Answer.QUERIED)


def answer_key(message: Message, answer: str) -> str:
    return f"{message.key}-{answer}"[:120]


def _close(which: Q, done: str, because: str, by: User | None, at: dt.datetime) -> int:
    tasks = list(ServiceTask.objects.open().filter(which).order_by("pk").select_for_update())
    ServiceTask.objects.filter(pk__in=[task.pk for task in tasks]).update(closed_at=at, closed_because=because[:120])
    for task in tasks:
        said = f"{done} {task.about}: {because}"
        record_event(customer_id=task.customer_id, kind=EventKind.PROMISE, sentence=said, by=by, at=at)
    return len(tasks)
