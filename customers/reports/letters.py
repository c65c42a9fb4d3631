"""What we promised to send, and how it stands: of one customer, or of the whole outbox with the failures first."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from customers.models import Message
from customers.reports.marks import later_than, mark_of, older_than
from customers.rules.letters import SORTS, token_in, without_link
from customers.rules.vocabulary import Answer, LetterState, MessageKind

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
    customer_id: int

    @property
    def may_be_resent(self) -> bool:
        return self.state in {LetterState.FAILED, LetterState.BOUNCED}


@dataclass(frozen=True)
class Letters:
    """A page of letters; `further` is the mark of the next one, empty when this is the last."""

    rows: tuple[Letter, ...]
    further: str


@dataclass(frozen=True)
class LetterText:
    """A letter as it was written; without the link, which is for the customer to press."""

    letter: Letter
    customer_id: int
    text: str
    answer_words: str
    has_calendar: bool


@dataclass(frozen=True)
class Answerable:
    """A letter as its reader finds it behind the link; `text` is what stands now.

    `since` is the later letter that has overtaken it, `since_token` what that one's own link carries.
    """

    message: Message
    confirm: str
    text: str
    since: Message | None
    since_token: str


def answerable(message: Message) -> Answerable:
    """One query."""
    since = Message.objects.overtaking(message).first()
    text = without_link((since or message).text, "(by the link above)" if since else "(here, below)")
    confirm = SORTS[MessageKind(message.kind)].confirm
    return Answerable(message, confirm, text, since, token_in(since.text) if since else "")


def letters_of(customer_id: int, *, before: str | None = None, limit: int = 10) -> Letters:
    """The customer's letters, the newest first, from the mark `before` back. One query."""
    letters = Message.objects.filter(older_than(before, "promised_at"), customer_id=customer_id)
    return _page(letters, "promised_at", limit)


def lost_letters(*, before: str | None = None, limit: int = 50) -> Letters:
    """Letters given up or sent back, the last first. One query."""
    lost = Message.objects.lost().annotate(lost_at=Coalesce("bounced_at", "failed_at"))
    return _page(lost.filter(older_than(before, "lost_at")).order_by("-lost_at", "-pk"), "lost_at", limit)


def waiting_letters(*, after: str | None = None, limit: int = 50) -> Letters:
    """Letters that have not gone yet, the next to be tried first. One query."""
    waiting = Message.objects.waiting().filter(later_than(after, "due_at"))
    return _page(waiting.order_by("due_at", "pk"), "due_at", limit)


def letter_text(customer_id: int, message_id: int) -> LetterText:
    """One letter of the customer's to be read at the desk. Raises Message.DoesNotExist."""
    message = Message.objects.select_related("customer").get(pk=message_id, customer_id=customer_id)
    text = without_link(message.text)
    return LetterText(_letter(message), customer_id, text, message.answer_words, bool(message.calendar))


def letter_state(message: Message) -> LetterState:
    """How one letter stands, for whoever shows it beside what it tells."""
    return _state(message)[0]


def _page(messages: QuerySet[Message], moment: str, limit: int) -> Letters:
    """The first rows, which are in the order of `moment`."""
    found = list(messages.select_related("customer")[: limit + 1])
    shown = found[:limit]
    further = mark_of(getattr(shown[-1], moment), shown[-1].pk) if len(found) > limit else ""
    return Letters(tuple(map(_letter, shown)), further)


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
        customer_id=message.customer_id,
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
