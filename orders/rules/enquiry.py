"""What may be done with an enquiry."""

from datetime import datetime
from decimal import Decimal

from orders.rules.vocabulary import EnquiryState, LostReason
from staff.rules import Refusal


class EnquiryRefused(Refusal):
    """An enquiry may not be kept or answered so."""


def check_enquiry(*, words: str, received_at: datetime, due_at: datetime) -> None:
    if not words.strip():
        raise EnquiryRefused("Write down what they asked.", field="words")
    check_due(due_at, received_at)


def check_due(due_at: datetime, at: datetime) -> None:
    if due_at <= at:
        raise EnquiryRefused("The time by which they hear from us must be ahead of us.", field="due_at")


def check_loss(state: str, reason: str, competitor_price: Decimal | None) -> None:
    """A lost one says why; nothing else does."""
    if state == EnquiryState.LOST and reason not in LostReason.values:
        raise EnquiryRefused("Say why it was lost.", field="lost_reason")
    if state != EnquiryState.LOST and (reason or competitor_price is not None):
        raise EnquiryRefused(
            "Only what is lost has a reason for it. Choose “Lost”, or leave that empty.", field="state"
        )


def check_answer(answer: str, *, is_closed: bool) -> None:
    if is_closed:
        raise EnquiryRefused("This enquiry has been answered already; what was answered stands.")
    if not answer.strip():
        raise EnquiryRefused("Write down what you told them.", field="answer")
