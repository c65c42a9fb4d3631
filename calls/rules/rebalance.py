"""Who should take over what: the work of those who are away, and what would be missed before cut-off."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices

from calls.rules.forecast import Due, Hand, Turn, foresee, missed


class Why(TextChoices):
    """Why somebody is proposed."""

    KNOWS_THEM = "knows_them", "spoke to them last"
    HAS_TIME = "has_time", "has the most time"


@dataclass(frozen=True, slots=True)
class Move:
    """One customer from one list to another; `from_id` None: anybody's before."""

    due: Due
    from_id: int | None
    to_id: int
    why: Why
    is_away: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """`before` and `after`: who is missed without and with the moves."""

    moves: tuple[Move, ...]
    before: tuple[Due, ...]
    after: tuple[Due, ...]


def propose(work: Sequence[Due], hands: Sequence[Hand], *, spoke: Mapping[int, int], at: dt.datetime) -> Proposal:
    """What to hand to whom. `spoke`: by entry, who of the desk last spoke to them.

    First the work of whoever is not in any more today, by level; then whoever would be missed, to the person who
    knows them if they can be in time, else to whoever has time before the cut-off. A move that saves nobody is not
    proposed.
    """
    before = tuple(missed(work, foresee(work, hands), at=at))
    away = _share_out(work, hands, spoke, at)
    shared = _moved(work, {move.due.entry_id: move.to_id for move in away})
    lost = missed(shared, foresee(shared, hands), at=at)
    rescued = _rescue(shared, hands, lost, spoke, at) if lost else []
    owners = {move.due.entry_id: move.to_id for move in (*away, *rescued)}
    final = _moved(work, owners)
    after = tuple(missed(final, foresee(final, hands), at=at))
    if len(after) >= len(lost):
        rescued, after = [], tuple(lost)
    if before and len(after) >= len(before):
        return Proposal((), before, before)
    still_lost = {due.entry_id for due in after}
    helpful = [move for move in rescued if move.due.entry_id not in still_lost]
    return Proposal(_merged(away, helpful, work), before, after)


def _share_out(work: Sequence[Due], hands: Sequence[Hand], spoke: Mapping[int, int], at: dt.datetime) -> list[Move]:
    """What waits for those who are away: to who knows them, else to who has the least on their list for their time."""
    left = {hand.user_id: _time_left(hand, at) for hand in hands}
    here = {user_id for user_id, time in left.items() if time}
    load = {hand.user_id: hand.handling * sum(due.owner_id == hand.user_id for due in work) for hand in hands}
    handling = {hand.user_id: hand.handling for hand in hands}
    moves = []
    for due in sorted(work, key=lambda due: due.place):
        if due.owner_id is None or due.owner_id in here or not here:
            continue
        known = spoke.get(due.entry_id)
        to_id = known if known in here else None
        if to_id is None or load[to_id] >= left[to_id]:
            to_id = min(here, key=lambda user_id: (load[user_id] / left[user_id], user_id))
        load[to_id] += handling[to_id]
        moves.append(Move(due, due.owner_id, to_id, _why(to_id, known), is_away=True))
    return moves


def _rescue(
    work: Sequence[Due], hands: Sequence[Hand], lost: Sequence[Due], spoke: Mapping[int, int], at: dt.datetime
) -> list[Move]:
    """First as if each were on the list of who knows them; who is still missed as if they were anybody's at once."""
    here = {hand.user_id for hand in hands}
    known = {due.entry_id: spoke[due.entry_id] for due in lost if spoke.get(due.entry_id) in here}
    first = _moved(work, known)
    still = {due.entry_id for due in missed(first, foresee(first, hands), at=at)}
    shared = [
        replace(due, owner_id=None, pool_at=at) if due.entry_id in still and due.cut_off else due for due in first
    ]
    turns = foresee(shared, hands)
    lost_for_good = {due.entry_id for due in missed(shared, turns, at=at)}
    return [
        Move(due, due.owner_id, to_id, _why(to_id, known.get(due.entry_id)), is_away=False)
        for due in lost
        if due.entry_id not in lost_for_good
        and (to_id := _taker(due, still, known, turns)) is not None
        and to_id != due.owner_id
    ]


def _taker(due: Due, still: set[int], known: Mapping[int, int], turns: Mapping[int, Turn]) -> int | None:
    if due.entry_id not in still:
        return known.get(due.entry_id)
    turn = turns.get(due.entry_id)
    return turn.user_id if turn else None


def _moved(work: Sequence[Due], owners: Mapping[int, int]) -> list[Due]:
    return [replace(due, owner_id=owners[due.entry_id]) if due.entry_id in owners else due for due in work]


def _merged(away: Sequence[Move], rescued: Sequence[Move], work: Sequence[Due]) -> tuple[Move, ...]:
    """One move an entry, from where it stands now: a second hand replaces the first."""
    stands = {due.entry_id: due for due in work}
    moves = {move.due.entry_id: move for move in away}
    for move in rescued:
        due = stands[move.due.entry_id]
        is_away = move.due.entry_id in moves
        moves[due.entry_id] = replace(move, due=due, from_id=due.owner_id, is_away=is_away)
    return tuple(sorted(moves.values(), key=lambda move: move.due.place))


def _time_left(hand: Hand, at: dt.datetime) -> dt.timedelta:
    free = max(at, hand.free_at)
    return sum((span.end - max(span.start, free) for span in hand.spans if span.end > free), dt.timedelta(0))


def _why(to_id: int, known: int | None) -> Why:
    return Why.KNOWS_THEM if to_id == known else Why.HAS_TIME
