"""Keeps what a customer asked, and what we told them."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from customers.actions import record_event
from customers.models import Contact
from customers.rules.card_numbers import refuse_card_numbers
from customers.rules.vocabulary import EventKind
from orders.models import Enquiry
from orders.rules.enquiry import EnquiryRefused, check_answer, check_enquiry
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
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry_id: int, answer: str, state: EnquiryState, by: User, at: datetime) -> Enquiry:
    """Closes an enquiry as `state` (won, lost or expired) with what the customer was told. Locks the enquiry.

    The same answer twice is one answer; another one is refused. Raises EnquiryRefused without words.
    """
    enquiry = Enquiry.objects.select_for_update().get(pk=enquiry_id)
    if enquiry.closed_at is not None and (enquiry.answer, enquiry.state) == (answer, state):
        return enquiry
    refuse_card_numbers(answer, field="answer")
    check_answer(answer, is_closed=enquiry.closed_at is not None)
    enquiry.answer = answer
    enquiry.state = state
    enquiry.closed_at = at
    enquiry.save(update_fields=["answer", "state", "closed_at"])
    record_event(
        customer_id=enquiry.customer_id,
        kind=EventKind.ENQUIRY,
        sentence=f"Answered ({EnquiryState(state).label.lower()}): {answer.strip()}",
        by=by,
        at=at,
    )
    return enquiry
