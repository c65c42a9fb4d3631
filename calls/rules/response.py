"""How soon calls and messages that reached nobody are returned: one definition, with all that it is made of."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Returned:
    """Of those that arrived from `since` on and were rung back, were due, or are closed.

    In time: our first attempt, answered or not, lay within the standard. `unrung` were closed with a reason and without
    a call: nobody was to be rung, so they are in no share. `median` is the usual wait to the first attempt, in the
    hours of the standards; None where nobody was rung.
    """

    since: dt.datetime
    in_time: int
    late: int
    never: int
    unrung: int
    median: dt.timedelta | None

    @property
    def n(self) -> int:
        return self.in_time + self.late + self.never

    @property
    def share(self) -> float | None:
        """None when nothing was due."""
        return self.in_time / self.n if self.n else None

    @property
    def usually(self) -> str:
        """The median in words; empty where nobody was rung."""
        if self.median is None:
            return ""
        minutes = round(self.median / dt.timedelta(minutes=1))
        if minutes < 120:
            return f"{minutes} {'minute' if minutes == 1 else 'minutes'}"
        return f"{minutes // 60} hours {minutes % 60} minutes"


@dataclass(frozen=True, slots=True)
class Response:
    """Callers whom we know, and apart from them those of whom nobody has said yet who they are."""

    known: Returned
    unknown: Returned
