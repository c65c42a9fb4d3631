"""What the desk asks of a telephone system."""

from dataclasses import dataclass
from typing import Protocol


class DiallingFailed(Exception):
    """The telephone system would not dial; the words are for the coordinator."""


@dataclass(frozen=True, slots=True)
class Dialling:
    """One number to ring for one coordinator. `key` is the same when the same attempt is asked for again."""

    key: str
    number: str
    caller_id: str
    extension: str


class Dialler(Protocol):
    def dial(self, dialling: Dialling) -> str:
        """Ring the coordinator and then the number; the system's own reference. Raises DiallingFailed."""
