"""The rest of the day played through: who is missed before cut-off, and what would save them."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.rules.forecast import Due, Hand, expected_handling, foresee, missed, misses_ahead
from calls.rules.rebalance import Why, propose
from staff.rules.attendance import Span

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
CAROL, DEV, EVE = 1, 2, 3


def due(entry_id: int, *, owner: int | None = None, cut_off: int | None = 60, level: int = 2, ready: int = 0) -> Due:
    """Cut-off and readiness in minutes from noon. What has an owner is never anybody's."""
    pool_at = NOON if owner is None else NOON + 24 * HOUR
    cut = None if cut_off is None else NOON + cut_off * MINUTE
    place = (level, float(cut_off or 0), entry_id)
    return Due(entry_id, place, owner, pool_at, NOON + ready * MINUTE, cut, Decimal(100))  # type: ignore[arg-type]


def hand(user_id: int, *, until: int = 300, minutes: int = 10, free: int = 0) -> Hand:
    return Hand(user_id, (Span(NOON - HOUR, NOON + until * MINUTE),), minutes * MINUTE, NOON + free * MINUTE)


def lost(work: list[Due], hands: list[Hand]) -> list[int]:
    return [one.entry_id for one in missed(work, foresee(work, hands), at=NOON)]


def test_one_person_reaches_six_customers_in_an_hour() -> None:
    assert lost([due(n) for n in range(8)], [hand(CAROL)]) == [6, 7]


def test_two_people_share_what_is_anybodys() -> None:
    assert lost([due(n) for n in range(8)], [hand(CAROL), hand(DEV)]) == []


def test_what_is_carols_waits_for_carol() -> None:
    assert lost([due(n, owner=CAROL) for n in range(8)], [hand(CAROL), hand(DEV)]) == [6, 7]


def test_a_promise_comes_before_a_cut_off() -> None:
    promises = [due(n, level=1, cut_off=None) for n in range(10, 16)]
    assert lost([due(1), *promises], [hand(CAROL)]) == [1]


def test_whose_cut_off_passes_meanwhile_takes_no_time_from_who_can_be_in_time() -> None:
    work = [due(1, cut_off=5), due(2, cut_off=25)]
    assert lost(work, [hand(CAROL, free=10)]) == [1]
    assert foresee(work, [hand(CAROL, free=10)])[1].ends_at == NOON + 30 * MINUTE


def again(entry_id: int, misses: int, *, wait: int = 20, cut_off: int = 60) -> Due:
    return replace(due(entry_id, cut_off=cut_off), misses=misses, wait=wait * MINUTE)


def test_who_is_tried_again_takes_a_second_turn() -> None:
    turns = foresee([again(1, 1)], [hand(CAROL)])
    assert turns[1].ends_at == NOON + 40 * MINUTE


def test_tries_that_reach_nobody_take_the_time_of_others() -> None:
    assert lost([again(n, 1, wait=5) for n in range(4)], [hand(CAROL)]) == [2]


def test_a_wait_past_the_cut_off_is_cut_to_half_of_what_is_left() -> None:
    turns = foresee([again(1, 1, wait=240)], [hand(CAROL)])
    assert turns[1].ends_at == NOON + (10 + 25 + 10) * MINUTE


def test_who_waits_for_a_next_try_is_not_taken_by_anybody_before() -> None:
    turns = foresee([again(1, 1)], [hand(CAROL), hand(DEV, free=15)])
    assert turns[1].ends_at == NOON + 40 * MINUTE


def test_a_next_try_after_the_cut_off_is_a_miss() -> None:
    assert lost([due(1, cut_off=60, ready=24 * 60)], [hand(CAROL)]) == [1]


@pytest.mark.parametrize(("share", "tried", "ahead"), [(0.0, 0, 0), (1.0, 0, 3), (1.0, 2, 1), (1.0, 3, 0), (1.0, 9, 0)])
def test_at_most_so_many_tries_of_a_round_reach_nobody(share: float, tried: int, ahead: int) -> None:
    assert misses_ahead(7, share=share, tried=tried, most=4) == ahead


def test_the_lots_give_the_desk_s_share_and_stay_what_they_were() -> None:
    drawn = [misses_ahead(n, share=0.4, tried=0, most=2) for n in range(1000)]
    assert 380 <= sum(drawn) <= 420
    assert drawn == [misses_ahead(n, share=0.4, tried=0, most=2) for n in range(1000)]


def test_nobody_rings_after_they_have_gone_home() -> None:
    assert lost([due(n) for n in range(4)], [hand(CAROL, until=15)]) == [2, 3]


def test_somebody_on_a_long_call_begins_when_it_is_over() -> None:
    assert lost([due(1, cut_off=30)], [hand(CAROL, free=25)]) == [1]


def test_what_is_not_ready_yet_is_waited_for() -> None:
    assert lost([due(1, ready=55), due(2, ready=20)], [hand(CAROL)]) == [1]


def test_without_anybody_everybody_is_missed() -> None:
    assert lost([due(1), due(2, cut_off=None)], []) == [1]


def test_a_cut_off_that_has_passed_is_no_forecast() -> None:
    assert lost([due(1, cut_off=-5)], []) == []


