"""How the customer stands to what we wrote of an order, read from what became of the letter."""

from dataclasses import dataclass

from customers.rules.vocabulary import Answer
from orders.rules.vocabulary import AcknowledgementState


@dataclass(frozen=True, slots=True)
class Letter:
    """What became of the letter that tells the order as it stands.

    `is_settled`: what they queried by it keeps nothing back any more, and nobody is to ring about it.
    """

    is_sent: bool
    is_bounced: bool
    answer: str
    is_settled: bool = False


def acknowledgement_state(letter: Letter | None) -> AcknowledgementState:
    """Their answer counts most, then that it came back, then that it went."""
    if letter is None:
        return AcknowledgementState.NOT_SENT
    if letter.answer == Answer.CONFIRMED:
        return AcknowledgementState.ACKNOWLEDGED
    if letter.answer:
        return AcknowledgementState.SETTLED if letter.is_settled else AcknowledgementState.QUERIED
    if letter.is_bounced:
        return AcknowledgementState.BOUNCED
    return AcknowledgementState.SENT if letter.is_sent else AcknowledgementState.NOT_SENT
