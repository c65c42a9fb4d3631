"""The outbox's two short transactions around the network: take a letter, then note what became of it."""

import datetime as dt
import uuid

from django.db import transaction

from customers.actions.bounces import tell_by_telephone
from customers.actions.history import record_event
from customers.models import Message
from customers.models.message import MessageQuerySet
from customers.rules.outbox import LEASE, MOST_ATTEMPTS, letter_id, wait_after
from customers.rules.vocabulary import EventKind

LOST = "The worker ended while it was sending, time after time. It may have arrived; ask before you send it again."


@transaction.atomic
def take_message(*, at: dt.datetime, message_id: int | None = None) -> Message | None:
    """Lease the letter, or the longest waiting one, until LEASE after `at`; None when nobody is needed.

    Skips what another worker has locked. Counts the attempt at the start, so that a letter which kills its worker
    each time is given up too.
    """
    ready = Message.objects.ready(at).select_for_update(skip_locked=True).order_by("due_at", "pk")
    message = (ready.filter(pk=message_id) if message_id else ready).first()
    if message is None:
        return None
    if message.attempts >= MOST_ATTEMPTS:
        _give_up(message, LOST, at)
        return None
    message.lease, message.leased_until = uuid.uuid4(), at + LEASE
    message.attempts += 1
    message.sent_as = letter_id(message.key, message.to)
    message.save(update_fields=["lease", "leased_until", "attempts", "sent_as"])
    return message


@transaction.atomic
def note_sent(*, message: Message, at: dt.datetime) -> bool:
    """Note that the letter went; False when the lease is no longer ours, and then nothing is noted."""
    noted = _ours(message).update(sent_at=at, lease=None, leased_until=None, last_error="")
    if noted:
        said = f"{message.get_kind_display()} sent to {message.to}"
        record_event(customer_id=message.customer_id, kind=EventKind.MESSAGE, sentence=said, by=None, at=at)
    return bool(noted)


@transaction.atomic
def note_failure(*, message: Message, error: str, for_good: bool, at: dt.datetime) -> bool:
    """Note why the letter did not go and when to try again; give up `for_good`, or after the last attempt."""
    wait = None if for_good else wait_after(message.attempts)
    if wait is None:
        return _give_up(message, error, at)
    return bool(_ours(message).update(due_at=at + wait, lease=None, leased_until=None, last_error=error))


def _ours(message: Message) -> MessageQuerySet:
    return Message.objects.waiting().filter(pk=message.pk, lease=message.lease)


def _give_up(message: Message, error: str, at: dt.datetime) -> bool:
    noted = _ours(message).update(failed_at=at, lease=None, leased_until=None, last_error=error)
    if noted:
        said = f"{message.get_kind_display()} could not be sent to {message.to}: {error}"
        record_event(customer_id=message.customer_id, kind=EventKind.MESSAGE, sentence=said, by=None, at=at)
        tell_by_telephone(message, at)
    return bool(noted)
