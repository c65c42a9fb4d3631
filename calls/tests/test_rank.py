"""The published order of the queue as a sort key."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from calls.rules import rank
from calls.rules.vocabulary import Level

HANDLING = dt.timedelta(minutes=6)

EARLY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
LATE = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
moments = st.integers(1_500_000_000, 2_500_000_000).map(lambda seconds: dt.datetime.fromtimestamp(seconds, dt.UTC))


@given(st.sampled_from(Level), st.sampled_from(Level), st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_a_lower_level_is_never_overtaken(one: Level, other: Level, first: float, second: float) -> None:
    places = sorted([rank.place(one, first, 1), rank.place(other, second, 2)])
    assert places[0][0] == min(one, other)


@given(moments, moments)
def test_an_exact_promise_comes_before_every_loose_one(first: dt.datetime, second: dt.datetime) -> None:
    assert rank.promised(first, is_exact=True) < rank.promised(second, is_exact=False)


@given(moments, moments)
def test_less_slack_comes_first(first: dt.datetime, second: dt.datetime) -> None:
    ranks = [rank.scheduled(cut_off, LATE, HANDLING, at=EARLY) for cut_off in (first, second)]
    assert (ranks[0] < ranks[1]) == (first < second)


@given(moments, moments, moments)
def test_a_scheduled_call_of_no_use_any_more_keeps_nobody_from_one_that_is(
    first: dt.datetime, second: dt.datetime, at: dt.datetime
) -> None:
    ranks = [rank.scheduled(cut_off, LATE, HANDLING, at=at) for cut_off in (first, second)]
    assert (ranks[0] < ranks[1]) == ((first <= at, first) < (second <= at, second))
