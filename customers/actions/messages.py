"""Promises letters, takes promises back, and sends failed ones again."""

import datetime as dt

from django.db import transaction

from customers.actions.history import record_event
from customers.actions.nudge import nudge_delivery
from customers.models import Message
from customers.rules.refusals import NotFound, NotWaiting
from customers.rules.vocabulary import EventKind, MessageKind
from staff.models import User


@transaction.atomic
def promise_message(
    *,
    key: str,
    customer_id: int,
    kind: MessageKind,
    to: str,
    subject: str,
    text: str,
    html: str,
    at: dt.datetime,
    due_at: dt.datetime | None = None,
    contact_id: int | None = None,
    about: str = "",
    tells: str = "",
    calendar: str = "",
    is_internal: bool = False,
) -> Message:
    """Put a letter into the outbox, in the transaction of its cause; it goes out once that commits.

    Customers are told by `promise_letter`, which words the letter; this is its lower half, and for letters to one of us
    (`is_internal`). `calendar` is a calendar file to go with it. `key` names the fact that the letter tells: the same
    key again, at once or later, gives the same letter back.
    """
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "customer_id": customer_id,
            "kind": kind,
            "to": to,
            "subject": " ".join(subject.split()),
            "text": text,
            "html": html,
            "promised_at": at,
            "due_at": due_at or at,
            "contact_id": contact_id,
            "about": about,
            "tells": tells,
            "calendar": calendar,
            "is_internal": is_internal,
        },
    )
    if is_new and message.due_at <= at:
        nudge_delivery(message.pk)
    return message


@transaction.atomic
def withdraw_messages(*, customer_id: int, key_start: str, at: dt.datetime) -> int:
    """Take back the letters whose key starts with `key_start` and that nobody is sending; returns how many."""
    waiting = Message.objects.waiting().unleased(at).filter(customer_id=customer_id, key__startswith=key_start)
    return waiting.update(withdrawn_at=at, lease=None, leased_until=None)


@transaction.atomic
def resend_message(*, message_id: int, by: User, at: dt.datetime, to: str = "") -> Message:
    """Try a failed letter again from the start, to another address when `to` is given.

    Locks the letter. Asking twice is safe: the second finds it waiting and changes nothing. Raises NotWaiting when it
    arrived or was withdrawn, NotFound when it is gone.
    """
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound("This letter is no longer kept. Open the customer again to see the letters there are.")
    if message.withdrawn_at or (message.sent_at and not message.bounced_at):
        done = "was withdrawn" if message.withdrawn_at else "was sent"
        raise NotWaiting(f"This letter {done} already, so there is nothing to send again.")
    if message.failed_at is None and message.bounced_at is None:
        return message
    if to and to != message.to:
        # What the mail server of the former address still sends back is not about this one.
        message.to, message.sent_as = to, ""
    message.due_at, message.attempts = at, 0
    message.failed_at = message.sent_at = message.bounced_at = None
    message.bounce_words = ""
    again = ["due_at", "attempts", "failed_at", "sent_at", "bounced_at", "bounce_words"]
    message.save(update_fields=["to", "sent_as", *again])
    said = f"{message.get_kind_display()} to be sent again to {message.to}"
    record_event(customer_id=message.customer_id, kind=EventKind.MESSAGE, sentence=said, by=by, at=at)
    nudge_delivery(message.pk)
    return message
