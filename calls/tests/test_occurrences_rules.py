"""Holidays, closures, added and skipped days bend a rhythm."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calls.rules.occurrences import Circumstances, Falling, Fate, HolidayRule, Shut, fallings
from calls.rules.rhythm import Repeats, Rhythm, rhythm_days
from calls.tests.test_rhythm import make_rhythm, rhythms
from customers.rules.vocabulary import Nation

ENGLAND = Circumstances(Nation.ENGLAND)
FIRST, LAST = dt.date(2026, 12, 21), dt.date(2027, 1, 3)
FRIDAYS = make_rhythm(weekdays=frozenset({4}))
THURSDAYS_AND_FRIDAYS = make_rhythm(weekdays=frozenset({3, 4}))


def calls(rhythm: Rhythm, rule: HolidayRule, around: Circumstances = ENGLAND) -> list[str]:
    return [f"{each.on:%d %b}" for each in fallings(rhythm, rule, around, FIRST, LAST) if each.is_call]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (HolidayRule.MOVE_BEFORE, ["24 Dec", "31 Dec"]),
        (HolidayRule.MOVE_AFTER, ["29 Dec"]),
        (HolidayRule.SKIP, []),
    ],
)
def test_christmas_and_new_year_on_fridays(rule: HolidayRule, expected: list[str]) -> None:
    """28 December 2026 is the substitute day of Boxing Day; the call of 1 January moves to the 4th, past the range."""
    assert calls(FRIDAYS, rule) == expected


def test_a_moved_call_says_why() -> None:
    moved = fallings(FRIDAYS, HolidayRule.MOVE_BEFORE, ENGLAND, FIRST, LAST)[0]
    assert moved == Falling(dt.date(2026, 12, 24), dt.date(2026, 12, 25), Fate.MOVED, "Christmas Day")


def test_a_move_that_would_meet_the_neighbour_is_left_out() -> None:
    assert calls(THURSDAYS_AND_FRIDAYS, HolidayRule.MOVE_BEFORE) == ["24 Dec", "31 Dec"]


def test_nations_differ() -> None:
    rhythm = make_rhythm(repeats=Repeats.MONTH_DAY, month_day=30, starts_on=dt.date(2026, 11, 1))
    days = (dt.date(2026, 11, 25), dt.date(2026, 11, 30))
    fates = {
        nation: fallings(rhythm, HolidayRule.SKIP, Circumstances(nation), *days)[0].fate
        for nation in (Nation.ENGLAND, Nation.SCOTLAND, Nation.UNKNOWN)
    }
    assert fates == {Nation.ENGLAND: Fate.AS_USUAL, Nation.SCOTLAND: Fate.LEFT_OUT, Nation.UNKNOWN: Fate.LEFT_OUT}


def test_a_date_that_is_a_sunday_moves() -> None:
    rhythm = make_rhythm(repeats=Repeats.MONTH_DAY, month_day=31)
    january = fallings(rhythm, HolidayRule.MOVE_AFTER, ENGLAND, dt.date(2027, 1, 25), dt.date(2027, 2, 5))
    assert january == [Falling(dt.date(2027, 2, 1), dt.date(2027, 1, 31), Fate.MOVED, "A Sunday")]


def test_closed_customers_are_not_rung_and_calls_do_not_move_into_a_closure() -> None:
    shut = Circumstances(Nation.ENGLAND, shut=(Shut(dt.date(2026, 12, 23), dt.date(2026, 12, 24), "Stock-taking"),))
    assert calls(FRIDAYS, HolidayRule.MOVE_BEFORE, shut) == ["22 Dec", "31 Dec"]
    assert calls(make_rhythm(weekdays=frozenset({2})), HolidayRule.MOVE_BEFORE, shut) == ["30 Dec"]


def test_added_and_skipped_days() -> None:
    around = Circumstances(
        Nation.ENGLAND,
        added={dt.date(2026, 12, 22): "Order for the party"},
        skipped={dt.date(2026, 12, 29): "Buyer away"},
    )
    found = fallings(make_rhythm(), HolidayRule.SKIP, around, FIRST, LAST)
    assert [(f"{each.on:%d %b}", each.fate, each.because) for each in found] == [
        ("22 Dec", Fate.ADDED, "Order for the party"),
        ("29 Dec", Fate.LEFT_OUT, "Buyer away"),
    ]


def test_nobody_is_moved_onto_a_skipped_day() -> None:
    around = Circumstances(Nation.ENGLAND, skipped={dt.date(2026, 12, 24): "Buyer away"})
    assert calls(FRIDAYS, HolidayRule.MOVE_BEFORE, around) == ["23 Dec", "31 Dec"]


near = st.dates(dt.date(2026, 12, 1), dt.date(2027, 5, 31))


@st.composite
def circumstances(draw: st.DrawFn) -> Circumstances:
    from_on = draw(near)
    return Circumstances(
        nation=draw(st.sampled_from(Nation)),
        shut=(Shut(from_on, from_on + dt.timedelta(days=draw(st.integers(0, 20)))),),
        added=dict.fromkeys(draw(st.lists(near, max_size=3)), "Extra"),
        skipped=dict.fromkeys(draw(st.lists(near, max_size=3)), "Away"),
    )


@given(rhythms(), st.sampled_from(HolidayRule), circumstances(), near, st.integers(0, 60), st.integers(0, 60))
def test_the_same_whatever_day_it_is_computed_from(
    rhythm: Rhythm, rule: HolidayRule, around: Circumstances, first: dt.date, before: int, length: int
) -> None:
    last = first + dt.timedelta(days=length)
    wide = fallings(rhythm, rule, around, first - dt.timedelta(days=before), last + dt.timedelta(days=before))
    assert [each for each in wide if first <= each.on <= last] == fallings(rhythm, rule, around, first, last)


@given(rhythms(), st.sampled_from(HolidayRule), circumstances())
def test_a_move_stays_between_its_neighbours(rhythm: Rhythm, rule: HolidayRule, around: Circumstances) -> None:
    made = [each for each in fallings(rhythm, rule, around, dt.date(2026, 12, 1), dt.date(2027, 5, 31)) if each.is_call]
    assert len({each.on for each in made}) == len(made)
    assert sorted(made, key=lambda each: each.rhythm_on) == made
    for each in made:
        between = range(min(each.on, each.rhythm_on).toordinal() + 1, max(each.on, each.rhythm_on).toordinal())
        assert not {other.rhythm_on.toordinal() for other in made} & set(between)


@given(rhythms(), st.sampled_from(HolidayRule), circumstances())
def test_each_day_of_the_rhythm_is_accounted_for_once(rhythm: Rhythm, rule: HolidayRule, around: Circumstances) -> None:
    inside = (dt.date(2027, 1, 1), dt.date(2027, 4, 30))
    found = fallings(rhythm, rule, around, inside[0] - dt.timedelta(days=20), inside[1] + dt.timedelta(days=20))
    stood_for = [each.rhythm_on for each in found]
    assert len(stood_for) == len(set(stood_for))
    assert set(rhythm_days(rhythm, *inside)) <= set(stood_for)


@given(rhythms(), st.sampled_from(HolidayRule), circumstances())
def test_nobody_is_rung_on_a_holiday_in_a_closure_or_when_the_schedule_is_over(
    rhythm: Rhythm, rule: HolidayRule, around: Circumstances
) -> None:
    for each in fallings(rhythm, rule, around, dt.date(2026, 12, 1), dt.date(2027, 5, 31)):
        if each.is_call:
            assert not around.holiday_on(each.on)
            assert not around.closure_on(each.on)
            assert each.on.weekday() != 6 or each.fate == Fate.ADDED
            assert rhythm.contains(each.on)
