"""Why the ranking does not propose somebody, in the order in which it holds."""

import datetime as dt
from dataclasses import replace

import pytest

from calls.rules.why_not import Bounds, Known, why_not_proposed

TODAY = dt.date(2026, 11, 24)
BOUNDS = Bounds(
    conversation_rest_days=14,
    prospect_rest_days=90,
    given_up_days=730,
    lapsed_days=60,
    overdue_gaps=4,
    overdue_from=1.25,
)
QUIET = Known(
    is_active=True,
    is_prospect=False,
    proposed_as=(),
    spoken_on=None,
    rung_on=None,
    last_order_on=dt.date(2026, 11, 20),
    order_days=9,
    median_gap=7.0,
)


def said(**known: object) -> str:
    return why_not_proposed(replace(QUIET, **known), TODAY, BOUNDS)  # type: ignore[arg-type]


def test_who_keeps_their_rhythm_is_told_from_when_they_are_overdue() -> None:
    assert "4 days ago; they usually order every 7 days, so they are overdue from Sun 29 Nov 2026" in said()


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"is_active": False}, "theirs is not"),
        ({"spoken_on": dt.date(2026, 11, 20)}, "nobody again before Fri 4 Dec 2026"),
        ({"proposed_as": ["Overdue to order"]}, "proposes them (overdue to order): they come up when"),
        ({"proposed_as": ["A prospect"], "rung_on": TODAY}, "they were rung today already"),
        ({"last_order_on": dt.date(2024, 1, 1)}, "gives a customer up"),
        ({"order_days": 3}, "lapsed from Tue 19 Jan 2027"),
        ({"last_order_on": None}, "nothing to go by"),
        ({"last_order_on": None, "is_prospect": True}, "found anew each hour"),
        (
            {"last_order_on": None, "is_prospect": True, "rung_on": dt.date(2026, 11, 20)},
            "a prospect is proposed again from Thu 18 Feb 2027",
        ),
    ],
)
def test_the_first_thing_that_holds_is_said(known: dict[str, object], words: str) -> None:
    assert words in said(**known)
