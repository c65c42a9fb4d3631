"""Which schedules ask for a delivery that no round makes, the soonest cut-off first; paged by key."""

from dataclasses import dataclass

from calls.models import Contradiction
from orders.models import DeliveryRound
from staff.reports.keys import behind, key_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class ContradictionPage:
    """Some rows, and the `after` of the following page; empty when this is the last.

    `round` is the one asked for, None for all; `rounds` are those that still drive. Of `is_broken` no van makes what
    they promise; the others end sooner than their round.
    """

    rows: tuple[Contradiction, ...]
    following: str
    is_broken: bool
    round: DeliveryRound | None
    rounds: tuple[DeliveryRound, ...]


def contradicting(*, is_broken: bool = True, round_id: int | None = None, after: str = "") -> ContradictionPage:
    """Two statements. A key that cannot be read starts at the first, a round that is none of ours asks for all."""
    rounds = tuple(DeliveryRound.objects.filter(ended_at=None))
    asked = next((each for each in rounds if each.pk == round_id), None)
    found = Contradiction.objects.filter(behind(after, "cut_off_at"), is_broken=is_broken)
    if asked is not None:
        found = found.filter(round=asked)
    rows = list(found.select_related("schedule__customer", "schedule__owner", "round")[: PAGE + 1])
    following = key_of(rows[PAGE - 1].cut_off_at, rows[PAGE - 1].pk) if len(rows) > PAGE else ""
    return ContradictionPage(tuple(rows[:PAGE]), following, is_broken, asked, rounds)
