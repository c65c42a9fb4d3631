"""Keeps what a customer asked, and what we told them."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from customers.actions import promise_letter, record_event
from customers.models import Contact
from customers.rules.calendar import LONDON
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind, MessageKind
from orders.models import Enquiry
from orders.rules.enquiry import EnquiryRefused, check_answer, check_due, check_enquiry, check_loss
from orders.rules.vocabulary import EnquiryKind, EnquiryState
from staff.models import User


@transaction.atomic
def record_enquiry(
    *,
    key: UUID,
    customer_id: int,
    contact_id: int | None,
    kind: EnquiryKind,
    words: str,
    owner: User,
    due_at: datetime,
    by: User,
    at: datetime,
) -> Enquiry:
    """Keeps a question with its owner and the time by which the customer hears from us.

    `key` comes with the form: the same key twice, or twice at once, is the same enquiry. Raises a Refusal without
    words, for a time that is past, a card number or a stranger's name.
    """
    check_enquiry(words=words, received_at=at, due_at=due_at)
    refuse_card_numbers(words, field="words")
    if contact_id is not None and not Contact.objects.filter(pk=contact_id, customer_id=customer_id).exists():
        raise EnquiryRefused("This person is not at this customer.", field="contact")
    enquiry, is_new = Enquiry.objects.get_or_create(
        key=key,
        defaults={
            "customer_id": customer_id,
            "contact_id": contact_id,
            "kind": kind,
            "words": words,
            "owner": owner,
            "recorded_by": by,
            "received_at": at,
            "due_at": due_at,
        },
    )
    if is_new:
        sentence = f"Asked about {EnquiryKind(kind).label.lower()}: {words.strip()}"
        record_event(customer_id=customer_id, kind=EventKind.ENQUIRY, sentence=sentence, by=by, at=at)
        _tell_received(enquiry, at)
    return enquiry


def _tell_received(enquiry: Enquiry, at: datetime) -> None:
    """In writing what they have just heard: that we have their question, who answers it, and by when."""
    due = enquiry.due_at.astimezone(LONDON)
    by_when = f"{due:%a} {due.day} {due:%b %H:%M}"
    promise_letter(
        kind=MessageKind.ENQUIRY_RECEIVED,
        fact_key=f"enquiry-{enquiry.pk}-received",
        customer_id=enquiry.customer_id,
        facts={"asked": enquiry.words.strip(), "person": enquiry.owner.full_name, "due_at": by_when},
        about=f"enquiry {enquiry.pk}",
        tells=f"We have their question and answer it by {by_when}.",
        first_to=enquiry.contact_id,
        was_said=True,
        at=at,
    )


@transaction.atomic
def move_enquiry(*, enquiry_id: int, owner: User, due_at: datetime, by: User, at: datetime) -> Enquiry:
    """Somebody else answers it, or by another time. The same again changes nothing. Locks the enquiry.

    Raises EnquiryRefused for an answered one, a time that is past, or somebody who has left.
    """
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
    if (enquiry.owner_id, enquiry.due_at) == (owner.pk, due_at):
        return enquiry
    if enquiry.closed_at is not None:
        raise EnquiryRefused("This enquiry has been answered already; what was answered stands.")
    check_due(due_at, at)
    if not owner.is_active:
        raise EnquiryRefused(f"{owner} no longer works here. Choose somebody else.", field="owner")
    enquiry.owner, enquiry.due_at = owner, due_at
    enquiry.save(update_fields=["owner", "due_at"])
    due = due_at.astimezone(LONDON)
    sentence = f"{owner} answers their enquiry, by {due:%a} {due.day} {due:%b %H:%M}."
    record_event(customer_id=enquiry.customer_id, kind=EventKind.ENQUIRY, sentence=sentence, by=by, at=at)
    return enquiry


@transaction.atomic
def answer_enquiry(
    *,
    enquiry_id: int,
    answer: str,
    state: EnquiryState,
    by: User,
    at: datetime,
    lost_reason: str = "",
    competitor: str = "",
    competitor_price: Decimal | None = None,
) -> Enquiry:
    """Closes an enquiry as `state` (won, lost or expired) with what the customer was told. Locks the enquiry.

    A lost one says why, and to whom and at what price if they said. The same answer twice is one answer; another one is
    refused. Raises EnquiryRefused without words, or without a reason.
    """
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
    if enquiry.closed_at is not None and (enquiry.answer, enquiry.state) == (answer, state):
        return enquiry
    refuse_card_numbers(answer, field="answer")
    refuse_card_numbers(competitor, field="competitor")
    check_answer(answer, is_closed=enquiry.closed_at is not None)
    check_loss(state, lost_reason, competitor_price)
    enquiry.answer = answer
    enquiry.state = state
    enquiry.closed_at = at
    enquiry.lost_reason, enquiry.competitor, enquiry.competitor_price = lost_reason, competitor, competitor_price
    enquiry.save(update_fields=["answer", "state", "closed_at", "lost_reason", "competitor", "competitor_price"])
    record_event(
        customer_id=enquiry.customer_id,
        kind=EventKind.ENQUIRY,
        sentence=f"Answered ({EnquiryState(state).label.lower()}): {answer.strip()}",
        by=by,
        at=at,
    )
    return enquiry
