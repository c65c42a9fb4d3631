"""What may not be done with a customer's record, in the words for the screen."""

from staff.rules import Refusal


class NoteEmpty(Refusal):
    """There is nothing to keep."""


class NotFound(Refusal):
    """The record is gone, most likely removed by a colleague in the meantime."""


class NotWaiting(Refusal):
    """The letter is not in the state that this needs."""
