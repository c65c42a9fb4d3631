"""What may be done with an enquiry."""

from datetime import datetime

from staff.rules import Refusal


class EnquiryRefused(Refusal):
    """An enquiry may not be kept or answered so."""


def check_enquiry(*, words: str, received_at: datetime, due_at: datetime) -> None:
    if not words.strip():
        raise EnquiryRefused("Write down what they asked.", field="words")
    if due_at <= received_at:
        raise EnquiryRefused("The time by which they hear from us must be ahead of us.", field="due_at")


def check_answer(answer: str, *, is_closed: bool) -> None:
    if is_closed:
        raise EnquiryRefused("This enquiry has been answered already; what was answered stands.")
    if not answer.strip():
        raise EnquiryRefused("Write down what you told them.", field="answer")
