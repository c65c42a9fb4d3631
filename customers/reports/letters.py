"""What we promised to send, and how it stands: of one customer, or of the whole outbox with the failures first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from customers.models import Message
from customers.rules.vocabulary import Answer, LetterState

ANSWERED = {Answer.CONFIRMED: LetterState.CONFIRMED, Answer.QUERIED: LetterState.QUERIED}


@dataclass(frozen=True)
class Letter:
    """One letter. `state_at` is when it came into its state: sent, failed, withdrawn, or when it is tried next."""

    id: int
    kind_label: str
    to: str
    subject: str
    promised_at: dt.datetime
    state: LetterState
    state_at: dt.datetime
    attempts: int
    last_error: str
    customer_name: str
    account_number: str

    @property
    def may_be_resent(self) -> bool:
        return self.state in {LetterState.FAILED, LetterState.BOUNCED}


def letters_of(customer_id: int, *, limit: int = 10) -> tuple[Letter, ...]:
    """The customer's newest letters. One query."""
    return _letters(Message.objects.filter(customer_id=customer_id)[:limit])


def outbox(*, limit: int = 100) -> tuple[Letter, ...]:
    """Every letter that has not arrived: first those given up or sent back, the newest first, then those that wait.

    Two queries.
    """
    lost = Message.objects.lost().annotate(lost_at=Coalesce("bounced_at", "failed_at"))
    failed = lost.order_by(F("lost_at").desc(), "pk")
    waiting = Message.objects.waiting().order_by("due_at", "pk")
    return _letters(failed[:limit]) + _letters(waiting[:limit])


def letter_state(message: Message) -> LetterState:
    """How one letter stands, for whoever shows it beside what it tells."""
    return _state(message)[0]


def _letters(messages: QuerySet[Message]) -> tuple[Letter, ...]:
    return tuple(_letter(message) for message in messages.select_related("customer"))


def _letter(message: Message) -> Letter:
    state, at = _state(message)
    return Letter(
        id=message.pk,
        kind_label=message.get_kind_display(),
        to=message.to,
        subject=message.subject,
        promised_at=message.promised_at,
        state=state,
        state_at=at,
        attempts=message.attempts,
        last_error=message.bounce_words or message.last_error,
        customer_name=message.customer.name,
        account_number=message.customer.account_number,
    )


def _state(message: Message) -> tuple[LetterState, dt.datetime]:
    if message.withdrawn_at:
        return LetterState.WITHDRAWN, message.withdrawn_at
    if message.answered_at:
        return ANSWERED[Answer(message.answer)], message.answered_at
    if message.bounced_at:
        return LetterState.BOUNCED, message.bounced_at
    if message.sent_at:
        return LetterState.SENT, message.sent_at
    if message.failed_at:
        return LetterState.FAILED, message.failed_at
    return (LetterState.TRIED if message.attempts else LetterState.WAITING), message.due_at
