"""Who will not be rung before cut-off: the rest of the day, played through by the order of the queue."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from heapq import heapify, heappop, heappush, heapreplace

from calls.rules.rank import Place, is_of_use, of_no_use
from calls.rules.retry import SHORTEST_WAIT
from staff.rules.attendance import Span

# A morning's few calls say little yet: the desk's setting counts as so many calls of its own.
USUAL_COUNTS_AS = 10
SOON = dt.timedelta(hours=1)
# Who has not been at the queue so long after their hours began is not counted on.
UNSEEN_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Due:
    """A customer who waits. Before `pool_at` only `owner_id` may take them. `cut_off` is None for those without one.

    `misses` of the coming tries reach nobody, each `wait` after the one before; the next ends the matter.
    """

    entry_id: int
    place: Place
    owner_id: int | None
    pool_at: dt.datetime
    ready_at: dt.datetime
    cut_off: dt.datetime | None
    usual: Decimal | None = None
    misses: int = 0
    wait: dt.timedelta = dt.timedelta(0)


@dataclass(frozen=True, slots=True)
class Hand:
    """Somebody at the desk: when they work, how long a call takes them, and when they are through with their card."""

    user_id: int
    spans: tuple[Span, ...]
    handling: dt.timedelta
    free_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """Who rings a customer, and when that call is over."""

    user_id: int
    ends_at: dt.datetime


def expected_handling(usual: dt.timedelta, calls: int, total: dt.timedelta) -> dt.timedelta:
    """How long a call takes from card to outcome, from so many calls of today that took `total` together."""
    return (usual * USUAL_COUNTS_AS + total) / (USUAL_COUNTS_AS + calls)


def misses_ahead(entry_id: int, *, share: float, tried: int, most: int) -> int:
    """How many of the coming tries reach nobody, when of all tries this `share` did; the last of `most` ends the round.

    By a lot drawn from the entry and the number of the try: the same each time it is asked, and in all about the share.
    """
    ahead = 0
    while tried + ahead < most - 1 and _lot(entry_id, tried + ahead) < share:
        ahead += 1
    return ahead


def _lot(entry_id: int, nth: int) -> float:
    """From 0 up to 1, evenly over consecutive entries: a multiplicative hash."""
    return ((entry_id * 0x9E3779B1 + nth * 0x85EBCA6B) & 0xFFFFFFFF) / 2**32


def foresee(work: Sequence[Due], hands: Sequence[Hand]) -> dict[int, Turn]:
    """Whose turn each entry is, by entry id; who is not reached while anybody is in has none.

    Everybody takes, as soon as they are free, the first by the published order that is theirs or anybody's by then. A
    try that reaches nobody puts the customer back for later. Grows with n log n.
    """
    desk = _Desk(work, hands)
    free = [(hand.free_at, hand.user_id) for hand in hands]
    heapify(free)
    by_id = {hand.user_id: hand for hand in hands}
    while free and desk.waiting:
        moment, user_id = heappop(free)
        hand = by_id[user_id]
        start = _at_work(hand, moment)
        if start is None:
            continue
        if start > moment:
            heappush(free, (start, user_id))
            continue
        entry_id = desk.take(user_id, moment)
        if entry_id is not None:
            desk.end_try(entry_id, Turn(user_id, moment + hand.handling))
            heappush(free, (moment + hand.handling, user_id))
        elif (later := desk.next_event(user_id)) is not None:
            heappush(free, (later, user_id))
    return desk.turns


def missed(work: Sequence[Due], turns: Mapping[int, Turn], *, at: dt.datetime) -> list[Due]:
    """Those whose cut-off is still to come and who have no outcome by then, soonest cut-off first."""
    late = [due for due in work if due.cut_off is not None and due.cut_off > at and not _in_time(due, turns)]
    return sorted(late, key=lambda due: (due.cut_off, due.place))


def _in_time(due: Due, turns: Mapping[int, Turn]) -> bool:
    turn = turns.get(due.entry_id)
    return turn is not None and due.cut_off is not None and turn.ends_at <= due.cut_off


def _at_work(hand: Hand, moment: dt.datetime) -> dt.datetime | None:
    return next((max(span.start, moment) for span in sorted(hand.spans) if span.end > moment), None)


class _Desk:
    """What waits, by who may take it. Entries enter a heap when their time comes and are dropped once taken."""

    def __init__(self, work: Sequence[Due], hands: Sequence[Hand]) -> None:
        self.turns: dict[int, Turn] = {}
        self.by_id = {due.entry_id: due for due in work}
        self.misses = {due.entry_id: due.misses for due in work if due.misses}
        self.waits_until: dict[int, dt.datetime] = {}
        self.own_events: dict[int, list[tuple[dt.datetime, Place]]] = defaultdict(list)
        self.own: dict[int, list[Place]] = defaultdict(list)
        self.here = {hand.user_id for hand in hands}
        for due in work:
            if due.owner_id in self.here and due.owner_id is not None:
                self.own_events[due.owner_id].append((due.ready_at, due.place))
        self.pool_events = [(max(due.ready_at, due.pool_at), due.place) for due in work]
        self.pool: list[Place] = []
        for events in (*self.own_events.values(), self.pool_events):
            heapify(events)

    @property
    def waiting(self) -> bool:
        return len(self.turns) < len(self.by_id)

    def take(self, user_id: int, moment: dt.datetime) -> int | None:
        """The entry that they take at `moment`; None when nothing is ready for them."""
        self._release(self.own_events[user_id], self.own[user_id], moment)
        self._release(self.pool_events, self.pool, moment)
        heaps = [heap for heap in (self.own[user_id], self.pool) if self._head(heap, moment)]
        return heappop(min(heaps, key=lambda heap: heap[0]))[2] if heaps else None

    def end_try(self, entry_id: int, turn: Turn) -> None:
        """That was their turn; or it reached nobody, and they come up again."""
        due = self.by_id[entry_id]
        again_at = _again_at(due, turn.ends_at) if self.misses.get(entry_id) else None
        if again_at is None:
            self.turns[entry_id] = turn
            return
        self.misses[entry_id] -= 1
        self.waits_until[entry_id] = again_at
        if due.owner_id in self.here and due.owner_id is not None:
            heappush(self.own_events[due.owner_id], (again_at, due.place))
        heappush(self.pool_events, (max(again_at, due.pool_at), due.place))

    def next_event(self, user_id: int) -> dt.datetime | None:
        """When something more may become ready for them."""
        nexts = [events[0][0] for events in (self.own_events[user_id], self.pool_events) if events]
        return min(nexts, default=None)

    def _release(self, events: list[tuple[dt.datetime, Place]], heap: list[Place], moment: dt.datetime) -> None:
        while events and events[0][0] <= moment:
            heappush(heap, heappop(events)[1])

    def _head(self, heap: list[Place], moment: dt.datetime) -> bool:
        """Whether anybody stands there who has had no turn and does not wait for a next try.

        Whose cut-off has passed by then goes behind those who can still be in time.
        """
        while heap:
            place = heap[0]
            if place[2] in self.turns or self.waits_until.get(place[2], moment) > moment:
                heappop(heap)
            elif is_of_use(place) and _has_passed(self.by_id[place[2]], moment):
                heapreplace(heap, of_no_use(place))
            else:
                return True
        return False


def _has_passed(due: Due, moment: dt.datetime) -> bool:
    return due.cut_off is not None and due.cut_off <= moment


def _again_at(due: Due, ended_at: dt.datetime) -> dt.datetime | None:
    """As `calls.rules.retry.next_try` cuts a wait to half of what is left; None when the cut-off has passed."""
    if due.cut_off is None:
        return ended_at + due.wait
    if due.cut_off <= ended_at:
        return None
    return min(ended_at + due.wait, ended_at + max((due.cut_off - ended_at) / 2, SHORTEST_WAIT))
