"""Tells those who count orders, once the transaction is through, that there is one more or one less."""

from celery import current_app
from django.conf import settings
from django.db import transaction


def nudge_counters() -> None:
    """Send the tasks that the settings name: they stand in packages above, which this one does not know.

    After the commit; without a broker it is logged and no matter: the tasks run by the clock as well.
    """

    def nudge() -> None:
        for task in settings.AFTER_ORDER_TASKS:
            current_app.send_task(task)

    transaction.on_commit(nudge, robust=True)
