"""Tells a worker, once the transaction is through, that a letter is waiting."""

from celery import current_app
from django.db import transaction


def nudge_delivery(message_id: int) -> None:
    """After the commit; a broker that is down is logged and otherwise no matter: the row waits for the next sweep."""

    def nudge() -> None:
        current_app.send_task("customers.tasks.deliver_message", args=[message_id])

    transaction.on_commit(nudge, robust=True)
