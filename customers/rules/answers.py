"""What cannot be said by the link in a letter, in words for the customer."""

from staff.rules import Refusal


class LinkEnded(Refusal):
    """The link has been in the letter for too long."""


class QueryEmpty(Refusal):
    """They say that something is not right, and not what."""


class AnsweredAlready(Refusal):
    """What they said before stands."""


class LetterOvertaken(Refusal):
    """They say yes to what no longer stands."""


def check_not_overtaken(since: str, on: str) -> None:
    """Raises LetterOvertaken when a letter with the subject `since` has told them otherwise, on that day."""
    if since:
        raise LetterOvertaken(
            f"We have written to you about this since, on {on}: “{since}”. What stands now is below; is it right?"
        )
