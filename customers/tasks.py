"""What workers do for customers: send the letters of the outbox, and see which came back."""

import logging

from celery import shared_task
from django.utils import timezone

from customers import delivery
from customers.delivery.returns import MailboxFailed

log = logging.getLogger(__name__)

# Each letter may keep us for the mail server's time-out; a run ends well before the workers' hard limit.
MOST_PER_RUN = 40


@shared_task
def deliver_message(message_id: int) -> None:
    """Send one letter now; the nudge behind each promise."""
    delivery.deliver(at=timezone.now(), message_id=message_id)


@shared_task
def deliver_due_messages() -> None:
    """Send what is due, a run's worth; beat asks again, so a lost nudge costs seconds."""
    for _ in range(MOST_PER_RUN):
        if not delivery.deliver(at=timezone.now()):
            return


@shared_task
def read_returned_letters() -> int:
    """See what came back to the mailbox of BOUNCES_URL; one that cannot be read now is read by the next run."""
    try:
        return delivery.read_returned(delivery.returns_mailbox(), at=timezone.now())
    except MailboxFailed as failed:
        log.warning("Letters that came back cannot be read: %s", failed)
        return 0
