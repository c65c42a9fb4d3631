"""What the call page may not do, in the sentence that the coordinator reads."""

import datetime as dt

from customers.rules.calendar import LONDON
from staff.rules import Refusal


class LeaseLost(Refusal):
    """The customer is no longer with whoever is saving; `holder` is who has them now, empty when nobody has.

    `kept` is what was typed, when it is in the notes of the call.
    """

    def __init__(self, *, holder: str = "", kept: str = "") -> None:
        now = f"{holder} has this customer now" if holder else "This customer is no longer with you"
        what = " What you typed is kept in the notes of your call: hand them on." if kept else ""
        super().__init__(f"{now}, so nothing more is saved here.{what}")
        self.holder, self.kept = holder, kept


class CustomerHeld(Refusal):
    """Somebody else is at this customer's card, or rings one of their numbers for another customer."""

    def __init__(self, *, holder: str, until: dt.datetime, number: str = "", customer: str = "") -> None:
        clock = f"{until.astimezone(LONDON):%H:%M}"
        at_what = f"holds {number}, a number of theirs, for {customer}" if number else "is with this customer"
        super().__init__(f"{holder} {at_what}, at least until {clock}. Ask them, or try again then.")
        self.holder = holder


class CardOpen(Refusal):
    """A coordinator has one card at a time."""

    def __init__(self, *, customer: str) -> None:
        super().__init__(f"You still have {customer} open. Save how that call went or put it back, then take this one.")


class AlreadySaved(Refusal):
    """The outcome was saved before, as something else or with other words or another promise."""

    def __init__(self, *, outcome: str, saved_at: dt.datetime) -> None:
        clock = f"{saved_at.astimezone(LONDON):%H:%M}"
        super().__init__(f"This call was saved at {clock} as “{outcome}”. It stays so; write a note for anything more.")


class NotesMet(Refusal):
    """Two windows wrote notes of the same call; both texts are kept on the screen."""

    def __init__(self, *, stored: str, typed: str, version: int) -> None:
        super().__init__(
            "Another window changed these notes meanwhile. Both texts are below: keep what you need, save."
        )
        self.stored = stored
        self.typed = typed
        self.version = version


class MayNotRing(Refusal):
    """The permission gate refuses; `code` is its code."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class ManyPutAside(Refusal):
    """Next met so many who may not be rung now that it stopped; who is ready may stand behind them."""

    def __init__(self, *, looked_at: int) -> None:
        super().__init__(
            f"The first {looked_at} who were due may not be rung just now, and are put aside with the reason. "
            "Press Next again: it goes on behind them."
        )


class ReasonMissing(Refusal):
    """Going against the order of the queue is allowed, and asks why."""


class PromiseDone(Refusal):
    """The promise was kept, moved or taken back meanwhile."""


class PromiseStands(Refusal):
    """They expect our call today: leaving them out would break the promise, and nobody would have told them."""

    def __init__(self, *, said: str, owner: str) -> None:
        super().__init__(
            f"{owner} promised to ring {said}. Move that promise or take it back first, on the page of callbacks; "
            "then leave them out."
        )


class NothingOpen(Refusal):
    """The customer has no place in the queue."""


class NobodyHolds(Refusal):
    """There is no colleague to hand anything to."""
