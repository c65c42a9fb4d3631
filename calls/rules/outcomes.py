"""What each outcome of a call does to the queue, what it cannot be saved without, and which digit chooses it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from calls.rules.vocabulary import GROUP_OF, GROUPS, Outcome, OutcomeGroup
from staff.rules import Refusal

# Never more on screen: one digit each, and the hand stays where it is.
MOST_CHOICES = 8


class OutcomeIncomplete(Refusal):
    """The outcome cannot be saved without something that it needs."""


class Need(StrEnum):
    """What an outcome cannot be saved without."""

    WORDS = "words"
    PROMISE = "promise"
    ORDER = "order"
    ADDITION = "addition"
    ENQUIRY = "enquiry"
    QUOTE = "quote"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an outcome does, besides the next try (`calls.rules.retry`)."""

    need: Need | None = None
    stops_calling: bool = False
    is_wrong_number: bool = False


EFFECTS: Mapping[Outcome, Effect] = {outcome: Effect() for outcome in Outcome} | {
    Outcome.WRONG_NUMBER: Effect(is_wrong_number=True),
    Outcome.PROMISE: Effect(need=Need.PROMISE),
    Outcome.ORDERED: Effect(need=Need.ORDER),
    Outcome.ADDED_TO_ORDER: Effect(need=Need.ADDITION),
    Outcome.OTHER_REASON: Effect(need=Need.WORDS),
    Outcome.ENQUIRY: Effect(need=Need.ENQUIRY),
    Outcome.QUOTE: Effect(need=Need.QUOTE),
    Outcome.APPOINTMENT: Effect(need=Need.APPOINTMENT),
    Outcome.COMPLAINT: Effect(need=Need.WORDS),
    Outcome.DETAILS_CHANGED: Effect(need=Need.WORDS),
    # An objection to selling stops the number whole, as long as the gate knows one kind of objection: too much, never
    # too little.
    Outcome.DO_NOT_CALL: Effect(stops_calling=True),
    Outcome.DO_NOT_SELL: Effect(stops_calling=True),
    Outcome.LESS_OFTEN: Effect(need=Need.WORDS),
}

SENTENCES: Mapping[Need, str] = {
    Need.WORDS: "“{outcome}” needs a few words: write what was said, then save again.",
    Need.PROMISE: "“{outcome}” needs a time: give the day and the hour or the part of the day, then save again.",
    Need.ORDER: "There is no confirmed order on this call. Read it back and confirm it, or choose another outcome.",
    Need.ADDITION: "Nothing was added to an order in this call. Add it at the read-back, or choose another outcome.",
    Need.ENQUIRY: "No enquiry was recorded in this call. Record it first, or choose another outcome.",
    Need.QUOTE: "No quote was made or sent in this call. Make it first, or choose another outcome.",
    Need.APPOINTMENT: "No appointment was made in this call. Make it first, or choose another outcome.",
}


def is_reached(outcome: Outcome) -> bool:
    """Whether somebody at the customer was spoken to about the call."""
    return GROUP_OF[outcome] is not OutcomeGroup.NOT_REACHED


def check_outcome(outcome: Outcome, given: Collection[Need]) -> None:
    """Raises OutcomeIncomplete when the outcome lacks what it needs."""
    need = EFFECTS[outcome].need
    if need is not None and need not in given:
        raise OutcomeIncomplete(SENTENCES[need].format(outcome=outcome.label), field=need.value)


@dataclass(frozen=True, slots=True)
class Choice:
    digit: int
    outcome: Outcome


def steps(group: OutcomeGroup) -> list[list[Choice]]:
    """The screens of a group: at most MOST_CHOICES lines each, the last of them “more” where another screen follows."""
    outcomes = list(GROUPS[group])
    screens = []
    while outcomes:
        fits = len(outcomes) if len(outcomes) <= MOST_CHOICES else MOST_CHOICES - 1
        screens.append([Choice(digit, outcome) for digit, outcome in enumerate(outcomes[:fits], start=1)])
        outcomes = outcomes[fits:]
    return screens
