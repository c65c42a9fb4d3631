"""Sends letters: lease one, hand it to the mail server outside any transaction, note what became of it."""

import datetime as dt
import re
import smtplib
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from customers.actions.outbox import note_failure, note_sent, take_message
from customers.models import Message

PERMANENT_FROM = 500
CALENDAR_METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


def deliver(*, at: dt.datetime, message_id: int | None = None) -> bool:
    """Try one letter, the one asked for or the longest waiting; False when there was none to take.

    Asking twice, or from many workers, is safe: a lease goes to one. A worker that is killed in between leaves a lease
    that lapses, and the letter is tried again under the same Message-ID.
    """
    message = take_message(at=at, message_id=message_id)
    if message is None:
        return False
    try:
        _letter(message).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        note_failure(message=message, error=_words(error), for_good=_is_permanent(error), at=at)
    else:
        note_sent(message=message, at=at)
    return True


def _letter(message: Message) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    headers = {"Message-ID": f"<{message.sent_as}@{domain}>", "Auto-Submitted": "auto-generated"}
    letter = EmailMultiAlternatives(message.subject, message.text, to=[message.to], headers=headers)
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    if message.calendar:
        # As a form of the letter, which calendars act on (RFC 6047), and as a file for mail programs that do not.
        method = CALENDAR_METHOD.search(message.calendar)
        letter.attach_alternative(message.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
        letter.attach("invite.ics", message.calendar.encode(), "application/ics")
    return letter


def _is_permanent(error: Exception) -> bool:
    """Whether no waiting helps: the mailbox or the letter itself was refused, or it cannot be written as a letter."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT_FROM for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= PERMANENT_FROM
    return isinstance(error, ValueError)


def _words(error: Exception) -> str:
    """The failure as a person can read it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_text(reply)}" for code, reply in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return str(error) or type(error).__name__


def _text(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
