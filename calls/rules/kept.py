"""How well the desk keeps its promises: one definition, with all that it is made of."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PromisesKept:
    """Promised callbacks that fell due from `since` until before `until`: the end of their window lies in between.

    Kept: the first attempt lies inside the promised window, answered or not; voicemail in time counts. A promise that
    was taken back before its time, because the customer asked for no more calls, never fell due: `withdrawn`.
    """

    since: dt.datetime
    until: dt.datetime
    early: int
    on_time: int
    late: int
    never: int
    withdrawn: int

    @property
    def numerator(self) -> int:
        return self.on_time

    @property
    def denominator(self) -> int:
        return self.early + self.on_time + self.late + self.never

    @property
    def n(self) -> int:
        return self.denominator

    @property
    def share(self) -> float | None:
        """None when nothing fell due."""
        return self.numerator / self.denominator if self.denominator else None