def test_handling_moves_from_the_setting_to_what_is_seen() -> None:
    assert expected_handling(6 * MINUTE, 0, dt.timedelta(0)) == 6 * MINUTE
    assert expected_handling(6 * MINUTE, 10, 120 * MINUTE) == 9 * MINUTE


def test_who_would_be_missed_goes_to_whoever_has_time() -> None:
    work = [due(n, owner=CAROL) for n in range(8)]
    proposal = propose(work, [hand(CAROL), hand(DEV)], spoke={}, at=NOON)
    assert [(move.due.entry_id, move.from_id, move.to_id, move.why) for move in proposal.moves] == [
        (6, CAROL, DEV, Why.HAS_TIME),
        (7, CAROL, DEV, Why.HAS_TIME),
    ]
    assert (len(proposal.before), len(proposal.after)) == (2, 0)


def test_who_knows_them_goes_before_who_has_time() -> None:
    work = [due(n, owner=CAROL) for n in range(8)]
    proposal = propose(work, [hand(CAROL), hand(DEV), hand(EVE)], spoke={6: EVE, 7: EVE}, at=NOON)
    assert {(move.to_id, move.why) for move in proposal.moves} == {(EVE, Why.KNOWS_THEM)}


def test_who_knows_them_but_would_be_late_is_not_asked() -> None:
    work = [due(n, owner=CAROL) for n in range(7)]
    proposal = propose(work, [hand(CAROL), hand(DEV), hand(EVE, free=59)], spoke={6: EVE}, at=NOON)
    assert [(move.to_id, move.why) for move in proposal.moves] == [(DEV, Why.HAS_TIME)]


def test_a_move_that_saves_nobody_is_not_proposed() -> None:
    work = [due(n, owner=CAROL) for n in range(8)]
    assert propose(work, [hand(CAROL), hand(DEV, free=120)], spoke={}, at=NOON).moves == ()


def test_the_work_of_who_is_away_is_shared_evenly() -> None:
    proposal = propose([due(n, owner=EVE) for n in range(6)], [hand(CAROL), hand(DEV)], spoke={}, at=NOON)
    assert sorted(move.to_id for move in proposal.moves) == [CAROL] * 3 + [DEV] * 3
    assert all(move.is_away and move.from_id == EVE for move in proposal.moves)


def test_the_work_of_who_is_away_goes_to_who_spoke_to_them_last() -> None:
    proposal = propose(
        [due(1, owner=EVE), due(2, owner=EVE)], [hand(CAROL), hand(DEV)], spoke={1: DEV, 2: DEV}, at=NOON
    )
    assert {(move.to_id, move.why) for move in proposal.moves} == {(DEV, Why.KNOWS_THEM)}


def test_the_work_of_who_is_away_stays_when_sharing_it_out_would_save_nobody() -> None:
    work = [due(n, owner=EVE, cut_off=5) for n in range(2)]
    proposal = propose(work, [hand(CAROL)], spoke={}, at=NOON)
    assert (proposal.moves, len(proposal.before), len(proposal.after)) == ((), 2, 2)


def test_with_nobody_in_nothing_is_proposed() -> None:
    proposal = propose([due(1, owner=EVE)], [], spoke={}, at=NOON)
    assert (proposal.moves, len(proposal.after)) == ((), 1)


works = st.lists(
    st.builds(
        lambda owner, cut_off, level, ready: (owner, cut_off if level == 2 else None, level, ready),
        st.sampled_from([None, CAROL, DEV, EVE]),
        st.integers(1, 240),
        st.integers(0, 2),
        st.integers(0, 120),
    ),
    max_size=30,
).map(lambda rows: [due(n, owner=o, cut_off=c, level=lv, ready=r) for n, (o, c, lv, r) in enumerate(rows)])


@given(works, st.dictionaries(st.integers(0, 29), st.sampled_from([CAROL, DEV])))
def test_a_proposal_never_loses_more_than_it_found(work: list[Due], spoke: dict[int, int]) -> None:
    hands = [hand(CAROL, minutes=12), hand(DEV, minutes=7, until=150)]
    alone = [move for move in propose(work, hands, spoke=spoke, at=NOON).moves if not move.is_away]
    proposal = propose(work, hands, spoke=spoke, at=NOON)
    ids = [move.due.entry_id for move in proposal.moves]
    assert len(ids) == len(set(ids))
    assert all(move.to_id in {CAROL, DEV} and move.to_id != move.from_id for move in proposal.moves)
    if not any(one.owner_id == EVE for one in work) and alone:
        assert len(proposal.after) < len(proposal.before)


@given(works)
def test_nobody_rings_two_customers_at_once(work: list[Due]) -> None:
    turns = foresee(work, [hand(CAROL), hand(DEV)])
    for user_id in (CAROL, DEV):
        ends = sorted(turn.ends_at for turn in turns.values() if turn.user_id == user_id)
        assert all(later - sooner >= 10 * MINUTE for sooner, later in pairwise(ends))


@pytest.mark.parametrize("customers", [3000])
def test_a_full_day_is_played_through_whole(customers: int) -> None:
    turns = foresee([due(n, cut_off=n, ready=n // 10) for n in range(customers)], [hand(n) for n in range(32)])
    assert len(turns) == 32 * 30
