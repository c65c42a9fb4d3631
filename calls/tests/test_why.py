"""The sentence says why this customer is next, from the values that ordered them."""

import datetime as dt
from decimal import Decimal

import pytest

from calls.rules.vocabulary import Level
from calls.rules.why import Cause, why_now

NOON = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TODAY = NOON.date()
HOUR = dt.timedelta(hours=1)


def scheduled_cause(**overrides: object) -> Cause:
    fields = {"level": Level.SCHEDULED, "rank": 1.0, "due_on": TODAY, "due_at": NOON + HOUR} | overrides
    return Cause(**fields)  # type: ignore[arg-type]  # the overrides are those of Cause


@pytest.mark.parametrize(
    ("causes", "sentence"),
    [
        (
            [scheduled_cause(usual_total=Decimal("240.00"), expected_on=TODAY - dt.timedelta(2))],
            "Because: cut-off 13:00, usually £240 on a Tuesday, 2 days overdue",
        ),
        ([scheduled_cause(expected_on=TODAY + dt.timedelta(2))], "Because: cut-off 13:00"),
        (
            [
                scheduled_cause(),
                Cause(Level.PROMISE, 2.0, TODAY, NOON + 3 * HOUR, NOON + 2 * HOUR, is_exact=True, promised_by="Carol"),
            ],
            "Because: cut-off 13:00, also promised for 14:00 by Carol",
        ),
        (
            [scheduled_cause(agreed=dt.time(12, 15), until=dt.time(12, 30))],
            "Because: agreed for 12:15, cut-off 13:00, not after 12:30",
        ),
        ([scheduled_cause(until=dt.time(17))], "Because: cut-off 13:00"),
        ([scheduled_cause(due_at=NOON - 24 * HOUR)], "Because: cut-off was Mon 23 Nov 12:00"),
        (
            [
                Cause(Level.PROMISE, 2.0, TODAY, NOON + HOUR, NOON, is_exact=True, promised_by="Carol", words="gloves"),
                scheduled_cause(),
            ],
            "Because: promised for 12:00 by Carol, about “gloves”, also their scheduled call",
        ),
        (
            [Cause(Level.PROMISE, 2.0, TODAY, NOON + HOUR, NOON, promised_by="Carol")],
            "Because: promised between 12:00 and 13:00 by Carol",
        ),
        ([Cause(Level.BREACHING, 0.0, TODAY, NOON + HOUR)], "Because: their enquiry is due an answer by 13:00"),
        (
            [Cause(Level.PROSPECT, 0.0, TODAY, proposed_as="prospect")],
            "Because: a prospect, nobody has spoken to them lately",
        ),
    ],
)
def test_why_now(causes: list[Cause], sentence: str) -> None:
    assert why_now(causes, at=NOON) == sentence
