"""Why each promotion on the whole order did or did not apply, as the order keeps it."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from orders.rules.vocabulary import RewardState
from promotions.rules import RewardTold

HAD = (RewardState.USED, RewardState.STOPPED)


class TracedReward(TypedDict):
    """One promotion on an order, in a sentence."""

    promotion: int
    state: str
    words: str


Trace = Sequence[TracedReward]


def order_trace(before: Trace, now: Sequence[RewardTold], over: Mapping[int, str]) -> list[TracedReward]:
    """The sentences of now; what the order had and has no more is marked, also when its promotion is live no longer.

    `over` says by promotion why those are; of what was over before, the sentence stays.
    """
    had = {one["promotion"] for one in before if one["state"] in HAD}
    asked = {told.promotion_id for told in now}
    told_now = [_traced(told, was_used=told.promotion_id in had) for told in now]
    return told_now + [
        {
            "promotion": key,
            "state": RewardState.STOPPED.value,
            "words": f"{over[key]}." if key in over else one["words"],
        }
        for one in before
        if (key := one["promotion"]) in had - asked
    ]


def used_in(trace: Trace) -> set[int]:
    """The promotions on the whole order that it has."""
    return {one["promotion"] for one in trace if one["state"] == RewardState.USED}


def trace_words(trace: Trace) -> tuple[str, ...]:
    return tuple(one["words"] for one in trace)


def stopped_words(trace: Trace) -> tuple[str, ...]:
    """Of those that the order had and has no more."""
    return tuple(one["words"] for one in trace if one["state"] == RewardState.STOPPED)


def newly_stopped(before: Trace, now: Trace) -> tuple[str, ...]:
    """Of those that the order had before and has no more."""
    had = used_in(before)
    return stopped_words([one for one in now if one["promotion"] in had])


def _traced(told: RewardTold, *, was_used: bool) -> TracedReward:
    state = RewardState.USED if told.is_used else RewardState.STOPPED if was_used else RewardState.NOT_USED
    return {"promotion": told.promotion_id, "state": state.value, "words": told.words}
