"""Notes that a letter came back, and has the customer told by telephone instead."""

import datetime as dt

from django.db import transaction

from customers.actions.history import record_event
from customers.actions.service_tasks import open_service_task
from customers.models import Message
from customers.rules.vocabulary import EventKind


@transaction.atomic
def note_bounce(*, sent_as: str, to: str, words: str, at: dt.datetime) -> Message | None:
    """The letter that we sent as `sent_as` could not be delivered to `to`; None when it is none of ours.

    Reading the same report again changes nothing. Locks the letter.
    """
    message = Message.objects.select_for_update().filter(sent_as=sent_as, to__iexact=to).exclude(sent_as="").first()
    if message is None or message.bounced_at is not None:
        return message
    message.bounced_at, message.bounce_words = at, words
    message.save(update_fields=["bounced_at", "bounce_words"])
    said = f"{message.get_kind_display()} to {message.to} came back: {words}"
    record_event(customer_id=message.customer_id, kind=EventKind.MESSAGE, sentence=said, by=None, at=at)
    tell_by_telephone(message, at)
    return message


def tell_by_telephone(message: Message, at: dt.datetime) -> None:
    """What the letter was to tell is told in a call; nothing for a letter to one of us, or one already answered."""
    if message.is_internal or message.answer or not message.about:
        return
    open_service_task(
        key=message.key,
        customer_id=message.customer_id,
        contact_id=message.contact_id,
        message=message,
        about=message.about,
        words=f"{message.tells} Our email to {message.to} did not arrive: ask for the right address.",
        at=at,
    )
