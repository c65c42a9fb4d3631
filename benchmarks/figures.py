"""What a figure is, and how one is timed."""

import gc
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value beside what it must not exceed.

    `reference` is what it is compared with (None: only with the goal) and `ratio` value / reference. The goal is for
    the ratio where there is a reference, else for the value. `goal` None: the figure is only told.
    """

    name: str
    value: float
    unit: str
    reference: float | None = None
    goal: float | None = None
    at_least: bool = False

    @property
    def ratio(self) -> float | None:
        return None if not self.reference else self.value / self.reference

    @property
    def met(self) -> bool | None:
        if self.goal is None:
            return None
        judged = self.value if self.ratio is None else self.ratio
        return judged >= self.goal if self.at_least else judged <= self.goal

    def as_json(self) -> str:
        told = {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": self.unit,
            "reference": None if self.reference is None else round(self.reference, 3),
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "goal": self.goal,
            "met": self.met,
        }
        return json.dumps(told)


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds. The fastest run is the one to compare sizes of work by: noise only adds."""

    p50: float
    p99: float
    fastest: float


def timing_of(work: Callable[[], object], *, times: int, clock: Callable[[], float] = time.perf_counter) -> Timing:
    """How long doing the work takes, over so many times, after one warm-up.

    For work that waits for nothing, `time.process_time` leaves out what else the machine does. What stood before the
    work is kept out of garbage collection; what the work leaves behind is collected inside the measured time.
    """
    work()
    gc.collect()
    gc.freeze()
    taken = []
    for _ in range(times):
        start = clock()
        work()
        taken.append((clock() - start) * 1000)
    gc.unfreeze()
    cuts = quantiles(taken, n=100)
    return Timing(cuts[49], cuts[98], min(taken))
