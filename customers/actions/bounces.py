"""Notes that a letter came back, and has the customer told by telephone instead."""

import datetime as dt
from dataclasses import dataclass
from email.message import Message as Report

from django.db import transaction

from customers.actions.history import record_event
from customers.actions.service_tasks import open_service_task
from customers.models import MailboxPlace, Message
from customers.rules.bounces import read_bounces
from customers.rules.vocabulary import EventKind


@dataclass(frozen=True, slots=True)
class Noted:
    """What a letter told: how many of ours came back, and how many that are none of ours."""

    ours: int
    unknown: int


def note_report(report: Report, *, at: dt.datetime) -> Noted:
    """Notes each of our letters that a mail server's report says could not be delivered; another letter says nothing.

    Reading the same report again changes nothing. Locks one letter after the other.
    """
    found = [
        note_bounce(sent_as=bounce.sent_as, to=bounce.to, words=bounce.words, at=at) for bounce in read_bounces(report)
    ]
    ours = sum(message is not None for message in found)
    return Noted(ours, len(found) - ours)


@transaction.atomic
def note_place(*, name: str, series: int, number: int, at: dt.datetime) -> None:
    """A mailbox has been read up to here. Of two workers in the same series the one that is further on stands."""
    place, _ = MailboxPlace.objects.select_for_update().get_or_create(
        name=name, defaults={"series": series, "number": number, "read_at": at}
    )
    if place.series == series:
        number = max(number, place.number)
    place.series, place.number, place.read_at = series, number, at
    place.save(update_fields=["series", "number", "read_at"])


@transaction.atomic
def note_bounce(*, sent_as: str, to: str, words: str, at: dt.datetime) -> Message | None:
    """The letter that we sent as `sent_as` could not be delivered to `to`; None when it is none of ours.

    `to` is another address than ours where theirs passes letters on. Reading the same report again changes nothing.
    Locks the letter.
    """
    message = Message.objects.select_for_update().filter(sent_as=sent_as).exclude(sent_as="").first()
    if message is None or message.bounced_at is not None:
        return message
    if to.lower() != message.to.lower():
        words = f"passed on to {to}: {words}"
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
