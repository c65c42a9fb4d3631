"""What cannot be said by the link in a letter, in words for the customer."""

from staff.rules import Refusal


class LinkEnded(Refusal):
    """The link has been in the letter for too long."""


class QueryEmpty(Refusal):
    """They say that something is not right, and not what."""


class AnsweredAlready(Refusal):
    """What they said before stands."""
