"""Tells a worker, once the transaction is through, that a letter is waiting or was queried."""

from celery import current_app
from django.conf import settings
from django.db import transaction


def nudge_delivery(message_id: int) -> None:
    """After the commit; a broker that is down is logged and otherwise no matter: the row waits for the next sweep."""

    def nudge() -> None:
        current_app.send_task("customers.tasks.deliver_message", args=[message_id])

    transaction.on_commit(nudge, robust=True)


def nudge_queried() -> None:
    """Send the tasks that the settings name: what a letter is about stands in packages above.

    After the commit; without a broker it is logged and no matter: the tasks run by the clock as well.
    """

    def nudge() -> None:
        for task in settings.AFTER_QUERY_TASKS:
            current_app.send_task(task)

    transaction.on_commit(nudge, robust=True)
