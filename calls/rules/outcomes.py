"""What each outcome of a call does to the queue, what it cannot be saved without, and which digit chooses it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from calls.rules.vocabulary import GROUP_OF, GROUPS, Outcome, OutcomeGroup
from staff.rules import Refusal

# Never more on screen: one digit each, and the hand stays where it is.
MOST_CHOICES = 8
MOST_TRIES = 3
SHORTEST_WAIT = dt.timedelta(minutes=5)


class OutcomeIncomplete(Refusal):
    """The outcome cannot be saved without something that it needs."""


class Need(StrEnum):
    """What an outcome cannot be saved without."""

    WORDS = "words"
    PROMISE = "promise"
    ORDER = "order"
    ENQUIRY = "enquiry"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an outcome does. Without `retry_after` the entry is done; with it, it waits that long."""

    retry_after: dt.timedelta | None = None
    need: Need | None = None
    stops_calling: bool = False
    is_wrong_number: bool = False


# The waits bring the next try to another clock time. A wrong number waits for nothing: the next number is tried.
EFFECTS: Mapping[Outcome, Effect] = {outcome: Effect() for outcome in Outcome} | {
    Outcome.NO_ANSWER: Effect(retry_after=dt.timedelta(hours=2)),
    Outcome.BUSY: Effect(retry_after=dt.timedelta(minutes=20)),
    Outcome.VOICEMAIL: Effect(retry_after=dt.timedelta(hours=4)),
    Outcome.GATEKEEPER: Effect(retry_after=dt.timedelta(hours=2)),
    Outcome.WRONG_NUMBER: Effect(retry_after=dt.timedelta(0), is_wrong_number=True),
    Outcome.LINE_FAILED: Effect(retry_after=dt.timedelta(minutes=20)),
    Outcome.BUYER_ABSENT: Effect(retry_after=dt.timedelta(hours=3)),
    Outcome.PROMISE: Effect(need=Need.PROMISE),
    Outcome.ORDERED: Effect(need=Need.ORDER),
    Outcome.OTHER_REASON: Effect(need=Need.WORDS),
    Outcome.ENQUIRY: Effect(need=Need.ENQUIRY),
    Outcome.QUOTE: Effect(need=Need.WORDS),
    Outcome.APPOINTMENT: Effect(need=Need.WORDS),
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
    Need.ENQUIRY: "No enquiry was recorded in this call. Record it first, or choose another outcome.",
}


def is_reached(outcome: Outcome) -> bool:
    """Whether somebody at the customer was spoken to about the call."""
    return GROUP_OF[outcome] is not OutcomeGroup.NOT_REACHED


def check_outcome(outcome: Outcome, given: Mapping[Need, bool]) -> None:
    """Raises OutcomeIncomplete when the outcome lacks what it needs."""
    need = EFFECTS[outcome].need
    if need is not None and not given.get(need, False):
        raise OutcomeIncomplete(SENTENCES[need].format(outcome=outcome.label), field=need.value)


def next_try(outcome: Outcome, *, tries: int, at: dt.datetime, due_at: dt.datetime | None) -> dt.datetime | None:
    """When the customer comes up again; None when the entry is done, or rests after MOST_TRIES.

    `tries` counts this call. A wait that would pass `due_at` (the cut-off, the end of the promise) is cut to half of
    what is left, so that there is one more try in time.
    """
    wait = EFFECTS[outcome].retry_after
    if wait is None or tries >= MOST_TRIES:
        return None
    if due_at is not None and at < due_at <= at + wait:
        wait = max((due_at - at) / 2, SHORTEST_WAIT)
    return at + wait


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
