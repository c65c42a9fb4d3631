"""What customers say by the link in a letter: the link is signed and ends, and only a press on its page counts."""

import datetime as dt

from django.core import signing
from django.db import transaction

from customers.actions.history import record_event
from customers.actions.nudge import nudge_queried
from customers.actions.service_tasks import answer_key, close_service_tasks, open_service_task
from customers.models import Message, ServiceTask
from customers.rules.answers import AnsweredAlready, LinkEnded, QueryEmpty, check_not_overtaken
from customers.rules.calendar import LONDON
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.letters import SORTS
from customers.rules.vocabulary import Answer, EventKind, MessageKind

SALT = "customers.letter"


def link_token(key: str, until: dt.datetime) -> str:
    """Names the letter `key` until that moment; nobody without our secret can make one."""
    return signing.Signer(salt=SALT).sign_object([key, int(until.timestamp())])


def letter_of(token: str, at: dt.datetime) -> Message:
    """The letter whose link this is. Raises Message.DoesNotExist for a link that is none, LinkEnded for an old one."""
    try:
        key, until = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        raise Message.DoesNotExist from None
    message = Message.objects.select_related("customer").get(key=key)
    if at.timestamp() >= until:
        raise LinkEnded("This link is too old to be used. Please ring us.")
    return message


@transaction.atomic
def answer_letter(*, token: str, answer: Answer, words: str, at: dt.datetime) -> Message:
    """Keep what the customer said of a letter; pressing twice, or twice at once, keeps it once.

    A query is a promise that they are rung today, with their words, and what keeps what was queried back is told of it
    (AFTER_QUERY_TASKS in the settings); a promise is also a yes that somebody here must act on. A plain yes ends the
    call that was to tell them the same. After a yes they may still query; a query stands. Locks the letter. Raises what
    `letter_of` raises, QueryEmpty, AnsweredAlready, CardNumberFound, and LetterOvertaken for a yes to what no longer
    stands.
    """
    message = Message.objects.select_for_update().get(pk=letter_of(token, at).pk)
    if message.answer == answer and (answer == Answer.CONFIRMED or message.answer_words == words):
        return message
    if message.answer == Answer.QUERIED:
        raise AnsweredAlready("You told us already that something is not right. We ring you; nothing else is needed.")
    if answer == Answer.QUERIED and not words.strip():
        raise QueryEmpty("Tell us in a few words what is not right.", field="words")
    refuse_card_numbers(words, field="words")
    if answer == Answer.CONFIRMED:
        _check_not_overtaken(message)
    message.answer, message.answer_words, message.answered_at = answer, words, at
    message.save(update_fields=["answer", "answer_words", "answered_at"])
    _follow_up(message, at)
    return message


def _check_not_overtaken(message: Message) -> None:
    since = Message.objects.overtaking(message).first()
    if since is not None:
        told = since.promised_at.astimezone(LONDON)
        check_not_overtaken(since.subject, f"{told:%a} {told.day} {told:%b}")


def _follow_up(message: Message, at: dt.datetime) -> None:
    kind = MessageKind(message.kind)
    is_query = message.answer == Answer.QUERIED
    said = f"By the link in “{message.subject}”: " + (
        f"something is not right: “{message.answer_words.strip()}”" if is_query else f"“{SORTS[kind].confirm}”"
    )
    record_event(customer_id=message.customer_id, kind=EventKind.MESSAGE, sentence=said, by=None, at=at)
    if not is_query:
        told = ServiceTask.objects.filter(message=message, key=message.key).values_list("pk", flat=True)
        close_service_tasks(task_ids=list(told), because="they confirmed by the link", by=None, at=at)
    if is_query or SORTS[kind].confirm_asks_call:
        words = f"They query it: {message.answer_words.strip()}" if is_query else f"They say: {SORTS[kind].confirm}"
        open_service_task(
            key=answer_key(message, message.answer),
            customer_id=message.customer_id,
            contact_id=message.contact_id,
            message=message,
            about=message.about or message.get_kind_display().lower(),
            words=words,
            at=at,
        )
    if is_query:
        nudge_queried()
